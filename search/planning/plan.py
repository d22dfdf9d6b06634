"""What an engine is asked, in tokens that are known to occur."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from search.vocabulary import Totals

# Below this an alternative does not count in the strict step.
STRICT = 0.36

# Any of these tokens will do.
TokenSet = frozenset[str]


@dataclass(frozen=True)
class Alternative:
    """One way in which a word may be met: each of the sets with one of its tokens."""

    weight: float
    all_of: tuple[TokenSet, ...]

    @property
    def is_strict(self) -> bool:
        return self.weight >= STRICT


# All the ways in which one word may be met.
Group = tuple[Alternative, ...]


@dataclass(frozen=True)
class Plan:
    """Groups are the words asked for; phrases and words that must not occur are in exact tokens.

    `meanings` says which written words a token stands for, and in how many rows each is.
    `correction` is the question as it was probably meant, if a word of it is met by nothing.
    """

    groups: tuple[Group, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: TokenSet = frozenset()
    meanings: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    totals: Totals = field(default_factory=Totals)
    correction: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(self.groups)

    @property
    def strict(self) -> tuple[Group, ...]:
        """The groups without their weak alternatives."""
        return tuple(tuple(way for way in group if way.is_strict) for group in self.groups)

    @cached_property
    def surface(self) -> frozenset[str]:
        """Every written word that makes a hit: what is highlighted."""
        sets = (tokens for group in self.groups for way in group for tokens in way.all_of)
        return frozenset(word for tokens in sets for token in tokens for word in self.meanings.get(token, ()))


def best_of(ways: Iterable[Alternative]) -> Group:
    """Without doubles: the heaviest of those that ask for the same, heaviest first."""
    heaviest: dict[tuple[TokenSet, ...], float] = {}
    for way in ways:
        heaviest[way.all_of] = max(way.weight, heaviest.get(way.all_of, 0.0))
    found = [Alternative(weight, all_of) for all_of, weight in heaviest.items()]
    return tuple(sorted(found, key=lambda way: (-way.weight, sorted(map(sorted, way.all_of)))))


def known_only(ways: Iterable[Alternative], meanings: Mapping[str, Mapping[str, int]]) -> Group:
    """The alternatives as far as their tokens occur."""
    kept = []
    for way in ways:
        all_of = tuple(frozenset(token for token in tokens if token in meanings) for tokens in way.all_of)
        if all(all_of):
            kept.append(Alternative(way.weight, all_of))
    return best_of(kept)
