"""More of meetups in the Wagtail admin: what is deleted and what is cancelled, many at once, lists, two editors."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset

from events.models import Event, Question, Series
from events.services import registering
from tests.directory.factories import TagFactory
from tests.events.factories import EventFactory
from tests.events.test_admin import address, form

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def admin(client, editor):
    client.force_login(editor)
    return client


def come(event):
    registering.register(event, name="Åsa", email="asa@example.org", way="on-site")


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_meetup_with_registrations_is_cancelled_not_deleted(admin, method):
    event = EventFactory()
    come(event)
    response = getattr(admin, method)(address("delete", event.pk))
    assert response.headers["Location"] == address("edit", event.pk)
    assert "går därför inte att radera" in " ".join(map(str, get_messages(response.wsgi_request)))
    assert Event.objects.exists()


def test_one_that_nobody_registered_for_is_deleted(admin):
    admin.post(address("delete", EventFactory().pk))
    assert not Event.objects.exists()


def bulk(admin, action, *events, **data):
    query = "&".join(f"id={event.pk}" for event in events)
    return admin.post(reverse("wagtail_bulk_action", args=["events", "event", action]) + f"?{query}", data)


def test_of_many_those_with_registrations_are_left(admin):
    kept, gone = EventFactory(), EventFactory()
    come(kept)
    assert bulk(admin, "delete", kept, gone).status_code == 302
    assert list(Event.objects.all()) == [kept]


def test_many_are_published_tagged_and_unpublished(admin):
    drafts = [EventFactory(live=False, seats_on_site=9) for _number in range(2)]
    tag = TagFactory()
    shown = [f"{draft.pk}-{draft.save_revision().pk}" for draft in drafts]
    bulk(admin, "publish", *drafts, shown=shown)
    assert Event.objects.filter(live=True, pools__capacity=9).count() == 2
    bulk(admin, "tag", *drafts, tag=tag.pk)
    assert Event.objects.filter(tagged__tag=tag).count() == 2
    bulk(admin, "unpublish", *drafts)
    assert not Event.objects.filter(live=True).exists()


def test_the_list_is_filtered_and_costs_the_same_for_one_and_for_twenty(admin):
    series = Series.objects.create(title="Odla", slug="odla")
    EventFactory(title="Odlingsträff", series=series, kind="workshop", status="moved")
    EventFactory(title="Förbi", starts_at=timezone.now() - timedelta(days=9))
    for query in (f"series={series.pk}", "kind=workshop", "status=moved", "when=coming"):
        page = admin.get(f"{address('list')}?{query}").content.decode()
        assert "Odlingsträff" in page, query
        assert "Förbi" not in page, query

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            admin.get(address("list"))
        return len(captured)

    few = cost()
    for _number in range(18):
        EventFactory(series=series)
    assert cost() <= few + 1


def question(**values):
    return {"label": "Mat", "kind": "diet", "help_text": "", "options": "", "id": "", "ORDER": "1", **values}


def test_a_question_that_people_have_answered_stays_the_same_one(admin):
    event = EventFactory()
    admin.post(address("edit", event.pk), form(slug=event.slug, questions=inline_formset([question()])))
    first = Question.objects.get()
    # The revision is from before the question had a number, and its form knows it all the same.
    (shown,) = admin.get(address("edit", event.pk)).context["form"].formsets["questions"].forms
    assert shown.instance.pk == first.pk
    again = inline_formset([question(id=str(first.pk))], initial=1)
    admin.post(address("edit", event.pk), form(slug=event.slug, title="Ny rubrik", questions=again))
    assert Event.objects.get().title == "Ny rubrik"
    assert Question.objects.get().pk == first.pk


def test_a_second_editor_overwrites_nobody(admin):
    event = EventFactory(title="Fika")
    event.save_revision()
    event.refresh_from_db()
    opened = event.latest_revision_id
    draft = event.get_latest_revision_as_object()
    draft.place = "Kyrkan"
    draft.save_revision()
    data = form(slug=event.slug, title="Ny rubrik", loaded_revision_id=str(opened), thanks_text="Tack!")
    del data["place"]
    admin.post(address("edit", event.pk), data | {"place": "Verkstan"})
    event.refresh_from_db()
    kept = event.get_latest_revision_as_object()
    assert (kept.title, kept.place, kept.thanks_text) == ("Ny rubrik", "Kyrkan", "Tack!")
    assert Event.objects.get().title == "Fika"


@pytest.mark.parametrize("view", ["list", "add"])
def test_series_are_kept_beside_the_meetups(admin, view):
    assert admin.get(reverse(f"wagtailsnippets_events_series:{view}")).status_code == 200
    data = {"title": "Odla", "slug": "odla", "lead": ""}
    assert admin.post(reverse("wagtailsnippets_events_series:add"), data).status_code == 302
    assert Series.objects.get().title == "Odla"


@pytest.mark.parametrize("slug", ["serier", "ny", "amnen"])
def test_no_meetup_takes_an_address_of_the_calendar_itself(admin, slug):
    page = admin.post(address("add"), form(slug=slug))
    assert page.status_code == 200
    assert not Event.objects.exists()
