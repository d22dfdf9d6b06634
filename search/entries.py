"""From rows to entries: words and their forms, and the vocabulary kept in step with them."""

from collections import Counter
from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models import F

from search import spellings
from search.analysis import EXACT, words
from search.analysis.text import joined_words
from search.filing import filed
from search.models import Card, Entry, SearchDocument, Total
from search.vocabulary import (
    FIELDS,
    Key,
    Tokens,
    add_to_totals,
    chunks,
    count,
    count_all,
    forms_of,
    resplit,
)

LANGUAGES = ("sv", "en")
FILED_BY = ["kind", "key", "language", "group", "published_at", "starts_at"]
COLUMNS = ["revision", "language", *FIELDS, "top_forms", "forms"]
BATCH = 200

# The ids of the entries that hold one of these words: the engine knows.
Holding = Callable[[list[str]], list[int]]


def update(documents: Iterable[SearchDocument], holding: Holding) -> None:
    """Bring the entries of these rows in step: those that are not public have none."""
    documents = list(documents)
    with transaction.atomic():
        old = list(Entry.objects.filter(pk__in=[row.pk for row in documents]))
        new = [_plain_entry(document) for document in documents if document.public]
        forms, changed = count(_counted(old), _counted(new))
        for entry in new:
            _put_forms(entry, forms)
        gone = {entry.pk for entry in old} - {entry.pk for entry in new}
        Entry.objects.filter(pk__in=gone).delete()
        _write(new)
        spellings.keep(documents)
        _file(new)
        _add(old, -1)
        _add(new, 1)
        _refresh(holding(changed) if changed else [])


def settle(holding: Holding) -> None:
    """Take words apart that could not be when they came, and give their entries the new forms."""
    with transaction.atomic():
        if changed := resplit():
            _refresh(holding(changed))


def rebuild(documents: Callable[[], Iterable[SearchDocument]]) -> int:
    """Make all entries and the vocabulary anew; `documents` gives the public rows, each time from the start."""
    number = 0
    with transaction.atomic():
        clear()
        come: Counter[Key] = Counter()
        for document in documents():
            come.update(_keys(_plain_entry(document)))
        forms = count_all(come)
        for batch in chunks(documents(), BATCH):
            new = [_plain_entry(document) for document in batch]
            for entry in new:
                _put_forms(entry, forms)
            Entry.objects.bulk_create(new)
            spellings.keep(batch)
            _file(new)
            _add(new, 1)
            number += len(new)
    return number


def clear() -> None:
    """No entries, no words."""
    with transaction.atomic():
        Entry.objects.all().delete()
        count_all(Counter())
        Total.objects.all().delete()


def _plain_entry(document: SearchDocument) -> Entry:
    """The entry with its exact words only."""
    return Entry(
        document=document,
        revision=document.revision,
        language=document.language,
        title=_exact(document.title),
        labels=_exact(document.labels),
        body=_exact(f"{document.summary} {document.text}"),
    )


def _exact(text: str) -> str:
    return " ".join(EXACT + word for word in (*words(text), *joined_words(text)))


def _keys(entry: Entry) -> set[Key]:
    """Its words: labels stand in both languages."""
    return {(entry.language, token[1:]) for token in f"{entry.title} {entry.body}".split()} | {
        (each, token[1:]) for token in entry.labels.split() for each in LANGUAGES
    }


def _counted(entries: Iterable[Entry]) -> Counter[Key]:
    counted: Counter[Key] = Counter()
    for entry in entries:
        counted.update(_keys(entry))
    return counted


def _put_forms(entry: Entry, forms: dict[Key, Tokens]) -> None:
    top = {(entry.language, token[1:]) for token in entry.title.split()}
    top |= {(each, token[1:]) for token in entry.labels.split() for each in LANGUAGES}
    rest = {(entry.language, token[1:]) for token in entry.body.split()}
    entry.top_forms = " ".join(sorted({form for key in top for form in forms.get(key, ())}))
    entry.forms = " ".join(sorted({form for key in rest for form in forms.get(key, ())}))


def _write(entries: list[Entry]) -> None:
    Entry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["document"], update_fields=COLUMNS, batch_size=BATCH
    )


def _file(entries: list[Entry]) -> None:
    documents = [entry.document for entry in entries]
    cards = [
        Card(entry_id=row.pk, filed=filed(row), **{name: getattr(row, name) for name in FILED_BY}) for row in documents
    ]
    Card.objects.bulk_create(
        cards, update_conflicts=True, unique_fields=["entry"], update_fields=[*FILED_BY, "filed"], batch_size=BATCH
    )


def _add(entries: list[Entry], sign: int) -> None:
    lengths = {name: sign * sum(len(getattr(entry, name).split()) for entry in entries) for name in FIELDS}
    add_to_totals({"entries": sign * len(entries), **lengths})


def _refresh(ids: list[int]) -> None:
    """Give these entries the forms that their words have now."""
    for batch in chunks(ids, BATCH):
        SearchDocument.objects.filter(pk__in=batch).update(revision=F("revision") + 1)
        entries = list(Entry.objects.filter(pk__in=batch))
        forms = forms_of(_counted(entries))
        for entry in entries:
            entry.revision += 1
            _put_forms(entry, forms)
        _write(entries)
