"""Seats held for those whom somebody who runs the meetup invites."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events.models import Registration
from events.services import erasing, inviting, registering, seats
from events.services.checking import check
from events.services.hosting import HostRefused
from events.services.inviting import Guest, Invited, newcomers
from events.services.links import token_of
from events.standing import standing_of
from tests.events.factories import EventFactory
from tests.events.visitors import come

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def guests(number: int, start: int = 0) -> list[Guest]:
    return [Guest(f"Gäst {one}", f"gast{one}@example.org") for one in range(start, start + number)]


def invited(event) -> list[Registration]:
    return list(event.registrations.filter(is_added_by_host=True).order_by("pk"))


def counts(event) -> tuple[int, int]:
    pool = event.pools.get(way="on-site")
    assert (pool.taken, pool.waiting) == seats.counted(pool)
    assert check() == []
    return pool.taken, pool.waiting


def test_each_has_a_seat_held_and_a_mail_by_which_to_take_it(member, mailoutbox):
    event = EventFactory(hours_to_claim=48, days_kept=30)
    guest = Guest("Åsa", "Asa@Example.org", "en", "Because you asked a question.")
    assert inviting.invite(event, [guest, *guests(1)], by=member) == Invited(2, 0, 0)
    asa, _other = invited(event)
    assert (asa.status, asa.seats, asa.confirmed_at, asa.email_key) == ("offered", 1, None, "asa@example.org")
    assert abs(asa.held_until - timezone.now() - timedelta(hours=48)) < timedelta(minutes=1)
    assert counts(event) == (2, 0)
    english, swedish = mailoutbox
    assert english.subject == f"You are invited: {event.title}"
    for words in ("Because you asked a question.", token_of(asa), "erase them 30 days after the meetup"):
        assert words in english.body
    assert swedish.subject == f"Du är bjuden: {event.title}"
    registering.confirm(token_of(asa))
    asa.refresh_from_db()
    assert (asa.status, counts(event)) == ("confirmed", (2, 0))


def test_no_seat_is_held_beyond_the_beginning(member):
    event = EventFactory(starts_at=timezone.now() + timedelta(hours=2))
    inviting.invite(event, guests(1), by=member)
    assert invited(event)[0].held_until == event.starts_at


def test_before_the_registration_opens_to_others_those_invited_can_take_theirs(member):
    event = EventFactory(opens_at=timezone.now() + timedelta(days=2))
    inviting.invite(event, guests(1), by=member)
    registering.confirm(token_of(invited(event)[0]))
    assert invited(event)[0].status == "confirmed"


def test_nobody_is_invited_twice_whatever_they_answered(member, mailoutbox):
    event = EventFactory(hours_to_claim=24)
    everybody = guests(3)
    inviting.invite(event, everybody, by=member)
    takes, declines, _silent = invited(event)
    registering.confirm(token_of(takes))
    registering.cancel(token_of(declines))
    with time_machine.travel(timezone.now() + timedelta(hours=60)):
        seats.release_expired()
        erasing.erase_old_registrations()
        mailoutbox.clear()
        assert newcomers(event, everybody) == []
        assert inviting.invite(event, [*everybody, *guests(1, 3)], by=member) == Invited(1, 3, 0)
    assert [mail.to for mail in mailoutbox] == [["gast3@example.org"]]
    assert [one.status for one in invited(event)] == ["confirmed", "cancelled", "expired", "offered"]
    assert counts(event) == (2, 0)


def test_whoever_is_registered_already_is_not_touched(member, mailoutbox):
    event = EventFactory()
    asa = come(event, "Åsa")
    mailoutbox.clear()
    assert inviting.invite(event, [Guest("Åsa A", "ASA@example.org")], by=member) == Invited(0, 1, 0)
    asa.refresh_from_db()
    assert (asa.status, len(mailoutbox), counts(event)) == ("confirmed", 0, (1, 0))


def test_whoever_never_confirmed_what_was_asked_in_their_name_is_invited(member):
    event = EventFactory()
    come(event, "Bo", confirms=False)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert inviting.invite(event, [Guest("Bo", "bo@example.org")], by=member) == Invited(1, 0, 0)
        assert counts(event) == (1, 0)


def test_when_the_seats_are_taken_the_others_are_counted_and_get_no_mail(member, mailoutbox):
    event = EventFactory(seats_on_site=2)
    assert inviting.invite(event, guests(5), by=member) == Invited(2, 0, 3)
    assert (counts(event), len(mailoutbox)) == ((2, 0), 2)


def test_those_who_wait_are_not_overtaken(member):
    event = EventFactory(seats_on_site=2, most_companions=2)
    come(event, "Åsa", "Bo")
    come(event, "Cia", "Dan")
    registering.change(Registration.objects.get(name="Åsa"), companions=[])
    assert counts(event) == (1, 1)
    assert inviting.invite(event, guests(1), by=member) == Invited(0, 0, 1)


def test_a_seat_online_is_held_when_the_room_is_full(member):
    event = EventFactory(setting="both", seats_on_site=1, seats_online=1)
    assert inviting.invite(event, guests(3), by=member) == Invited(2, 0, 1)
    assert [one.pool.way for one in invited(event)] == ["on-site", "online"]


def test_a_seat_that_nobody_takes_goes_to_those_who_wait_and_to_others(member, mailoutbox):
    event = EventFactory(seats_on_site=1, hours_to_claim=24)
    inviting.invite(event, guests(1), by=member)
    waits = come(event, "Åsa")
    assert (waits.status, counts(event)) == ("waiting", (1, 1))
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert seats.release_expired() == 1
        waits.refresh_from_db()
        late = invited(event)[0]
        assert (waits.status, late.status, counts(event)) == ("offered", "expired", (1, 0))
        assert standing_of(late).heading == "Platsen som vi höll åt dig är borta"
    assert [mail.to[0] for mail in mailoutbox[-2:]] == ["gast0@example.org", "asa@example.org"]


def test_whoever_says_no_frees_the_seat_at_once(member):
    event = EventFactory(seats_on_site=1)
    inviting.invite(event, guests(1), by=member)
    registering.cancel(token_of(invited(event)[0]))
    assert counts(event) == (0, 0)
    assert come(event, "Åsa").status == "confirmed"


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "cancelled", "status_note": "Sjuk."},
        {"live": False},
        {"starts_at": timezone.now() - timedelta(hours=1)},
        {"registration": "elsewhere", "registration_url": "https://example.org/"},
    ],
)
def test_nobody_is_invited_to_what_cannot_be_registered_for(member, fields):
    event = EventFactory(**fields)
    with pytest.raises(HostRefused):
        inviting.invite(event, guests(1), by=member)
    assert not event.registrations.exists()


@pytest.mark.parametrize("name", ["", "Å\x00sa", "Å\u200bsa"])
def test_whose_name_cannot_be_kept_is_called_by_their_address(member, name):
    event = EventFactory()
    assert inviting.invite(event, [Guest(name, "asa@example.org")], by=member).invited == 1
    assert invited(event)[0].name == "asa@example.org"


def test_hosts_are_told_who_was_invited_once_they_have_said_yes(client, member):
    event = EventFactory(host=member)
    inviting.invite(event, [Guest("Asta Asking", "asta@example.org")], by=member)
    client.force_login(member)
    page, (asta,) = f"/kalender/{event.slug}/anmalda/", invited(event)
    places = (page, f"{page}{asta.pk}/", f"{page[:-1]}.csv")
    for place in places:
        shown = client.get(place).text
        assert "Inbjuden, har inte svarat" in shown
        assert "Asta" not in shown
        assert "asta@" not in shown
    assert f"{page}{asta.pk}/" not in client.get(f"{page}?q=Asta").text
    assert "Asta" not in client.post(f"{page}{asta.pk}/", {"action": "cancel"}, follow=True).text
    assert "Inbjuden, har inte sagt ja" in client.get(page).text
    Registration.objects.filter(pk=asta.pk).delete()
    inviting.invite(event, [Guest("Asta Asking", "asta@example.org")], by=member)
    (asta,) = invited(event)
    registering.confirm(token_of(asta))
    for place in (page, f"{page}{asta.pk}/", f"{page[:-1]}.csv", f"{page}?q=Asta"):
        assert "Asta Asking" in client.get(place).text
