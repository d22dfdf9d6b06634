"""A shelf of notes: things of a model that every Django site has (groups), whose documents a test writes."""

from dataclasses import dataclass, field

import pytest
from django.contrib.auth.models import Group
from django.db.models import QuerySet

from portal.plugins.search import Document, SearchSource, publish, publish_many, withdraw
from search import sources as search_sources
from search.engines import Engine, engine
from search.models import SearchDocument


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


@pytest.fixture(params=["embedded"])
def any_engine(request: pytest.FixtureRequest, shelf: Shelf) -> Engine:
    """Each engine that a site can have, empty."""
    SearchDocument.objects.all().delete()
    engine().rebuild()
    return engine()
