from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import translation
from sample_plugin.models import Note

from portal.plugins.search import Document, SearchSource


class NoteSource(SearchSource):
    kind = "note"
    label = "Note"
    plural = "Notes"
    icon = "note-pencil"
    model = Note

    def visible(self) -> QuerySet:
        return Note.objects.visible_to(None)

    def documents(self, thing: Note) -> Iterator[Document]:
        for language in ("sv", "en"):
            with translation.override(language):
                yield Document(language=language, title=thing.title, text=thing.text, url=thing.get_absolute_url())


sources = [NoteSource]
