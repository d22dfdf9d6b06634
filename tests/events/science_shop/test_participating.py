"""Who goes on after the first meetup of a round."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from events.models import CheckIn, Registration
from events.science_shop.models import Participant, Round, RoundClosing
from events.science_shop.services import forgetting, participating
from events.science_shop.services.links import sign, signer
from events.services.erasing import erase_registrations_of
from tests.directory.factories import PersonFactory
from tests.events.factories import EventFactory
from tests.events.science_shop.factories import RoundFactory
from tests.events.visitors import SAME_ORIGIN, come, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def held():
    """A round whose first meetup is next week, with Åsa and Bo in it."""
    event = EventFactory()
    RoundFactory(title="Odling", slug="odling", meetups={"idea": event}, contact_email="samordnaren@example.org")
    come(event, "Åsa")
    come(event, "Bo", language="en")
    return event


@pytest.fixture
def asked(held):
    """Both were asked the day after."""
    with time_machine.travel(after(held), tick=False):
        participating.gather()
    return held


def after(event, hours: float = 13) -> datetime:
    return event.ends_at + timedelta(hours=hours)


def names() -> list[str]:
    return list(Participant.objects.order_by("pk").values_list("name", flat=True))


def link_in(mail) -> str:
    found = re.search(r"https?://[^/]+(/\S*(?:gar-du-vidare|do-you-go-on)/\S+)", mail.body)
    assert found
    return found[1]


def answer(client, link: str, decision: str = "goes-on", role: str = "organisation"):
    return client.post(link, {"decision": decision, "role": role}, headers=SAME_ORIGIN)


def test_when_nobody_was_at_the_first_meetup_the_page_says_so_once_it_has_been(client, held):
    held.registrations.all().delete()
    coordinator = PersonFactory()
    Round.objects.update(coordinator=coordinator)
    address = "/forskarverkstad/samordna/omgang/odling/deltagare/"
    client.force_login(coordinator)
    assert "Dagen efter den första träffen" in text_of(client.get(address))
    with time_machine.travel(after(held), tick=False):
        client.force_login(coordinator)
        page = client.get(address)
        assert "Ingen står som närvarande på första träffen" in text_of(page)
        assert held.get_absolute_url() in page.text
        held.host = coordinator
        held.save()
        assert f"{held.get_absolute_url()}anmalda/" in client.get(address).text


def test_those_with_a_seat_are_asked_once_each_in_their_language(held, mailoutbox):
    mailoutbox.clear()
    with time_machine.travel(after(held, 11), tick=False):
        assert participating.gather() == 0
    with time_machine.travel(after(held), tick=False):
        assert participating.gather() == 2
        assert participating.gather() == 0
    swedish, english = mailoutbox
    assert (swedish.to, swedish.subject) == (["asa@example.org"], "Går du vidare i Odling?")
    assert (english.to, english.subject) == (["bo@example.org"], "Do you go on in Odling?")
    assert "365 dagar efter" in swedish.body
    assert swedish.reply_to == ["samordnaren@example.org"]
    assert "/gar-du-vidare/" in swedish.body
    assert "/en/science-shop/do-you-go-on/" in english.body


def test_where_somebody_was_checked_in_those_alone_were_there(held):
    CheckIn.objects.create(registration=Registration.objects.get(name="Bo"))
    with time_machine.travel(after(held), tick=False):
        participating.gather()
        assert names() == ["Bo"]


@pytest.mark.parametrize("what", ["not confirmed", "cancelled", "without an address", "erased"])
def test_others_are_not_asked(held, what):
    asa = Registration.objects.filter(name="Åsa")
    if what == "without an address":
        asa.update(email="", email_key="")
    elif what == "erased":
        erase_registrations_of("asa@example.org")
    else:
        asa.update(status="held" if what == "not confirmed" else "cancelled")
    with time_machine.travel(after(held), tick=False):
        participating.gather()
    assert names() == ["Bo"]


def test_two_people_of_one_address_are_asked_once(held):
    Registration.objects.filter(name="Bo").update(email="Asa@example.org", email_key="asa@example.org")
    with time_machine.travel(after(held), tick=False):
        assert participating.gather() == 1


@pytest.mark.parametrize("what", ["closed", "draft", "later meetup", "long ago", "cancelled"])
def test_nobody_is_asked_of_what_is_not_begun_or_long_over(held, what):
    round = held.round_meetups.get().round
    if what == "closed":
        RoundClosing.objects.create(round=round, at=timezone.now())
    elif what == "draft":
        round.live = False
        round.save()
    elif what == "later meetup":
        held.round_meetups.update(phase="matchmaking")
    elif what == "cancelled":
        held.status = "cancelled"
        held.save()
    with time_machine.travel(after(held, 24 * 30 if what == "long ago" else 13), tick=False):
        assert participating.gather() == 0


def test_the_link_shows_and_only_the_button_answers(asked, client, mailoutbox):
    link = link_in(mailoutbox[-2])
    page = client.get(link)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "Odling" in text_of(page)
    assert Participant.objects.get(name="Åsa").decision == "undecided"
    assert answer(client, link).status_code == 302
    asa = Participant.objects.get(name="Åsa")
    assert (asa.decision, asa.role) == ("goes-on", "organisation")
    assert "Du går vidare." in text_of(client.get(f"{link}?saved"))
    answer(client, link, "leaves", "student")
    asa.refresh_from_db()
    assert (asa.decision, asa.role) == ("leaves", "student")


def test_half_an_answer_is_none_and_keeps_what_was_chosen(asked, client, mailoutbox):
    response = client.post(link_in(mailoutbox[-2]), {"role": "student"}, headers=SAME_ORIGIN)
    assert response.status_code == 422
    assert "Säg ja eller nej." in text_of(response)
    assert 'value="student"' in response.content.decode()
    assert re.search(r'value="student"[^>]*checked', response.content.decode())
    assert not Participant.objects.exclude(decision="undecided").exists()


def test_no_link_but_the_mailed_one_leads_to_it(asked, client, mailoutbox):
    link = link_in(mailoutbox[-2])
    for wrong in (link[:-2] + "x/", "/forskarverkstad/gar-du-vidare/gissad/"):
        assert client.get(wrong).status_code == 404
    # Nor one that was signed for something else.
    asa = Participant.objects.get(name="Åsa")
    assert client.get(f"/forskarverkstad/gar-du-vidare/{sign(asa.key, signer)}/").status_code == 404


def test_once_the_round_has_ended_nothing_is_decided(asked, client, mailoutbox):
    RoundClosing.objects.create(round=asked.round_meetups.get().round, at=timezone.now())
    link = link_in(mailoutbox[-2])
    answer(client, link)
    assert Participant.objects.get(name="Åsa").decision == "undecided"
    assert "Omgången är avslutad" in text_of(client.get(link))


def test_whoever_is_forgotten_has_no_page_and_is_not_asked_again(asked, client, mailoutbox):
    link = link_in(mailoutbox[-2])
    erase_registrations_of("asa@example.org")
    forgetting.erase_participant("asa@example.org")
    assert client.get(link).status_code == 404
    assert answer(client, link).status_code == 404
    with time_machine.travel(after(asked), tick=False):
        assert participating.gather() == 0


def test_who_does_not_answer_is_reminded_once_after_a_week(asked, client, mailoutbox):
    answer(client, link_in(mailoutbox[-1]))
    mailoutbox.clear()
    with time_machine.travel(after(asked, 24 * 7), tick=False):
        assert participating.remind() == 0
    with time_machine.travel(after(asked, 24 * 8), tick=False):
        assert participating.remind() == 1
        assert participating.remind() == 0
    assert [mail.to for mail in mailoutbox] == [["asa@example.org"]]
    assert mailoutbox[0].subject == "Vi har inte hört av dig: går du vidare i Odling?"


def test_whoever_coordinates_the_round_alone_sees_who_and_what_they_decided(asked, client, member, mailoutbox):
    answer(client, link_in(mailoutbox[-2]))
    round = asked.round_meetups.get().round
    page = "/forskarverkstad/samordna/omgang/odling/deltagare/"
    client.force_login(member)
    assert client.get(page).status_code == 404
    RoundFactory(coordinator=member)
    assert client.get(page).status_code == 404
    round.coordinator = member
    round.save()
    shown = text_of(client.get(page))
    for words in ("Åsa", "asa@example.org", "Går vidare", "Från en organisation", "Bo", "Har inte svarat"):
        assert words in shown
    file = client.get("/forskarverkstad/samordna/omgang/odling/deltagare.csv").content.decode()
    assert '"Åsa";"asa@example.org";"Från en organisation";"Går vidare"' in file
    assert "Deltagare" not in text_of(client.get(round.get_absolute_url()))
