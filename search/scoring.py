"""How well an entry answers a plan: the same in every database, since it is reckoned here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import inf, log

from search.analysis import EXACT
from search.planning import Alternative, Group, Plan
from search.planning.plan import TokenSet

# What a word counts for in the title, in what a thing is sorted under, and in the text.
FIELD_WEIGHTS = {"title": 3.0, "labels": 2.0, "body": 1.0}
_SATURATION = 1.2
_SHORTEST, _PER_LENGTH = 0.6, 0.4
_DECIMALS = 6
# From this weight on an alternative is the word itself or its stem.
_ITSELF = 0.9

# title, labels and body of an entry
Texts = tuple[str, str, str]
# Exact token → how often it stands in the texts, by field and length.
Counts = dict[str, float]


@dataclass(frozen=True)
class Word:
    """One group: what each written word is worth, and the alternatives of which several words must stand together."""

    worth: dict[str, float]
    together: tuple[tuple[float, tuple[frozenset[str], ...]], ...]

    def score(self, counts: Counts) -> float:
        """The best that stands there, and a little more for the rest."""
        best = found = 0.0
        for token, times in counts.items():
            if worth := self.worth.get(token):
                best = max(best, worth)
                found += worth * times
        value = best * _saturated(found / best) if best else 0.0
        for worth, sets in self.together:
            value = max(value, worth * _saturated(min(_times(any_of, counts) for any_of in sets)))
        return value


class Scorer:
    """Scores for one plan: the sum of its groups, by the share of them that is met."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._groups = [self._word(group) for group in plan.groups]

    def score(self, texts: Texts) -> float:
        """0 if nothing asked for stands in the texts."""
        counts = self._counts(texts)
        values = [group.score(counts) for group in self._groups]
        met = sum(value > 0 for value in values)
        return round(sum(values) * met / max(len(values), 1), _DECIMALS)

    def _counts(self, texts: Texts) -> Counts:
        counts: Counts = defaultdict(float)
        is_asked = self._asked.__contains__
        for (name, weight), text in zip(FIELD_WEIGHTS.items(), texts, strict=True):
            tokens = text.split()
            if found := list(filter(is_asked, tokens)):
                once = weight / (_SHORTEST + _PER_LENGTH * len(tokens) / self.plan.totals.lengths[name])
                for token in found:
                    counts[token] += once
        return counts

    @cached_property
    def _asked(self) -> frozenset[str]:
        return frozenset(EXACT + word for word in self.plan.surface)

    def _word(self, group: Group) -> Word:
        worth: dict[str, float] = defaultdict(float)
        together = []
        for way, value in weighed(group, self.plan):
            sets = [frozenset(EXACT + word for word in _words(tokens, self.plan)) for tokens in way.all_of]
            if len(sets) > 1:
                together.append((value, tuple(sets)))
            else:
                for token in sets[0]:
                    worth[token] = max(worth[token], value)
        return Word(dict(worth), tuple(together))


def weighed(group: Group, plan: Plan) -> Iterator[tuple[Alternative, float]]:
    """The alternatives, each with what it is worth where it stands: by its weight, and the more the rarer.

    Nothing is rarer than the word itself, so that an odd compound does not come before it.
    """
    most = inf
    for way in group:
        rarity = min(most, sum(_rarity(tokens, plan) for tokens in way.all_of) / len(way.all_of))
        if way.weight >= _ITSELF:
            most = rarity
        yield way, way.weight * rarity


def _words(tokens: TokenSet, plan: Plan) -> dict[str, int]:
    """The written words, each with how many entries have it."""
    return {word: entries for token in tokens for word, entries in plan.meanings[token].items()}


def _rarity(tokens: TokenSet, plan: Plan) -> float:
    """What few entries have tells more."""
    everything = plan.totals.entries
    having = min(sum(_words(tokens, plan).values()), everything)
    return log(1 + (everything - having + 0.5) / (having + 0.5))


def _times(any_of: frozenset[str], counts: Counts) -> float:
    return sum(times for token, times in counts.items() if token in any_of)


def _saturated(times: float) -> float:
    """The second time counts less than the first."""
    return times * (_SATURATION + 1) / (times + _SATURATION)


def best_first(entries: Iterable[tuple[int, Texts]], plan: Plan) -> list[int]:
    """Ids by score; what scores the same stands as it came."""
    scorer = Scorer(plan)
    scored = [(scorer.score(texts), pk) for pk, texts in entries]
    return [pk for _score, pk in sorted(scored, key=lambda pair: -pair[0])]
