"""Asking a question: the form, the mailed link, a member's own way, and all that is sent by robots and strangers."""

from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.models import Membership
from events.science_shop.models import Question, RoundClosing, StageChange
from events.science_shop.services import asking
from events.science_shop.services.moving import NotAllowed
from portal.accounts.models import User
from tests.directory.factories import OrganisationFactory, PersonFactory, TagFactory, editor
from tests.events.factories import EventFactory
from tests.events.science_shop.asking import ASK, WRITTEN, as_member, mailed_link, opened, press, send
from tests.events.science_shop.factories import RoundFactory, in_days
from tests.events.visitors import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_search")]
ASKED = "/forskarverkstad/stall-en-fraga/titta-i-mejlen/"
inputs = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@pytest.fixture(autouse=True)
def counted(settings, own_cache):
    """Mail is counted, as where it goes out."""
    settings.OUTBOX_DELIVERY = {"EMAIL_HOST": "mail.example.org"}


@pytest.fixture
def member(client):
    """Signed in; their address is proven."""
    person = PersonFactory(email="bo@example.org", first_name="Bo", last_name="Ek")
    person.confirm_address()
    client.force_login(person)
    return person


def test_a_question_is_asked_without_an_account_and_sent_by_the_mailed_link(client):
    editors = editor()
    tag = TagFactory(name="cyklar")
    assert send(client, tags=[tag.pk], organisation_name="Cykelköket")["Location"] == ASKED
    question = Question.objects.get()
    assert (question.stage, question.title, question.asker_in_full) == ("draft", WRITTEN["title"], "Cykelköket, Åsa Ek")
    assert [wording.text for wording in question.wordings.all()] == [WRITTEN["title"]]
    assert [step.text for step in question.steps.open()] == ["Skicka frågan"]
    assert [tagged.tag for tagged in question.tagged.all()] == [tag]
    link = mailed_link()
    assert "Skicka frågan" in text_of(client.get(link))
    assert Question.objects.get().stage == "draft"
    page = text_of(press(client, link, "send"))
    assert "En samordnare läser den och svarar inom en vecka" in page
    assert "Läsa frågan och svara" in page
    assert [(change.move, change.side) for change in StageChange.objects.all()] == [("submit", "organisation")]
    _confirm, told, receipt = mail.outbox
    assert told.to == [editors.email]
    assert receipt.to == ["asa@example.org"]


@pytest.mark.parametrize("title", ["Kort", "Forskare!", "Utvärderingar", "Overdue?"])
def test_no_question_stands_at_an_address_that_the_coordinators_pages_have(client, title):
    send(client, title=title)
    client.force_login(User.objects.create_superuser("admin@example.org"))
    question = Question.objects.get()
    press(Client(), mailed_link(), "send")
    page = client.get(reverse("science_shop:coordinate", args=[question.slug]))
    assert page.context["question"] == question


def test_the_coordinator_of_the_round_is_told_and_not_all(client):
    editor()
    coordinator = PersonFactory()
    chosen = RoundFactory(coordinator=coordinator, questions_until=in_days(3))
    send(client, round=chosen.pk)
    press(client, mailed_link(), "send")
    assert mail.outbox[1].to == [coordinator.email]


def test_the_mail_that_confirms_says_nothing_that_a_stranger_wrote(client):
    send(client, title="Vinn på http://elak.example", contact_name="Köp nu", organisation_name="http://elak.example")
    (letter,) = mail.outbox
    assert "elak" not in letter.body + letter.subject
    assert "Köp" not in letter.body
    assert letter.to == ["asa@example.org"]


def test_a_double_click_is_one_question_and_one_mail(client):
    send(client)
    send(client)
    assert Question.objects.count() == len(mail.outbox) == 1


def test_who_asks_the_same_again_gets_the_link_again(client):
    send(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        send(client)
    assert Question.objects.count() == 1
    assert mailed_link(0) == mailed_link(1)


def test_nobody_fills_anothers_inbox_and_all_are_answered_alike(client):
    answers = {send(client, title=f"Fråga {number}?")["Location"] for number in range(6)}
    assert answers == {ASKED}
    assert len(mail.outbox) == Question.objects.count() == 3


def test_what_is_not_hers_is_erased_by_the_link_and_leaves_nothing(client):
    send(client)
    link = mailed_link()
    assert "Var det inte jag" not in text_of(client.get(link))
    response = press(client, link, "discard")
    assert "Utkastet är raderat" in text_of(response)
    assert not Question.objects.exists()
    assert client.get(link).status_code == HTTPStatus.NOT_FOUND


def test_what_has_been_sent_is_not_erased_by_a_button(client):
    send(client)
    link = mailed_link()
    press(client, link, "send")
    assert "Det går inte längre" in text_of(press(client, link, "discard"))
    assert Question.objects.get().stage == "submitted"


def test_reading_a_link_changes_nothing_and_it_tells_nobody_where_one_came_from(client):
    send(client)
    before = list(Question.objects.values())
    for address in ("", "andra/", "visas/"):
        response = client.get(mailed_link() + address)
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex"
        assert not response.cookies
    assert list(Question.objects.values()) == before


def test_a_link_serves_one_question_and_this_purpose_alone(client):
    send(client)
    token = mailed_link().rstrip("/").rsplit("/", 1)[1]
    assert client.get(f"/kalender/anmalan/{token}/").status_code == HTTPStatus.NOT_FOUND
    assert client.get(f"/forskarverkstad/din-fraga/{token[:-2]}xx/").status_code == HTTPStatus.NOT_FOUND


def test_a_members_question_is_sent_at_once_without_a_mailed_link(client, member):
    page = client.get(ASK).content.decode()
    assert 'value="Bo Ek"' in page
    assert 'value="bo@example.org"' in page
    response = as_member(client, contact_name="Bo Ek", contact_email=member.email)
    question = Question.objects.get()
    assert response["Location"] == f"/forskarverkstad/mina-fragor/{question.slug}/"
    assert (question.stage, question.raised_by) == ("submitted", member)
    assert [letter.subject.split(" / ")[0] for letter in mail.outbox] == [
        "Det här händer med er fråga: " + question.title
    ]


def test_a_member_saves_a_draft_and_sends_it_from_my_pages(client, member):
    as_member(client, "save", contact_email=member.email)
    assert not mail.outbox
    question = Question.objects.get()
    assert question.title in text_of(client.get(reverse("accounts:my_pages")))
    press(client, f"/forskarverkstad/mina-fragor/{question.slug}/", "send")
    assert Question.objects.get().stage == "submitted"


def test_a_member_who_names_anothers_address_cannot_send_before_the_link_is_opened(client, member):
    assert as_member(client, contact_email="offer@example.org")["Location"] == ASKED
    question = Question.objects.get()
    own = f"/forskarverkstad/mina-fragor/{question.slug}/"
    assert "Vi har mejlat en länk till" in text_of(client.get(own))
    assert "Öppna först länken" in text_of(press(client, own, "send"))
    assert Question.objects.get().stage == "draft"
    press(Client(), mailed_link(), "send")
    assert Question.objects.get().stage == "submitted"


def test_a_member_asks_for_an_organisation_that_they_keep_and_for_no_other(client, member):
    ours, others = OrganisationFactory(name="Vår förening"), OrganisationFactory(name="Deras förening")
    Membership.objects.create(organisation=ours, user=member, role=Membership.Role.KEEPER)
    page = client.get(ASK).content.decode()
    assert "Vår förening" in page
    assert "Deras förening" not in page
    refused = as_member(client, contact_email=member.email, organisation=others.pk)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    as_member(client, contact_email=member.email, organisation=ours.pk, organisation_name="Vår")
    question = Question.objects.get()
    assert (question.organisation, question.organisation_name) == (ours, "")
    colleague = PersonFactory()
    Membership.objects.create(organisation=ours, user=colleague, role=Membership.Role.KEEPER)
    client.force_login(colleague)
    assert question.title in text_of(client.get(reverse("accounts:my_pages")))


def test_what_is_sent_without_the_sessions_token_has_none_of_its_authority(member):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member)
    assert send(strict, csrfmiddlewaretoken="guessed").status_code == HTTPStatus.FORBIDDEN
    send(strict)
    assert Question.objects.get().raised_by is None


def test_my_pages_show_a_question_to_whom_it_belongs_and_to_nobody_else(client, member):
    send(Client(), contact_email="bo@example.org")
    send(Client(), contact_email="annan@example.org", title="Deras fråga?")
    page = text_of(client.get(reverse("accounts:my_pages")))
    assert WRITTEN["title"] in page
    assert "Deras fråga?" not in page
    theirs = Question.objects.get(title="Deras fråga?")
    for address in ("", "andra/", "andra-ord/", "visas/"):
        found = client.get(f"/forskarverkstad/mina-fragor/{theirs.slug}/{address}")
        assert found.status_code == HTTPStatus.NOT_FOUND


def test_a_draft_is_written_anew_and_keeps_its_one_wording(client):
    send(client)
    link = mailed_link()
    form = client.get(link + "andra/").context["form"]
    data = WRITTEN | {"title": "Vad ger verkstaden?", "known": "Vi har räknat.", "shown": form.initial["shown"]}
    response = client.post(link + "andra/", data, headers={"Sec-Fetch-Site": "same-origin"})
    assert response["Location"] == f"{link}?said=changed"
    question = Question.objects.get()
    assert (question.title, question.known, question.contact_email) == (
        "Vad ger verkstaden?",
        "Vi har räknat.",
        "asa@example.org",
    )
    assert [wording.text for wording in question.wordings.all()] == ["Vad ger verkstaden?"]


def test_two_who_change_one_draft_lose_no_word(client):
    send(client)
    link = mailed_link() + "andra/"
    shown = client.get(link).context["form"].initial["shown"]
    headers = {"Sec-Fetch-Site": "same-origin"}
    client.post(link, WRITTEN | {"known": "Den första.", "shown": shown}, headers=headers)
    late = client.post(link, WRITTEN | {"known": "Den andra.", "shown": shown}, headers=headers)
    assert late.status_code == HTTPStatus.CONFLICT
    assert "Den första." in text_of(late)
    assert "Den andra." in text_of(late)
    again = late.context["form"].data["shown"]
    client.post(link, WRITTEN | {"known": "Den andra.", "shown": again}, headers=headers)
    assert Question.objects.get().known == "Den andra."


def test_a_robot_sees_success_and_nothing_is_kept(client):
    assert send(client, leave_empty="x")["Location"] == ASKED
    assert not Question.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize("trap", [{"opened": ""}, {"opened": "made up"}, {"seconds": 0}])
def test_who_is_very_fast_sends_it_once_more_and_nothing_typed_is_lost(client, trap):
    response = send(client, known="Vi har räknat.", **trap)
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "skicka igen" in text_of(response)
    assert "Vi har räknat." in response.content.decode()
    assert not Question.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elak.example.org"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_post_from_elsewhere_is_refused(headers, client):
    assert client.post(ASK, WRITTEN | {"opened": opened()}, headers=headers).status_code == HTTPStatus.FORBIDDEN


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(client):
    response = send(client, use="", contact_email="ingen adress", known="Vi har räknat.")
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = response.content.decode()
    assert "Skriv vad ni ska använda svaret till." in page
    assert "ingen adress" in page
    assert "Vi har räknat." in page
    assert not Question.objects.exists()


def test_a_page_that_lay_open_for_long_is_looked_through_again(client):
    response = send(client, seconds=8 * 24 * 3600)
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    again = response.context["form"].data["opened"]
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        assert send(client, opened=again)["Location"] == ASKED


@pytest.mark.parametrize("header", ["contact_name", "contact_email"])
def test_a_line_break_adds_no_header(header, client):
    response = send(client, **{header: WRITTEN[header] + "\r\nBcc: offer@example.org"})
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not mail.outbox


def test_fields_that_the_form_does_not_have_are_ignored(client):
    send(client, stage="answered", outcome="answered", raised_by="1", version="7", organisation="1", key="x", id="9")
    question = Question.objects.get()
    assert (question.stage, question.outcome, question.raised_by_id, question.version) == ("draft", "", None, 0)
    assert question.organisation_id is None


@inputs
@given(
    title=st.text(max_size=400),
    note=st.text(max_size=600),
    day=st.one_of(st.text(max_size=12), st.dates().map(str)),
    number=st.one_of(st.text(max_size=8), st.integers().map(str)),
)
def test_any_text_is_taken_or_refused_with_words(client, title, note, day, number):
    data = {"title": title, "known": note, "paid_note": note, "is_paid": note, "organisation_name": title}
    data |= {"needed_by": day, "municipality": number, "tags": number, "round": number}
    assert send(client, **data).status_code in {HTTPStatus.FOUND, HTTPStatus.UNPROCESSABLE_ENTITY}


@inputs
@given(title=st.text(max_size=400), name=st.text(max_size=200), email=st.one_of(st.text(max_size=60), st.emails()))
def test_whoever_says_that_they_are_whoever_is_answered(client, title, name, email):
    found = send(client, title=title, contact_name=name, contact_email=email)
    assert found.status_code in {HTTPStatus.FOUND, HTTPStatus.UNPROCESSABLE_ENTITY}


@pytest.mark.parametrize("ticked", ["is_paid", "is_sensitive"])
def test_a_ticked_box_is_explained(ticked, client):
    assert send(client, **{ticked: "on"}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    note = "paid_note" if ticked == "is_paid" else "sensitive_note"
    assert send(client, **{ticked: "on", note: "Barn svarar."})["Location"] == ASKED


@pytest.mark.parametrize("day", [-1, 12 * 365])
def test_a_day_that_has_been_or_is_too_far_away_is_none_to_need_an_answer_by(day, client):
    assert send(client, needed_by=str(in_days(day))).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert send(client, needed_by=str(in_days(90)))["Location"] == ASKED


def test_only_rounds_that_take_questions_are_offered(client):
    past = timezone.now() - timedelta(days=5)
    RoundFactory(title="Öppen till en dag", questions_until=in_days(0))
    RoundFactory(title="Öppen tills vidare")
    RoundFactory(title="Öppen till träffen", meetups={"idea": EventFactory()})
    RoundFactory(title="Inte längre", questions_until=in_days(-1))
    RoundFactory(
        title="Efter sista träffen", meetups={"idea": EventFactory(starts_at=past - timedelta(hours=2), ends_at=past)}
    )
    RoundFactory(title="Inte publicerad", live=False)
    RoundClosing.objects.create(round=RoundFactory(title="Avslutad"), at=timezone.now())
    page = client.get(ASK).content.decode()
    for title in ("Öppen till en dag", "Öppen tills vidare", "Öppen till träffen"):
        assert title in page
    for title in ("Inte längre", "Efter sista träffen", "Inte publicerad", "Avslutad"):
        assert title not in page


def test_a_round_that_closed_while_one_wrote_is_said_beside_it(client):
    chosen = RoundFactory()
    RoundFactory()
    RoundClosing.objects.create(round=chosen, at=timezone.now())
    response = send(client, round=chosen.pk)
    assert "tar inte emot fler frågor" in response.content.decode()


def test_a_round_s_page_leads_to_the_form_with_it_chosen(client):
    chosen = RoundFactory()
    assert f'<option value="{chosen.pk}" selected>' in client.get(f"{ASK}?round={chosen.slug}").content.decode()


def test_each_says_what_is_kept_of_them_and_until_when(client):
    page = text_of(client.get(ASK))
    assert "365 dagar" in page
    assert "artikel 6.1" in page


def test_a_service_lets_nobody_else_write(db):
    stranger = asking.Actor(User.objects.create_user("nagon@example.org"), frozenset())
    question = asking.raise_question({**WRITTEN, "may_be_shown": True})
    assert question
    for act in (
        lambda: asking.discard(question, actor=stranger),
        lambda: asking.change(question, {}, actor=stranger, shown=asking.state_of(question, asking.WHOLE)),
        lambda: asking.show(question, {}, actor=stranger, shown=asking.state_of(question, asking.SHOWN)),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_what_is_wrong_is_listed_in_the_order_in_which_it_was_filled_in(client):
    page = text_of(send(client, title="", use="", contact_name=""))
    places = [page.index(word) for word in ("Skriv frågan i en mening", "Skriv vad ni ska", "Skriv namnet på")]
    assert places == sorted(places)


def test_a_member_who_sends_at_once_is_promised_no_link(client, member):
    assert "Hit skriver vi vad som händer" in text_of(client.get(ASK))
    client.logout()
    assert "Hit mejlar vi en länk" in text_of(client.get(ASK))
