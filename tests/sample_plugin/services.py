from django.db import transaction
from sample_plugin.models import Note

from portal.plugins.search import publish


@transaction.atomic
def write_note(title: str, text: str, about: str = "") -> Note:
    """Write a note and make it findable; both or neither."""
    note = Note.objects.create(title=title, text=text, about=about)
    publish(note)
    return note


@transaction.atomic
def remove_hidden() -> None:
    """Remove the notes that nobody may see any more; they are in no search."""
    Note.objects.filter(public=False).delete()
