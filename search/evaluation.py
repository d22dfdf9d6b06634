"""The search measured on texts and questions from files, in an index of its own that is thrown away."""

import json
import secrets
import tempfile
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from elastic_transport import TransportError
from elasticsearch import ApiError

from search.engines import Engine, has_cluster
from search.engines.cluster.delivery import rebuild
from search.engines.cluster.engine import ClusterEngine
from search.engines.cluster.indices import Indices
from search.engines.cluster.own_node import NoNode, node
from search.engines.embedded import EmbeddedEngine
from search.models import SearchDocument
from search.planning import make_plan
from search.query import Query
from search.synonyms import Synonyms

DEPTH = 50
# What the types of a corpus are called, one and many, in both languages.
KINDS = {
    "organisation": "organisation organisationer organisations",
    "initiative": "initiativ initiative initiatives",
    "news": "nyhet nyheter news",
    "event": "evenemang träff träffar event events meetup meetups",
    "guide": "guide guider kunskap guides knowledge",
    "question": "fråga frågor frågeställning question questions",
}
LANGUAGES = ("sv", "en")


class BadInput(Exception):
    """A file is not what it should be; the message says where."""


@contextmanager
def embedded() -> Generator[Engine]:
    """The engine in the database, over the rows that are there."""
    index = EmbeddedEngine()
    index.rebuild()
    yield index


@contextmanager
def cluster() -> Generator[Engine]:
    """The cluster of this site, or a node of our own, over the rows that are there: in an index that is thrown away."""
    try:
        with ExitStack() as stack:
            url = settings.SEARCH_URL if has_cluster() else stack.enter_context(node())
            EmbeddedEngine().rebuild()
            alias = f"evaluation-{secrets.token_hex(4)}"
            indices = replace(Indices.at(url, request_timeout=30), alias=alias)
            stack.callback(indices.remove)
            rebuild(indices)
            yield ClusterEngine(indices)
    except (ApiError, TransportError, NoNode) as error:
        raise NoAnswer(f"The search node does not answer: {error}") from error


ENGINES: dict[str, Callable[[], AbstractContextManager[Engine]]] = {"embedded": embedded, "node": cluster}


class NoAnswer(Exception):
    """The engine could not be asked; the message says why."""


def evaluate(corpus: Any, queries: Any, synonyms: Any, engine: str = "embedded") -> dict[str, list[str]]:
    """Query id → the ids of the documents found, best first, by one of `ENGINES`, in a database of its own.

    Raises BadInput and NoAnswer.
    """
    with scratch_database():
        ids = _load(corpus)
        known = read_synonyms(synonyms)
        kinds = set(SearchDocument.objects.values_list("kind", flat=True))
        run = {}
        with ENGINES[engine]() as asked:
            for entry in _list(queries, "queries", "queries"):
                query = Query(_text(entry, "q"), language=_text(entry, "lang", "sv"), limit=DEPTH)
                result = asked.search(query, make_plan(query, known), kinds)
                run[_text(entry, "id")] = [ids[pk] for pk in result.ids]
    return run


def read_json(path: str) -> Any:
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise BadInput(f"{path}: {error}") from error


def read_synonyms(data: Any) -> Synonyms:
    """Groups whose members stand for each other, and places that stand for their municipality."""
    synonyms = Synonyms()
    if data is None:
        return synonyms
    for group in _list(data, "groups", "synonyms"):
        terms = [(language, term) for language in LANGUAGES for term in _texts(group.get(language), "synonyms")]
        synonyms.add_group(terms)
    aliases = {} if data.get("place_aliases") is None else data["place_aliases"]
    if not isinstance(aliases, dict):
        raise BadInput("synonyms: place_aliases is no object")
    for place, municipalities in aliases.items():
        for municipality in _texts(municipalities, place):
            for language in LANGUAGES:
                synonyms.add(language, place, "sv", municipality)
    return synonyms


@contextmanager
def scratch_database() -> Generator[None]:
    """In here the default database is an empty SQLite file with the search's tables only."""
    live = connections.databases["default"]
    live_connection = connections["default"]
    with tempfile.TemporaryDirectory(prefix="search-evaluation-") as folder:
        connections.databases["default"] = {
            **live,
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(Path(folder) / "scratch.sqlite3"),
            "OPTIONS": {},
        }
        del connections["default"]
        try:
            scratch = connections["default"]
            executor = MigrationExecutor(scratch)
            executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] == "search"])
            yield
        finally:
            connections["default"].close()
            connections.databases["default"] = live
            connections["default"] = live_connection


def _load(corpus: Any) -> dict[int, str]:
    tags = _list(corpus, "tags", "corpus")
    labels = {_text(tag, "id"): f"{tag.get('sv') or ''} {tag.get('en') or ''}" for tag in tags}
    now = timezone.now()
    rows: list[SearchDocument] = []
    keys: list[str] = []
    for document in _list(corpus, "documents", "corpus"):
        key, kind = _text(document, "id"), _text(document, "type")
        if key in keys:
            raise BadInput(f"corpus: the document {key!r} comes twice")
        keys.append(key)
        named = [labels.get(str(tag), "") for tag in _texts(document.get("tags"), key)]
        names = [KINDS.get(kind, kind), *named, *(document.get(name) for name in ("municipality", "place", "status"))]
        rows.append(
            SearchDocument(
                kind=kind[:40],
                key=str(len(rows)),
                language=_text(document, "lang", "sv"),
                group=str(len(rows)),
                title=_text(document, "title"),
                text=_text(document, "body", ""),
                labels=" ".join(str(name) for name in names if name),
                municipalities=[str(document["municipality"])] if document.get("municipality") else [],
                published_at=_day(document.get("date")),
                changed_at=now,
            )
        )
    SearchDocument.objects.bulk_create(rows, batch_size=200)
    return {row.pk: key for row, key in zip(rows, keys, strict=True)}


def _list(data: Any, name: str, where: str) -> list[dict]:
    if not isinstance(data, dict):
        raise BadInput(f"{where}: not an object")
    found = data.get(name) or []
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise BadInput(f"{where}: {name} is no list of objects")
    return found


def _texts(data: Any, where: str) -> list[str]:
    found = [] if data is None else data
    if not isinstance(found, list) or not all(isinstance(entry, str) for entry in found):
        raise BadInput(f"{where}: no list of texts")
    return found


def _text(entry: dict, name: str, default: str | None = None) -> str:
    value = entry.get(name)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise BadInput(f"{name} of {json.dumps(entry, ensure_ascii=False)[:60]} is no text")
    return value


def _day(text: Any) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.strptime(str(text), "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise BadInput(f"date {text!r} is no YYYY-MM-DD") from error
