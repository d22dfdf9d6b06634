"""A shelf of notes: things of a model that every Django site has (groups), whose documents a test writes."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from pytest_django.fixtures import Settings

from portal.plugins.search import Document, SearchSource, publish, publish_many, withdraw
from search import sources as search_sources
from search.engines import Engine, Result, engine, fallback, site_index
from search.engines.cluster.delivery import deliver
from search.engines.cluster.engine import ClusterEngine
from search.engines.cluster.indices import Indices
from search.models import SearchDocument
from tests.search.nodes import search_url

__all__ = ["search_url"]


@dataclass
class Shelf:
    """What stands on it, and what of it the public may see."""

    documents: dict[int, list[Document]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    broken: set[int] = field(default_factory=set)

    def put(self, title: str, text: str = "", *, language: str = "sv", **rest: object) -> Group:
        """A new note, found at once."""
        note = Group.objects.create(name=f"{title} {len(self.documents)}"[:150])
        self.documents[note.pk] = [
            Document(language=language, title=title, text=text, url=f"/anteckningar/{note.pk}/", **rest)
        ]
        publish(note)
        return note

    def put_many(self, documents: list[Document]) -> list[Group]:
        notes = Group.objects.bulk_create(
            [Group(name=f"{number} {document.title}") for number, document in enumerate(documents)]
        )
        self.documents |= {note.pk: [document] for note, document in zip(notes, documents, strict=True)}
        publish_many(notes)
        return notes

    def hide(self, note: Group) -> None:
        self.hidden.add(note.pk)
        publish(note)

    def take_away(self, note: Group) -> None:
        withdraw(note)
        note.delete()


@pytest.fixture
def shelf(db: None, monkeypatch: pytest.MonkeyPatch):
    """The only source is the shelf, in two kinds: every thing is a note, those in `letters` letters."""
    shelf = Shelf()

    class NoteSource(SearchSource):
        kind = "note"
        label = "Anteckning"
        model = Group

        def visible(self) -> QuerySet:
            return Group.objects.exclude(pk__in=shelf.hidden)

        def documents(self, thing: Group) -> list[Document]:
            if thing.pk in shelf.broken:
                raise ValueError("torn")
            return [document for document in shelf.documents.get(thing.pk, []) if "letter" not in document.facets]

    class LetterSource(NoteSource):
        kind = "letter"
        label = "Brev"

        def documents(self, thing: Group) -> list[Document]:
            return [document for document in shelf.documents.get(thing.pk, []) if "letter" in document.facets]

    shelf.NoteSource = NoteSource
    monkeypatch.setattr(search_sources, "each_contribution", lambda name: [(None, NoteSource), (None, LetterSource)])
    search_sources.sources.cache_clear()
    yield shelf
    search_sources.sources.cache_clear()


class Following(ClusterEngine):
    """A cluster that hears of every change before it answers, and behind which nothing else stands."""

    def __init__(self, first: Engine, second: Engine, **options: object) -> None:
        super().__init__(Indices(first.indices.client.options(request_timeout=30), first.indices.alias))

    def search(self, *arguments: object) -> Result:
        deliver(self.indices)
        return super().search(*arguments)

    def beginning(self, *arguments: object) -> list[int]:
        deliver(self.indices)
        return super().beginning(*arguments)

    def similar(self, *arguments: object) -> list[tuple[int, str]]:
        deliver(self.indices)
        return super().similar(*arguments)


@pytest.fixture
def cluster_engine(search_url: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[ClusterEngine]:
    """The site's engine is a cluster with nothing in it."""
    monkeypatch.setattr(fallback, "WithFallback", Following)
    settings.SEARCH_URL = search_url
    engine.cache_clear()
    yield engine()
    engine().indices.remove()
    engine.cache_clear()


@pytest.fixture(params=["embedded", pytest.param("cluster", marks=pytest.mark.node)])
def any_engine(request: pytest.FixtureRequest, shelf: Shelf) -> Engine:
    """Each engine that a site can have, empty."""
    SearchDocument.objects.all().delete()
    site_index().rebuild()
    return request.getfixturevalue("cluster_engine") if request.param == "cluster" else engine()
