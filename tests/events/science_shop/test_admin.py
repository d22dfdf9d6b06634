"""Rounds through the Wagtail admin's own forms, and all questions as a list there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from events.science_shop.models import Round, Stage
from tests.directory.factories import OrganisationFactory, editor
from tests.events.factories import EventFactory
from tests.events.science_shop.factories import QuestionFactory, RoundFactory, in_a_field, in_days

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def admin(client):
    client.force_login(editor())
    return client


def address(model: str, name: str, *args) -> str:
    return reverse(f"wagtailsnippets_science_shop_{model}:{name}", args=args)


def form(**changes) -> dict:
    data = {
        "title": "Stadens gröna näringar",
        "slug": "stadens-grona-naringar",
        "lead": "För alla som odlar i staden.",
        "body": rich_text("<p>Text</p>"),
        "meetups": inline_formset([]),
        "partners": inline_formset([]),
        "action-publish": "yes",
    }
    return nested_form_data(data | changes)


def test_an_editor_makes_a_round_with_its_meetups_and_partners_and_publishes_it(admin, client):
    first, partner = EventFactory(title="Idékväll"), OrganisationFactory(name="Odlarna")
    meetups = inline_formset([{"event": first.pk, "phase": "idea", "id": "", "ORDER": "1"}])
    partners = inline_formset([{"organisation": partner.pk, "id": "", "ORDER": "1"}])
    response = admin.post(address("round", "add"), form(meetups=meetups, partners=partners))
    assert response.status_code == 302, response.context["form"].errors
    made = Round.objects.get()
    assert (made.live, made.meetups.get().phase, made.partners.get().organisation) == (True, "idea", partner)
    client.logout()
    page = client.get("/forskarverkstad/omgangar/stadens-grona-naringar/").content.decode()
    assert "Idékväll" in page


def test_a_draft_of_a_round_is_nobodys_to_read(admin, client):
    data = form()
    del data["action-publish"]
    assert admin.post(address("round", "add"), data).status_code == 302
    client.logout()
    assert client.get("/forskarverkstad/omgangar/stadens-grona-naringar/").status_code == 404


def test_the_list_of_questions_leads_to_where_they_are_moved(admin):
    question = QuestionFactory(title="Vad gör en odling?")
    QuestionFactory(title="Ett utkast", stage=Stage.DRAFT)
    page = admin.get(address("question", "list")).content.decode()
    assert f"/forskarverkstad/samordna/{question.slug}/" in page
    assert "Ett utkast" not in page


@pytest.mark.parametrize("name", ["edit", "delete"])
def test_no_question_is_changed_or_deleted_in_the_admin(admin, name):
    question = QuestionFactory()
    before = question.title
    for method in (admin.get, admin.post):
        assert method(address("question", name, question.pk), {"title": "Annat"}).status_code == 302
    question.refresh_from_db()
    assert question.title == before


def test_the_list_of_questions_is_filtered(admin):
    own = RoundFactory()
    found = QuestionFactory(title="Hittad fråga", round=own, stage=Stage.PARKED)
    in_a_field(found)
    found.steps.update(due_on=in_days(-3))
    QuestionFactory(title="Lämnad fråga")
    for query in ("stage=parked", f"round={own.pk}", "field=504", "overdue=yes"):
        page = admin.get(f"{address('question', 'list')}?{query}").content.decode()
        assert "Hittad fråga" in page, query
        assert "Lämnad fråga" not in page, query


def test_the_export_names_nobody(admin):
    QuestionFactory(title="=1+1", contact_name="Asta Asking", contact_email="asta@example.org")
    exported = b"".join(admin.get(f"{address('question', 'list')}?export=csv")).decode()
    assert "'=1+1" in exported
    assert "asta@" not in exported
    assert "Asking" not in exported


@pytest.mark.parametrize("model", ["round", "question"])
def test_a_list_costs_the_same_for_few_and_many(admin, model):
    own = RoundFactory()
    QuestionFactory(round=own)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            admin.get(address(model, "list"))
        return len(captured)

    cost()
    few = cost()
    for _number in range(12):
        QuestionFactory(round=RoundFactory())
    assert cost() <= few


def test_a_meetup_of_another_round_is_refused_beside_its_field(admin):
    first, second = EventFactory(title="Idékväll"), EventFactory(title="Återträff")
    other = RoundFactory(meetups={"idea": first})
    rows = [{"event": event.pk, "phase": "idea", "id": "", "ORDER": str(event.pk)} for event in (first, second)]
    refused = admin.post(address("round", "add"), form(meetups=inline_formset(rows)))
    assert refused.status_code == 200
    assert refused.context["form"].formsets["meetups"].errors == [
        {"event": ["Träffen hör redan till en omgång. Välj en annan."]},
        {},
    ]
    assert Round.objects.get() == other
    assert admin.post(address("round", "add"), form(meetups=inline_formset(rows[1:]))).status_code == 302


def test_the_days_of_meetups_are_shown_where_one_is_chosen_and_beside_what_is_chosen(admin):
    soon, long_ago = (timezone.now() + timedelta(days=days) for days in (3, -362))
    event = EventFactory(title="Idékväll", starts_at=soon, ends_at=soon + HOUR)
    EventFactory(title="Idékväll", starts_at=long_ago, ends_at=long_ago + HOUR)
    listed = admin.get("/admin/snippets/choose/events/event/").content.decode()
    for day in (soon, long_ago):
        assert f"{timezone.localtime(day):%Y-%m-%d}" in listed
    chosen = admin.get(f"/admin/snippets/choose/events/event/chosen/{event.pk}/").json()["result"]["string"]
    assert chosen == f"Idékväll, {date_format(timezone.localtime(soon), 'j F Y')}"
    round = RoundFactory(meetups={"idea": event})
    assert chosen in admin.get(address("round", "edit", round.pk)).content.decode()
