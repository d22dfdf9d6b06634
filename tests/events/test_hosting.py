"""What hosts do with those registered: add, answer, cancel, move, note, write; once, and never beyond the seats."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import ModelLogEntry

from events.models import Answer, Event, Question, Registration
from events.services import hosting, mailing, registering
from events.services.hosting import HostRefused
from events.services.links import token_of
from events.services.mailing import Mail
from portal.accounts.models import User
from tests.events.factories import EventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(member):
    return EventFactory(slug="traffen", host=member, seats_on_site=2, contact_email="verkstan@example.org")


def registered(event: Event, name: str, status: str = "confirmed", **others) -> Registration:
    """Somebody whom the form and the mailed link have brought so far."""
    registering.register(event, name=name, email=f"{name.casefold()}@example.org", way="on-site", **others)
    registration = Registration.objects.get(name=name)
    if status != "held":
        registration = registering.confirm(token_of(registration))
    assert registration.status == status
    mail.outbox.clear()
    return registration


def test_whoever_is_added_by_hand_has_a_seat_and_is_told(event, client, member):
    client.force_login(member)
    answer = client.post(
        "/kalender/traffen/anmalda/lagg-till/", {"name": " Åsa  Berg ", "email": "asa@example.org", "way": "on-site"}
    )
    assert answer.status_code == 302
    added = Registration.objects.get()
    assert (added.name, added.status, added.is_added_by_host) == ("Åsa Berg", "confirmed", True)
    assert event.pools.get(way="on-site").taken == 1
    (letter,) = mail.outbox
    assert letter.to == ["asa@example.org"]
    assert letter.reply_to == ["verkstan@example.org"]
    assert "Värden har anmält dig" in letter.body
    assert token_of(added) in letter.body
    assert "raderar dem 30 dagar" in letter.body


def test_without_an_address_no_mail_goes_and_nobody_else_of_that_name_is_doubled(event, client, member):
    client.force_login(member)
    form = {"name": "Bo", "email": "", "way": "on-site"}
    assert client.post("/kalender/traffen/anmalda/lagg-till/", form).status_code == 302
    again = client.post("/kalender/traffen/anmalda/lagg-till/", form)
    assert again.status_code == 422
    assert "Bo finns redan i listan" in again.content.decode()
    assert not mail.outbox
    assert Registration.objects.count() == 1


def test_a_full_meetup_is_refused_with_the_number_and_nothing_typed_is_lost(event, client, member):
    for name in ("Ada", "Bo"):
        registered(event, name)
    client.force_login(member)
    form = {"name": "Cilla", "email": "cilla@example.org", "way": "on-site"}
    page = client.post("/kalender/traffen/anmalda/lagg-till/", form)
    assert page.status_code == 422
    assert "Alla 2 platser är tagna" in page.content.decode()
    assert 'value="cilla@example.org"' in page.content.decode()
    assert event.pools.get(way="on-site").taken == 2
    assert client.post("/kalender/traffen/anmalda/lagg-till/", {**form, "may_wait": "on"}).status_code == 302
    cilla = Registration.objects.get(name="Cilla")
    assert (cilla.status, cilla.place_in_line) == ("waiting", 1)
    assert "väntelistan" in mail.outbox[-1].body


def test_nobody_is_added_before_those_who_wait(event, member):
    for name in ("Ada", "Bo"):
        registered(event, name)
    registered(event, "Cilla", "waiting")
    # A seat that is free, and one that is offered to a party too large for it.
    event.pools.filter(way="on-site").update(capacity=3)
    with pytest.raises(HostRefused, match="1"):
        hosting.add(event, name="Dag", way="on-site", by=member)
    event.starts_at = timezone.now() - timedelta(minutes=1)
    event.save()
    assert hosting.add(event, name="Dag", way="on-site", by=member).status == "confirmed"


def test_a_host_does_not_fill_an_inbox(member):
    for number in range(3):
        hosting.add(EventFactory(host=member), name="Eva", email="eva@example.org", way="on-site", by=member)
        assert len(mail.outbox) == number + 1
    with pytest.raises(HostRefused, match="flera mejl"):
        hosting.add(EventFactory(host=member), name="Eva", email="EVA@example.org", way="on-site", by=member)


@pytest.fixture
def by_approval(member):
    return EventFactory(slug="ansokan", host=member, seats_on_site=1, registration="approval")


def test_a_yes_gives_a_seat_and_the_next_yes_a_place_in_line(by_approval, client, member):
    first, second = (registered(by_approval, name, "applied") for name in ("Ada", "Bo"))
    client.force_login(member)
    for each in (first, second):
        page = client.get(f"/kalender/ansokan/anmalda/{each.pk}/").content.decode()
        assert "Ja, välkommen" in page
        client.post(f"/kalender/ansokan/anmalda/{each.pk}/", {"action": "approve"})
    assert [each.status for each in Registration.objects.order_by("pk")] == ["confirmed", "waiting"]
    assert [letter.to[0] for letter in mail.outbox] == ["ada@example.org", "bo@example.org"]
    # The button pressed again, by another host: told, and nothing more.
    again = client.post(f"/kalender/ansokan/anmalda/{first.pk}/", {"action": "approve"}, follow=True)
    assert "Något har ändrats under tiden" in again.content.decode()
    assert len(mail.outbox) == 2
    assert by_approval.pools.get(way="on-site").taken == 1


def test_without_a_waiting_list_a_yes_beyond_the_seats_is_refused(by_approval, member):
    Event.objects.update(has_waiting_list=False)
    first, second = (registered(by_approval, name, "applied") for name in ("Ada", "Bo"))
    hosting.approve(first, by=member)
    with pytest.raises(HostRefused, match="Den enda platsen"):
        hosting.approve(second, by=member)
    second.refresh_from_db()
    assert second.status == "applied"


def test_a_no_is_told_and_is_the_end(by_approval, member):
    ada = registered(by_approval, "Ada", "applied")
    hosting.decline(ada, by=member)
    assert "Ada" not in mail.outbox[0].subject
    with pytest.raises(HostRefused):
        hosting.approve(ada, by=member)
    with pytest.raises(HostRefused):
        hosting.cancel(ada, by=member)


def test_a_seat_that_the_host_cancels_goes_to_the_next_in_line(event, client, member):
    ada, _bo = (registered(event, name) for name in ("Ada", "Bo"))
    registered(event, "Cilla", "waiting")
    client.force_login(member)
    client.post(f"/kalender/traffen/anmalda/{ada.pk}/", {"action": "cancel"})
    statuses = dict(Registration.objects.values_list("name", "status"))
    assert statuses == {"Ada": "cancelled", "Bo": "confirmed", "Cilla": "offered"}
    told = next(letter for letter in mail.outbox if letter.to == ["ada@example.org"])
    assert "Värden har avbokat din anmälan" in told.body


def test_the_host_moves_somebody_to_another_way_if_there_is_a_seat(client, member):
    event = EventFactory(slug="bada", host=member, setting="both", seats_on_site=1, seats_online=1)
    ada = registered(event, "Ada")
    client.force_login(member)
    client.post(f"/kalender/bada/anmalda/{ada.pk}/", {"action": "move", "way": "online"})
    assert dict(event.pools.values_list("way", "taken")) == {"on-site": 0, "online": 1}
    assert "Du är med: På nätet" in mail.outbox[0].body
    bo = registered(event, "Bo")
    full = client.post(f"/kalender/bada/anmalda/{bo.pk}/", {"action": "move", "way": "online"}, follow=True)
    assert "Den enda platsen är tagen" in full.content.decode()
    assert client.post(f"/kalender/bada/anmalda/{bo.pk}/", {"action": "move", "way": "moon"}).status_code == 404
    assert dict(event.pools.values_list("way", "taken")) == {"on-site": 1, "online": 1}


def test_the_registration_of_another_meetup_is_not_there(event, client, member):
    EventFactory(slug="min", host=member)
    strangers = registered(EventFactory(slug="annans"), "Ada")
    client.force_login(member)
    address = f"/kalender/min/anmalda/{strangers.pk}/"
    assert client.get(address).status_code == 404
    for action in ("approve", "decline", "cancel", "note", "move"):
        assert client.post(address, {"action": action, "way": "on-site", "note": "x"}).status_code == 404
    strangers.refresh_from_db()
    assert (strangers.status, strangers.note) == ("confirmed", "")


def test_a_note_is_kept_for_hosts_and_shown_as_text(event, client, member):
    ada = registered(event, "Ada")
    client.force_login(member)
    client.post(f"/kalender/traffen/anmalda/{ada.pk}/", {"action": "note", "note": "<i>ringer</i> i morgon"})
    assert "&lt;i&gt;ringer&lt;/i&gt; i morgon" in client.get("/kalender/traffen/anmalda/").content.decode()
    longer = client.post(f"/kalender/traffen/anmalda/{ada.pk}/", {"action": "note", "note": "x" * 301})
    assert "x" * 301 in longer.content.decode()


def test_the_history_tells_what_hosts_did_and_names_nobody(event, member):
    ada = registered(event, "Ada")
    hosting.note(ada, "Allergisk", by=member)
    hosting.cancel(ada, by=member)
    hosting.add(event, name="Östen", email="osten@example.org", way="on-site", by=member)
    mailing.send(Mail(event, "Hej", "Ta med Ada."), to=1, by=member)
    logged = ModelLogEntry.objects.for_instance(event)
    assert {entry.action for entry in logged} == {"events.note", "events.cancel", "events.add", "events.mail_group"}
    assert all(entry.message != entry.action for entry in logged)
    words = " ".join(f"{entry.label} {entry.data}" for entry in logged)
    assert not any(secret in words for secret in ("Ada", "Östen", "example.org", "Allergisk"))


def test_the_list_is_found_by_name_companion_address_way_and_answer(event, client, member):
    question = Question.objects.create(event=event, kind="one", label="Roll", options="Forskare\nFörening")
    Event.objects.update(most_companions=2)
    event.refresh_from_db()
    event.pools.filter(way="on-site").update(capacity=9)
    ada = registered(event, "Ada", companions=["Östen Öst"])
    bo = registered(event, "Bo")
    Answer.objects.create(registration=ada, question=question, label="Roll", value="Forskare")
    Answer.objects.create(registration=bo, question=question, label="Roll", value="Förening")
    client.force_login(member)

    def shown(query: str) -> set[str]:
        page = client.get(f"/kalender/traffen/anmalda/?{query}").content.decode()
        return {name for name in ("Ada", "Bo") if f"<bdi>{name}</bdi></a>" in page}

    assert shown("") == {"Ada", "Bo"}
    assert shown("q=AD") == shown("q=ada%40example") == shown("q=Östen") == {"Ada"}
    assert shown("q=%25") == shown("q=_") == shown("way=online") == set()
    assert shown(f"answer-{question.pk}=Förening") == {"Bo"}
    # What is not known is left out.
    assert shown(f"status=x&way=y&answer-{question.pk}=z&page=10000") == {"Ada", "Bo"}


def test_what_people_need_is_said_to_hosts_of_those_with_seats_alone(event, client, member):
    question = Question.objects.create(event=event, kind="diet", label="Mat")
    ada, bo = (registered(event, name) for name in ("Ada", "Bo"))
    Answer.objects.create(registration=ada, question=question, label="Mat", value="<b>vegan</b>", is_sensitive=True)
    Answer.objects.create(registration=bo, question=question, label="Mat", value="nötter", is_sensitive=True)
    registering.withdraw(bo)
    client.force_login(member)
    page = client.get("/kalender/traffen/anmalda/").content.decode()
    assert "&lt;b&gt;vegan&lt;/b&gt;" in page
    assert "nötter" not in page


def test_the_list_costs_the_same_however_many_there_are(event, client, member, django_assert_num_queries):
    client.force_login(member)
    event.pools.filter(way="on-site").update(capacity=50)
    registered(event, "Ada")

    def queries() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            assert client.get("/kalender/traffen/anmalda/").status_code == 200
        return len(captured)

    few = queries()
    for number in range(10):
        registered(event, f"Person{number}")
    assert queries() == few


def test_a_mail_is_shown_as_it_will_be_and_goes_out_once(event, client, member):
    ada, bo = (registered(event, name, language=language) for name, language in (("Ada", "sv"), ("Bo", "en")))
    registered(event, "Cilla", "waiting")
    client.force_login(member)
    address = "/kalender/traffen/anmalda/mejl/"
    form = {"status": "confirmed", "subject": "Vi börjar tio", "text": "Ingången är\nfrån gården & <b>inte</b> gatan."}
    shown = client.post(address, {**form, "action": "look"}).content.decode()
    assert not mail.outbox
    assert "Det här går till 2 personer" in shown
    assert "från gården &amp; &lt;b&gt;inte&lt;/b&gt; gatan." in shown
    assert "Värden för den här träffen" in shown
    assert "The host of this meetup" in shown
    assert token_of(ada) not in shown
    for _click in range(2):
        assert client.post(address, {**form, "action": "send", "to": "2"}).status_code == 302
    assert {letter.to[0]: letter.subject for letter in mail.outbox} == {
        "ada@example.org": "Vi börjar tio",
        "bo@example.org": "Vi börjar tio",
    }
    assert len(mail.outbox) == 2
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert "från gården & <b>inte</b> gatan." in letters["ada@example.org"].body
    assert "Värden för den här träffen" in letters["ada@example.org"].body
    assert "The host of this meetup" in letters["bo@example.org"].body
    assert token_of(bo) in letters["bo@example.org"].body
    assert token_of(ada) not in letters["bo@example.org"].body
    assert letters["bo@example.org"].reply_to == ["verkstan@example.org"]


def test_a_mail_does_not_go_to_more_than_were_shown_nor_to_unconfirmed_addresses(event, client, member):
    registered(event, "Ada")
    registered(event, "Bo", "held")
    client.force_login(member)
    address = "/kalender/traffen/anmalda/mejl/"
    form = {"status": "", "subject": "Hej", "text": "Hej.", "action": "send"}
    page = client.post(address, {**form, "to": "2"}).content.decode()
    assert "Gruppen har ändrats" in page
    assert not mail.outbox
    client.post(address, {**form, "to": "1"})
    assert [letter.to[0] for letter in mail.outbox] == ["ada@example.org"]


def test_a_mail_has_one_line_of_subject_and_comes_not_more_than_five_times_a_day(event, client, member):
    registered(event, "Ada")
    client.force_login(member)
    address = "/kalender/traffen/anmalda/mejl/"
    form = {"status": "", "subject": "Hej\r\nBcc: x@example.org", "text": "Hej.", "action": "send", "to": "1"}
    assert client.post(address, form).status_code == 422
    assert not mail.outbox
    for number in range(6):
        client.post(address, {**form, "subject": f"Hej {number}"})
    assert len(mail.outbox) == 5
    assert "räcker" in client.post(address, {**form, "subject": "Hej 6"}).content.decode()


def test_a_keeper_of_the_organisation_runs_the_meetup_until_they_keep_it_no_longer(client):
    from tests.directory.factories import OrganisationFactory

    keeper = User.objects.create_user("skotare@example.org")
    event = EventFactory(slug="byns", organisation=OrganisationFactory(kept_by=keeper))
    client.force_login(keeper)
    assert client.get("/kalender/byns/anmalda/lagg-till/").status_code == 200
    event.organisation.memberships.all().delete()
    form = {"name": "Bo", "way": "on-site"}
    assert client.post("/kalender/byns/anmalda/lagg-till/", form).status_code == 404
    assert not Registration.objects.exists()
