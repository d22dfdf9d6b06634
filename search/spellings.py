"""Words as the texts spell them: compared without accents, but shown with those that they mostly have."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Count, OuterRef, QuerySet, Subquery

from search.analysis.text import accented
from search.models import SearchDocument, Spelling, Word

LANGUAGES = ("sv", "en")
BATCH = 500
# Language, word, as it is written, in how many rows, and in how many the word is at all.
Row = tuple[str, str, str, int, int]


def keep(documents: Iterable[SearchDocument]) -> None:
    """Bring what is kept of the spelling of these rows in step; those that are public have their entry by now."""
    documents = list(documents)
    Spelling.objects.filter(entry__in=[row.pk for row in documents]).delete()
    Spelling.objects.bulk_create(
        (
            Spelling(entry_id=row.pk, language=language, word=word, written=written)
            for row in documents
            if row.public
            for language, word, written in sorted(_spellings(row))
        ),
        batch_size=BATCH,
    )


def as_written(words: Collection[str], language: str) -> dict[str, str]:
    """Each of these plain words as the texts mostly spell it, those in `language` before others."""
    return mostly(rows_of(words), language) if words else {}


def rows_of(words: Collection[str]) -> QuerySet:
    """What is known of the spelling of `words`, as `Row`s."""
    every = Word.objects.filter(language=OuterRef("language"), word=OuterRef("word")).values("documents")
    kept = Spelling.objects.filter(word__in=words).values("language", "word", "written")
    return kept.annotate(rows=Count("pk"), every=Subquery(every)).values_list(
        "language", "word", "written", "rows", "every"
    )


def mostly(rows: Iterable[Row], language: str) -> dict[str, str]:
    """Word → its most frequent spelling, where that has accents."""
    by_word: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        by_word[row[1]][row[0]].append(row)
    found = {}
    for word, by_language in by_word.items():
        spelt = by_language.get(language) or next(iter(by_language.values()))
        _language, _word, written, most, every = max(spelt, key=lambda row: (row[3], row[2]))
        if most >= (every or 0) - sum(row[3] for row in spelt):
            found[word] = written
    return found


def _spellings(row: SearchDocument) -> set[tuple[str, str, str]]:
    """Labels stand in both languages, as they do among the words."""
    own = {(row.language, *pair) for text in (row.title, row.summary, row.text) for pair in accented(text)}
    return own | {(language, *pair) for pair in accented(row.labels) for language in LANGUAGES}
