"""The words that the public rows have: counted, and led back from their forms."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Q, TextField, Value
from django.db.models.functions import Concat

from search.analysis import EXACT, derived, folded, swedish
from search.analysis.compounds import pieces
from search.analysis.forms import FOLDED, STEM
from search.models import Form, Total, Word

# (language, word)
Key = tuple[str, str]
Tokens = tuple[str, ...]

CHUNK = 500
# As many as every database takes in one look-up.
MOST_LOOKED_UP = 30_000
LAST_LETTER = "\U0010ffff"
# With more to look up than this the whole vocabulary is read instead.
MANY = 5_000
# A new word that others may be made of is looked for in the older ones at once; with more new words
# than this (an import) that waits for `resplit`, which the schedule runs.
FEW_NEW_STEMS = 30
# With more new words than this all stems are read: so many have pieces by the thousand.
FEW_NEW_WORDS = 100
FIELDS = ("title", "labels", "body")
UNSETTLED = "unsettled"

_COUNT = """
INSERT INTO search_word (language, word, documents, tokens) VALUES (%s, %s, %s, %s)
ON CONFLICT (word, language) DO UPDATE SET documents = search_word.documents + excluded.documents
"""
_LEAD = "INSERT INTO search_form (token, word_id) VALUES (%s, %s) ON CONFLICT (token, word_id) DO NOTHING"
_ADD = """
INSERT INTO search_total (name, value) VALUES (%s, %s)
ON CONFLICT (name) DO UPDATE SET value = search_total.value + excluded.value
"""


def chunks(items: Iterable[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def count(gone: Counter[Key], come: Counter[Key]) -> tuple[dict[Key, Tokens], list[str]]:
    """Count the words of the rows that went and of those that came.

    Returns the forms of all words that came, and other words whose forms changed because a part of
    them is now known, or no longer.
    """
    known = forms_of(come)
    fresh = [key for key in come if key not in known]
    forms = known | _derive(fresh)
    change = Counter(come)
    change.subtract(gone)
    # In one order, so that two writers never wait for each other.
    counts = [(*key, by, " ".join(forms.get(key, ()))) for key, by in sorted(change.items()) if by]
    with connection.cursor() as cursor:
        cursor.executemany(_COUNT, counts)
    lost = _forget(sorted({word for (_language, word), by in change.items() if by < 0}))
    new = set(fresh)
    for chunk in chunks(sorted({word for _language, word in fresh})):
        rows = Word.objects.filter(word__in=chunk).values_list("pk", "language", "word")
        _write_forms((pk, forms[language, word]) for pk, language, word in rows if (language, word) in new)
    return forms, _split_anew({stem for tokens in (*map(forms.__getitem__, fresh), *lost) for stem in _stems(tokens)})


def count_all(come: Counter[Key]) -> dict[Key, Tokens]:
    """Make the vocabulary anew; returns the forms of all words."""
    Form.objects.all().delete()
    Word.objects.all().delete()
    known = {swedish.stem(word) for _language, word in come}
    forms = {(language, word): derived(word, language, known) for language, word in come}
    with connection.cursor() as cursor:
        cursor.executemany(_COUNT, [(*key, come[key], " ".join(forms[key])) for key in sorted(come)])
    for chunk in chunks(Word.objects.values_list("pk", "language", "word").iterator(MANY), MANY):
        _write_forms((pk, forms[language, word]) for pk, language, word in chunk)
    Total.objects.filter(name=UNSETTLED).delete()
    return forms


def resplit(*, anew: bool = False) -> list[str]:
    """Take every word apart with what is known now, if that was put off or has to be done `anew`.

    Returns the words whose forms changed.
    """
    if not anew and not Total.objects.filter(name=UNSETTLED, value__gt=0).exists():
        return []
    Total.objects.filter(name=UNSETTLED).delete()
    known = _all_stems()
    return _rewrite(Word.objects.all(), known)


def forms_of(words: Iterable[Key]) -> dict[Key, Tokens]:
    """The weaker forms of these words."""
    return {
        (language, word): tuple(tokens.split())
        for chunk in chunks(sorted({word for _language, word in words}))
        for language, word, tokens in Word.objects.filter(word__in=chunk).values_list("language", "word", "tokens")
    }


def add_to_totals(by: Mapping[str, int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, [(name, value) for name, value in sorted(by.items()) if value])


@dataclass(frozen=True)
class Totals:
    """How many entries there are, and how long each of their fields is on average."""

    entries: int = 1
    lengths: dict[str, float] = field(default_factory=dict)


def totals() -> Totals:
    values = dict(Total.objects.values_list("name", "value"))
    entries = max(values.get("entries", 0), 1)
    return Totals(entries, {name: max(values.get(name, 0) / entries, 1.0) for name in FIELDS})


def known_stems(wanted: Collection[str]) -> set[str]:
    """Those of the stems `wanted` that a word of the portal has."""
    if len(wanted) > MANY:
        return _all_stems()
    return {
        token[1:]
        for chunk in chunks((STEM + stem for stem in wanted), MOST_LOOKED_UP)
        for token in Form.objects.filter(token__in=chunk).values_list("token", flat=True).distinct()
    }


def meanings(tokens: Iterable[str]) -> dict[str, dict[str, int]]:
    """Token → the words that it stands for, each with the number of rows that have it."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for chunk in chunks(tokens, MOST_LOOKED_UP):
        exact = Word.objects.filter(word__in=[token[1:] for token in chunk if token[0] == EXACT])
        weaker = Form.objects.filter(token__in=[token for token in chunk if token[0] != EXACT])
        by_form = weaker.values_list("token", "word__word", "word__documents")
        by_itself = exact.values_list(Concat(Value(EXACT), "word", output_field=TextField()), "word", "documents")
        for token, word, documents in by_itself.union(by_form, all=True):
            others = found[token].get(word, 0)
            found[token][word] = others + documents if token[0] == EXACT else max(others, documents)
    return found


def beginning_with(starts: Collection[str], most: int) -> dict[str, dict[str, int]]:
    """Of each start the most frequent words that begin so, apart from itself, with their number of rows."""
    if not starts:
        return {}
    ranges = (Q(word__gt=start, word__lt=start + LAST_LETTER) for start in starts)
    found: Counter[str] = Counter()
    for word, documents in Word.objects.filter(reduce(or_, ranges)).values_list("word", "documents"):
        found[word] += documents
    ranked = sorted(found, key=lambda word: (-found[word], word))
    return {start: {word: found[word] for word in islice(_beginning(start, ranked), most)} for start in starts}


def _beginning(start: str, words: Iterable[str]) -> Iterator[str]:
    return (word for word in words if word != start and word.startswith(start))


def with_dots(start: str, most: int) -> list[str]:
    """Words that begin so when they are written without å ä ö."""
    if not start.isascii():
        return []
    begun = Form.objects.filter(token__gte=FOLDED + start, token__lt=FOLDED + start + LAST_LETTER)
    words = begun.order_by("-word__documents").values_list("word__word", flat=True)
    return [word for word in dict.fromkeys(words[:most]) if folded(word).startswith(start)]


def _derive(keys: Collection[Key]) -> dict[Key, Tokens]:
    own = {swedish.stem(word) for _language, word in keys}
    if len(keys) > FEW_NEW_WORDS:
        known = _all_stems() | own
    else:
        known = known_stems({piece for _language, word in keys for piece in pieces(word)} - own) | own
    return {(language, word): derived(word, language, known) for language, word in keys}


def _forget(words: list[str]) -> list[Tokens]:
    """Take those out that no row has any more; returns their forms."""
    lost = []
    for chunk in chunks(words):
        rows = list(Word.objects.filter(word__in=chunk, documents__lte=0))
        lost += [tuple(row.tokens.split()) for row in rows]
        Form.objects.filter(word__in=rows).delete()
        Word.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return lost


def _stems(tokens: Tokens) -> Iterator[str]:
    """The stem, if the word is none of the compounds: those are seldom parts of others."""
    if not any(token[0] == "2" for token in tokens):
        yield from (token[1:] for token in tokens if token[0] == STEM and len(token) > 4)


def _all_stems() -> set[str]:
    tokens = Form.objects.filter(token__gte=STEM, token__lt=chr(ord(STEM) + 1)).values_list("token", flat=True)
    return {token[1:] for token in tokens.distinct()}


def _write_forms(forms: Iterable[tuple[int, Iterable[str]]]) -> None:
    """`forms` is the id of a word and its tokens."""
    with connection.cursor() as cursor:
        cursor.executemany(_LEAD, [(token, pk) for pk, tokens in forms for token in tokens])


def _split_anew(stems: set[str]) -> list[str]:
    """Words that have one of these stems inside, which came or went."""
    if not stems:
        return []
    if len(stems) > FEW_NEW_STEMS:
        add_to_totals({UNSETTLED: 1})
        return []
    inside = Q()
    for stem in stems:
        inside |= Q(word__contains=stem)
    return _rewrite(Word.objects.filter(inside), None)


def _rewrite(rows: Any, known: set[str] | None) -> list[str]:
    rows = list(rows)
    if known is None:
        known = known_stems({piece for row in rows for piece in pieces(row.word)})
    changed = []
    for row in rows:
        tokens = " ".join(derived(row.word, row.language, known))
        if tokens != row.tokens:
            row.tokens = tokens
            changed.append(row)
    Word.objects.bulk_update(changed, ["tokens"], batch_size=CHUNK)
    for chunk in chunks(changed):
        Form.objects.filter(word__in=chunk).delete()
    _write_forms((row.pk, row.tokens.split()) for row in changed)
    return [row.word for row in changed]
