"""The index is made anew while people search and save."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection

from portal.plugins.search import Document, publish, publish_many
from search import services
from search.engines import site_index
from search.models import Entry, SearchDocument, Word
from search.queries import find
from search.services import rebuild_index

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

SAVED = 20


def test_nobody_meets_an_error_and_nothing_is_missed(shelf, monkeypatch):
    monkeypatch.setattr(services, "BATCH", 5)
    SearchDocument.objects.all().delete()
    site_index().rebuild()
    notes = shelf.put_many([Document("sv", f"Bok {number}", f"/{number}/", "om odling") for number in range(60)])
    began, ended = Event(), Event()

    def save() -> int:
        began.wait(30)
        for number, note in enumerate(notes[-SAVED:]):
            shelf.documents[note.pk] = [Document("sv", f"Skrift {number}", f"/ny/{number}/", "om bin")]
            publish(note)
        connection.close()
        return SAVED

    def look() -> int:
        times = 0
        while not ended.is_set():
            found = find("odling", language="sv", limit=100)
            assert 60 - SAVED <= len(found) <= 60
            times += 1
        connection.close()
        return times

    with ThreadPoolExecutor(2) as people:
        saving, looking = people.submit(save), people.submit(look)
        try:
            assert rebuild_index(lambda done: began.set()) == 60
            assert saving.result(60) == SAVED
        finally:
            began.set()
            ended.set()
        assert looking.result(60) > 0

    assert len(find("skrift", language="sv", limit=100)) == SAVED
    assert len(find("odling", language="sv", limit=100)) == 60 - SAVED
    stepwise = (
        set(Entry.objects.values_list("pk", "title", "body", "forms")),
        set(Word.objects.values_list("language", "word", "documents")),
    )
    site_index().rebuild()
    assert stepwise == (
        set(Entry.objects.values_list("pk", "title", "body", "forms")),
        set(Word.objects.values_list("language", "word", "documents")),
    )
    publish_many(notes)
