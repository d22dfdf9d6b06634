"""What runs round a host: a missing second factor, seats nobody said yes to, needs in a file, odd signs and years."""

import csv
from io import StringIO

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import ValidationError

from directory.models import Membership
from events.models import Event, Question, Registration
from events.services import hosting, registering
from events.services.seats import RegistrationClosed
from portal.accounts import second_factor
from tests.events.factories import EventFactory, organised
from tests.events.visitors import SAME_ORIGIN, come, link_to, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_search")]
LIST, ADD, WALK_IN = (
    "/kalender/traffen/anmalda/",
    "/kalender/traffen/anmalda/lagg-till/",
    "/kalender/traffen/avprickning/ny/",
)
PAGES = [
    *(LIST, "/kalender/traffen/anmalda.csv?needs=1", ADD, f"{LIST}mejl/", f"{LIST}lista/", f"{LIST}namnbrickor/"),
    "/kalender/traffen/avprickning/",
]
# One sign that becomes three.
LONG_NAME = "\u0390" * 100


@pytest.fixture
def event(member):
    return EventFactory(slug="traffen", host=member, most_companions=5)


@pytest.fixture
def host(client, event, member):
    client.force_login(member)
    return client


@pytest.fixture
def asks_for_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED_FOR_ADMIN = True


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.usefixtures("asks_for_second_factor")
def test_an_editor_without_a_second_factor_is_led_to_it_and_sees_nobody(client, event, editor, address):
    come(event)
    client.force_login(editor)
    answer = client.get(address)
    assert (answer.status_code, answer.url) == (302, "/konto/2fa/")
    TOTP.activate(editor, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert client.get(address).url.startswith("/konto/2fa/reauthenticate/?next=%2Fkalender%2Ftraffen")
    session = client.session
    session[second_factor.KEY] = editor.pk
    session.save()
    assert client.get(address).status_code == 200


@pytest.mark.usefixtures("asks_for_second_factor")
def test_an_editor_without_a_second_factor_changes_nothing_either(client, event, editor):
    registration = come(event)
    client.force_login(editor)
    for address in (f"{LIST}{registration.pk}/", ADD, WALK_IN):
        assert client.post(address, {"action": "cancel", "name": "Bo", "way": "on-site"}).url == "/konto/2fa/"
    said = client.post("/kalender/traffen/avprickning/synk/", '{"said": []}', content_type="application/json")
    assert (said.status_code, said.content) == (401, b"{}")
    assert Registration.objects.get().status == "confirmed"


@pytest.mark.usefixtures("asks_for_second_factor")
def test_a_host_and_a_keeper_need_no_second_factor_not_even_as_editors(client, event, editor, member):
    client.force_login(member)
    assert client.get(LIST).status_code == 200
    client.force_login(editor)
    Event.objects.update(host=editor)
    assert client.get(LIST).status_code == 200
    organisation = organised(event)
    Event.objects.update(host=None, organisation=organisation)
    assert client.get(LIST).status_code == 302
    editor.confirm_address()
    Membership.objects.create(user=editor, organisation=organisation, role="owner")
    assert client.get(LIST).status_code == 200
    assert client.get("/kalender/annan/anmalda/").status_code == 404


def approved(event: Event, by, *companions: str) -> Registration:
    event.registration = "approval"
    event.save()
    return hosting.approve(come(event, "Åsa", *companions), by=by)


def test_whoever_has_the_hosts_yes_does_not_become_more_people_by_it(event, member):
    registration = approved(event, member, "Bo")
    with pytest.raises(RegistrationClosed):
        registering.change(registration, companions=["Bo", "Cilla"])
    assert registering.change(registration, companions=["Cilla"]).seats == 2
    assert registering.change(registration, companions=["Bo", "Cilla"], by_host=True).seats == 3
    assert registering.change(registration, companions=[]).seats == 1


def test_whoever_waits_with_the_hosts_yes_does_not_become_more_people_by_it(event, member):
    event.has_waiting_list = True
    event.pools.filter(way="on-site").update(taken=20)
    registration = approved(event, member)
    assert registration.status == "waiting"
    with pytest.raises(RegistrationClosed):
        registering.change(registration, companions=["Bo"])


def test_whoever_has_not_been_answered_yet_can_become_more_people(event):
    event.registration = "approval"
    event.save()
    registration = come(event)
    assert registration.status == "applied"
    assert registering.change(registration, companions=["Bo"]).seats == 2


def test_the_form_offers_no_more_companions_than_the_host_said_yes_to_and_says_so(client, event, member):
    address = f"{link_to(approved(event, member, 'Bo'))}andra/"
    page = client.get(address).content.decode()
    assert 'name="companion_1"' in page
    assert 'name="companion_2"' not in page
    sent = {"companion_1": "Bo", "companion_2": "Cilla"}
    answer = client.post(address, sent, headers=SAME_ORIGIN)
    assert answer.status_code == 422
    assert "Värden har sagt ja till 2 personer." in text_of(answer)
    assert Registration.objects.get().seats == 2


def rows_of(client, query: str = "") -> str:
    content = client.get(f"/kalender/traffen/anmalda.csv{query}").content.decode("utf-8-sig")
    return str(list(csv.reader(StringIO(content), delimiter=";")))


def test_needs_stay_out_of_the_file_whatever_the_question_is_now(host, event):
    question = Question.objects.create(event=event, kind="diet", label="Mat")
    come(event, answers={question: "nötter"})
    Question.objects.update(kind="text")
    assert "nötter" not in rows_of(host)
    assert "nötter" in rows_of(host, "?needs=1")


@pytest.mark.parametrize(("kind", "other"), [("text", "diet"), ("text", "access"), ("diet", "text")])
def test_a_question_with_answers_becomes_none_of_needs_nor_ceases_to_be_one(event, kind, other):
    question = Question.objects.create(event=event, kind=kind, label="Mat")
    question.kind = other
    question.full_clean()
    question.kind = kind
    come(event, answers={question: "nötter"})
    question.label = "Mat och dryck"
    question.full_clean()
    question.kind = other
    with pytest.raises(ValidationError) as refused:
        question.full_clean()
    assert list(refused.value.error_dict) == ["kind"]


@pytest.mark.parametrize("email", ["a@exam\u00adple.org", "a@ex\u200bample.org"])
def test_a_hidden_sign_in_an_address_is_an_error_beside_it(host, email):
    answer = host.post(ADD, {"name": "Åsa", "email": email, "way": "on-site"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["email"]


@pytest.mark.parametrize("address", [ADD, WALK_IN])
def test_a_name_that_grows_without_capitals_fits_its_column(host, address):
    assert host.post(address, {"name": LONG_NAME, "way": "on-site"}).status_code == 302
    added = Registration.objects.get()
    assert (len(added.name), len(added.name_key)) == (100, 200)
    assert host.post(address, {"name": LONG_NAME, "way": "on-site"}).status_code == 422


@pytest.mark.parametrize("address", [ADD, WALK_IN])
def test_a_name_that_grows_in_one_form_of_unicode_is_an_error_beside_it(host, address):
    answer = host.post(address, {"name": "\U0001d15e" * 100, "way": "on-site"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["name"]


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [("0001-01-01T00:00", "0001-01-01T01:00"), ("9999-12-31T22:00", "9999-12-31T23:59")],
)
def test_a_year_out_of_the_calendar_is_an_error_beside_the_field(host, event, member, starts_at, ends_at):
    organisation = organised(event)
    Event.objects.update(organisation=organisation)
    member.confirm_address()
    Membership.objects.create(user=member, organisation=organisation, role="owner")
    address = "/kalender/traffen/andra/om/"
    page = host.get(address)
    sent = {field.html_name: field.value() for field in page.context["form"]}
    sent = {name: value for name, value in sent.items() if value not in (None, False, [])}
    based_on = page.context.get("based_on") or ""
    answer = host.post(address, sent | {"starts_at": starts_at, "ends_at": ends_at, "based_on": based_on})
    assert list(answer.context["form"].errors) == ["starts_at", "ends_at"]
    assert "Skriv ett år från 1900 till 2100." in text_of(answer)
