"""What is like a thing or a text: by the words that few others have."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from math import log
from typing import Any, Self

from django.db.models import Model, Subquery

from portal.plugins.little_words import FILLING_WORDS, SAYING_LITTLE
from portal.plugins.search import Hit
from search.analysis import EXACT, FUNCTION_WORDS, clean, plain, spans, stem, swedish, words
from search.analysis.forms import ROOT, STEM, stem_token
from search.engines import Enough, Term, engine
from search.models import Entry, Form, SearchDocument, Total
from search.planning import Plan
from search.queries import as_hits, hits_with_rows
from search.services import names
from search.sources import by_kind, sources_for

MOST_TERMS = 16
# A word that more of the rows have says little; among few rows everything is common.
COMMON_SHARE = 0.2
FEW = 10
# So many telling words two things have in common: one, a name perhaps, says too little. A person may write one.
LEAST_SHARED = 2
# With a text it is what they are worth: this share of what the rarest word is. One suffices that few rows have (of 100
# rows 5, of 10,000 rows 25), or two that more have.
ENOUGH_SHARE = 0.65
MOST_READ = 3_000
LONGEST_READ = 50_000


def similar(thing: Model | str, *, language: str, kinds: Iterable[str] = (), limit: int = 3) -> list[Hit]:
    """Public things like `thing`: of its own kind, without itself; or, like a text, of `kinds`."""
    if isinstance(thing, str):
        return _like_text(Text.read(thing, language), [kind for kind in kinds or by_kind() if kind in by_kind()], limit)
    return as_hits([pk for pk, _key in _like_thing(thing, language, limit)], Plan())


def similar_keys(thing: Model, *, language: str, limit: int = 3) -> list[str]:
    """The keys of those like `thing`."""
    return [key for _pk, key in _like_thing(thing, language, limit)]


def _like_thing(thing: Model, language: str, limit: int) -> list[tuple[int, str]]:
    own = [source.kind for source in sources_for(thing)]
    entries = Entry.objects.filter(document__kind__in=own, document__key=str(thing.pk), document__public=True)
    entry = min(entries.select_related("document"), key=lambda entry: entry.language != language, default=None)
    if entry is None:
        return []
    counted = Counter(entry.body.split()[:MOST_READ])
    kind_names = {EXACT + word for source in sources_for(thing) for name in names(source) for word in words(name)}
    for token in (*entry.title.split(), *entry.labels.split()):
        counted[token] += 2
    counted = Counter({token: times for token, times in counted.items() if token not in kind_names})
    terms, _rarest = _telling(counted, entry.language, is_published=True)
    if len(terms) < LEAST_SHARED:
        return []
    return engine().similar(
        terms, Enough(terms=LEAST_SHARED), language, [entry.document.kind], entry.document.group, limit
    )


@dataclass
class Text:
    """What a person wrote: its words as tokens, with their number, and each as it stands there first."""

    language: str
    counted: Counter[str] = field(default_factory=Counter)
    written: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str, language: str) -> Self:
        read = cls(language)
        text = clean(text, LONGEST_READ)
        for start, end, word in list(spans(text))[:MOST_READ]:
            read.written.setdefault(EXACT + word, text[start:end])
            read.counted[EXACT + word] += 1
        return read

    def has_all_of(self, label: str, known: set[tuple[str, ...]]) -> bool:
        """Whether all words of `label` that say something stand in it, in some form; `known` leads to its own."""
        asked = {_leading_to(word, self.language) for word in words(label) if word not in FUNCTION_WORDS[self.language]}
        return bool(asked) and asked <= known


def _like_text(text: Text, kinds: Sequence[str], limit: int) -> list[Hit]:
    terms, rarest = _telling(text.counted, text.language, is_published=False)
    if not terms or not kinds:
        return []
    enough = Enough(worth=min(round(ENOUGH_SHARE * rarest), sum(term.worth for term in terms)))
    ids = [pk for pk, _key in engine().similar(terms, enough, text.language, kinds, "", limit)]
    known = {_leading_to(token[1:], text.language) for token in text.counted}
    rows = SearchDocument.objects.select_related("entry")
    found: list[tuple[Hit, Any]] = hits_with_rows(ids, Plan(), rows)
    return [_with_shared(hit, row, row.entry, text, terms, known) for hit, row in found]


def _with_shared(
    hit: Hit, row: SearchDocument, entry: Entry, text: Text, terms: Sequence[Term], known: set[tuple[str, ...]]
) -> Hit:
    """`hit` with what it shares with the text. Whichever engine found it, that is read from the site's own index."""
    has = set(" ".join((entry.title, entry.labels, entry.body, entry.top_forms, entry.forms)).split())
    shared = [term for term in terms if not has.isdisjoint(term.tokens)]
    return replace(
        hit,
        shared_words=tuple(text.written[next(filter(text.written.get, term.tokens))] for term in shared),
        shared_tags=tuple(tag for tag in row.tags if text.has_all_of(tag, known)),
    )


def _telling(counted: Counter[str], language: str, *, is_published: bool) -> tuple[list[Term], int]:
    """The words that tell the most and that others have too: each with what leads to it and its own words last.

    And what a word would be worth that a single row has.
    """
    own: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for token in counted:
        word = token[1:]
        if not (word in SAYING_LITTLE[language] or word.isdigit() or stem(word, language) in _filling(language)):
            own[_leading_to(word, language)].append(token)
    asked = {token: leading for leading in own for token in leading}
    having: dict[tuple[str, ...], dict[int, int]] = defaultdict(dict)
    everything = Subquery(Total.objects.filter(name="entries").values("value")[:1])
    forms = Form.objects.filter(token__in=asked, word__language=language).annotate(everything=everything)
    total = 1
    for token, pk, documents, entries in forms.values_list("token", "word", "word__documents", "everything"):
        having[asked[token]][pk], total = documents, max(entries or 0, 1)
    found = []
    for leading, by_word in having.items():
        mine, number = own[leading], sum(by_word.values())
        if (len(mine) if is_published else 0) < number <= max(FEW, total * COMMON_SHARE):
            times = sum(counted[token] for token in mine)
            found.append(Term((*leading, *mine), max(1, round((1 + log(times)) * _rarity(number, total)))))
    found.sort(key=lambda term: (-term.worth, term.tokens))
    return found[:MOST_TERMS], round(_rarity(1, total))


def _rarity(number: int, total: int) -> float:
    """What it is worth to share a word that so many of all rows have."""
    return 100 * log(1 + total / number)


@cache
def _filling(language: str) -> frozenset[str]:
    return frozenset(stem(plain(word), language) for word in FILLING_WORDS[language])


def _leading_to(word: str, language: str) -> tuple[str, ...]:
    """The tokens of all words that come from one: *odla*, *odling* and *odlare* share them."""
    if language == "en":
        return (stem_token(word, language),)
    root = swedish.root(swedish.stem(word))
    return STEM + root, ROOT + root
