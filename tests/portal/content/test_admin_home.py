"""The first page of the Wagtail admin."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone

from portal.accounts.roles import EDITORS
from tests.events.factories import EventFactory
from tests.portal.content.factories import guidance, news_index

pytestmark = pytest.mark.django_db


@pytest.fixture
def first_page(client):
    editor = get_user_model().objects.create_user("redaktor@example.org")
    editor.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(editor)
    return lambda: client.get("/admin/").content.decode()


def test_an_editor_finds_the_way_to_write_news(first_page):
    index = news_index()
    assert f"/admin/pages/add/content/newspage/{index.pk}/" in first_page()


def test_knowledge_that_should_be_read_again_is_listed_from_its_day_on(first_page):
    today = timezone.localdate()
    guidance("Gammal kunskap", last_reviewed=today - timedelta(days=400), next_review=today)
    guidance("Ny kunskap", last_reviewed=today, next_review=today + timedelta(days=1))
    page = first_page()
    assert "Gammal kunskap" in page
    assert "Ny kunskap" not in page


def test_the_next_meetups_are_shown_with_their_seats(first_page):
    event = EventFactory(title="Zebraverkstaden")
    page = first_page()
    assert "Zebraverkstaden" in page
    assert f"/kalender/{event.slug}/anmalda/" in page
