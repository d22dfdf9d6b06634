"""Every write to what is found: rows from sources, and the engine's index from rows, in one transaction."""

import json
import logging
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone, translation

from portal.plugins.locks import one_at_a_time
from portal.plugins.search import Document, SearchSource
from search.analysis import clean
from search.engines import has_cluster, site_index
from search.models import Entry, SearchDocument
from search.query import GIVEN
from search.sources import sources, sources_for
from search.tasks import deliver
from search.vocabulary import chunks

logger = logging.getLogger("portal.search")

BATCH = 200
LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_LABELS, LONGEST_TEXT = 300, 1_000, 2_000, 50_000
LONGEST_VALUE = 120
# Long after any engine elsewhere has heard that a row is gone.
TOMBSTONE_KEPT = timedelta(days=7)
EMPTY = {
    "title": "",
    "summary": "",
    "text": "",
    "labels": "",
    "tags": [],
    "facets": {},
    "municipalities": [],
    "url": "",
    "starts_at": None,
    "published_at": None,
    "public": False,
}

Changes = Counter[str]


def publish_many(things: Iterable[Model]) -> Changes:
    """Bring the rows of `things` in step with what their sources say the public may see.

    Returns how many rows were added, changed and withdrawn.
    """
    things = list(things)
    changes: Changes = Counter()
    for source in sources():
        mine = [thing.pk for thing in things if source in sources_for(thing)]
        for keys in chunks(mine, BATCH):
            with _writing():
                changes += _bring_in_step(source, keys)
    return changes


def withdraw(thing: Model) -> Changes:
    """Take the rows of `thing` out; nothing of what they said is kept."""
    kinds = [source.kind for source in sources_for(thing)]
    with _writing():
        return _withdraw(SearchDocument.objects.filter(kind__in=kinds, key=str(thing.pk), public=True))


def reconcile(progress: Callable[[str, int], None] = lambda kind, done: None, *, repair: bool = True) -> Changes:
    """Bring every row in step with its source, and the index with the rows; what was wrong is mended.

    A batch is a transaction of its own, so that others can write meanwhile. Without `repair` each is
    taken back: what is returned would have been mended.
    """
    changes: Changes = Counter()
    for source in sources():
        keys = _all_keys(source)
        known = SearchDocument.objects.filter(kind=source.kind, public=True).values_list("key", flat=True).distinct()
        for done, batch in enumerate(chunks(dict.fromkeys([*keys, *map(source.key_from, known)]), BATCH), start=1):
            with _writing(keep=repair):
                changes += _bring_in_step(source, batch)
            progress(source.kind, done * BATCH)
    with _writing(keep=repair):
        kinds = [source.kind for source in sources()]
        changes += _withdraw(SearchDocument.objects.filter(public=True).exclude(kind__in=kinds))
        SearchDocument.objects.filter(public=False, changed_at__lt=timezone.now() - TOMBSTONE_KEPT).delete()
        changes["indexed"] += _mend_index()
        site_index().settle()
    return +changes


def rebuild_index(progress: Callable[[int], None] = lambda done: None) -> int:
    """Make the whole index anew from the rows; returns their number.

    A batch is a transaction of its own: people search and save meanwhile. Broken off, it is whole.
    """
    # Stems come first, then compounds by the stems that there are.
    for _pass in range(2):
        with _writing():
            site_index().derive_words()
    number = after = 0
    while True:
        with _writing():
            rows = list(SearchDocument.objects.filter(pk__gt=after, public=True).order_by("pk")[:BATCH])
            site_index().update(rows)
        if not rows:
            return number
        after = rows[-1].pk
        number += len(rows)
        progress(number)


@contextmanager
def _writing(*, keep: bool = True) -> Generator[None, None, None]:
    """A transaction in which nobody else writes here: what others committed before is seen, what they count adds up."""
    with transaction.atomic():
        one_at_a_time("search")
        yield
        if not keep:
            transaction.set_rollback(True)
        elif has_cluster():
            # A row too, in the same transaction; should it be lost, the schedule delivers.
            deliver.enqueue()


def _all_keys(source: SearchSource) -> list[Any]:
    try:
        return source.keys()
    except Exception:
        logger.exception("Search source %s failed to list what is visible", source.kind)
        return []


def _bring_in_step(source: SearchSource, keys: Sequence[Any]) -> Changes:
    """Write what differs between the rows of the things with these keys and their documents now. Within `_writing`."""
    wanted = _documents(source, keys)
    rows = {
        (row.key, row.language): row
        for row in SearchDocument.objects.filter(kind=source.kind, key__in=[str(key) for key in keys])
    }
    now = timezone.now()
    added, changed = [], []
    for identity, document in wanted.items():
        content = _content(source, identity[0], document)
        if (row := rows.get(identity)) is None:
            added.append(
                SearchDocument(kind=source.kind, key=identity[0], language=identity[1], changed_at=now, **content)
            )
        elif any(getattr(row, name) != value for name, value in content.items()):
            for name, value in content.items():
                setattr(row, name, value)
            row.revision, row.changed_at = row.revision + 1, now
            changed.append(row)
    SearchDocument.objects.bulk_create(added, batch_size=BATCH)
    SearchDocument.objects.bulk_update(changed, ["group", *EMPTY, "revision", "changed_at"], batch_size=50)
    if added or changed:
        site_index().update(added + changed)
        _stand_in_anew(added + changed)
    gone = [row.pk for identity, row in rows.items() if row.public and identity not in wanted]
    changes = Changes(added=len(added), changed=len(changed))
    return changes + _withdraw(SearchDocument.objects.filter(pk__in=gone)) if gone else changes


def _documents(source: SearchSource, keys: Sequence[Any]) -> dict[tuple[str, str], Document]:
    """The documents of the visible ones among `keys`, by key and language.

    One that raises is logged and left out: what cannot be told to be public is not found.
    """
    try:
        with transaction.atomic():
            return {
                (source.key_of(thing), document.language): document
                for thing in source.things(keys)
                for document in source.documents(thing)
            }
    except Exception:
        if len(keys) > 1:
            return {identity: document for key in keys for identity, document in _documents(source, [key]).items()}
        logger.exception("Search source %s failed on %s %s", source.kind, source.model.__name__, keys[0])
        return {}


def _content(source: SearchSource, key: str, document: Document) -> dict[str, Any]:
    """What a row keeps of `document`, as it will be read back."""
    return {
        "group": document.group or f"{source.kind}:{key}",
        "title": clean(document.title, LONGEST_TITLE),
        "summary": clean(document.summary, LONGEST_SUMMARY),
        "text": clean(document.text, LONGEST_TEXT),
        "labels": clean(" ".join([*names(source), *map(str, document.tags), *document.municipalities]), LONGEST_LABELS),
        "tags": [clean(str(tag), 100) for tag in document.tags],
        "facets": _facets(document),
        "municipalities": _municipalities(document),
        "url": document.url,
        "starts_at": document.starts_at,
        "published_at": document.published_at,
        "public": True,
    }


def _facets(document: Document) -> dict[str, Any]:
    """As it will be read back; values that are counted are clean text, so that every engine takes them."""
    facets = json.loads(json.dumps(document.facets, cls=DjangoJSONEncoder))
    facets["municipality"] = {name: name for name in _municipalities(document)}
    for name in GIVEN:
        if name in facets:
            facets[name] = {
                clean(value, LONGEST_VALUE): clean(str(label), LONGEST_VALUE) for value, label in facets[name].items()
            }
    return facets


def _municipalities(document: Document) -> list[str]:
    named = (clean(name, LONGEST_VALUE) for name in document.municipalities)
    return list(dict.fromkeys(name for name in named if name))


def names(source: SearchSource) -> Iterator[str]:
    """What a kind is called, one and many, in every language."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield from dict.fromkeys(str(name) for name in (source.label, source.plural) if name)


def _withdraw(rows: Any) -> Changes:
    rows = list(rows.only("pk", "group"))
    if not rows:
        return Changes()
    SearchDocument.objects.filter(pk__in=[row.pk for row in rows]).update(
        **EMPTY, revision=F("revision") + 1, changed_at=timezone.now()
    )
    for row in rows:
        row.public = False
    site_index().update(rows)
    _stand_in_anew(rows)
    return Changes(withdrawn=len(rows))


def _stand_in_anew(rows: Sequence[SearchDocument]) -> None:
    """A translation that comes or goes changes to whom the others are shown: tell it by their revision."""
    others = SearchDocument.objects.filter(group__in={row.group for row in rows}, public=True)
    keys = list(others.exclude(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    for model in (SearchDocument, Entry) if keys else ():
        model.objects.filter(pk__in=keys).update(revision=F("revision") + 1)


def _mend_index() -> int:
    """Bring the index in step with the rows; returns how many differed."""
    indexed = site_index().revisions()
    rows = dict(SearchDocument.objects.filter(public=True).values_list("pk", "revision"))
    wrong = [pk for pk in indexed.keys() | rows.keys() if indexed.get(pk) != rows.get(pk)]
    for batch in chunks(wrong, BATCH):
        found = SearchDocument.objects.in_bulk(batch)
        site_index().update([found.get(pk) or SearchDocument(pk=pk, public=False) for pk in batch])
    return len(wrong)
