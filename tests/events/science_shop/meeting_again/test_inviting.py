"""Whom a follow-up meetup concerns, and who is invited to it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Registration
from events.science_shop.models import Follower, RoundMeetup
from events.science_shop.services import meeting_again
from tests.events.factories import EventFactory
from tests.events.science_shop.factories import (
    QuestionFactory,
    ResearcherFactory,
    RoundFactory,
    brought_together,
    taken,
)
from tests.events.science_shop.meeting_again.steps import PAGES, goes_on, on_agenda
from tests.events.visitors import come, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_whom_the_meetup_concerns_is_invited_once_with_the_reason(own, event, coordinator, mailoutbox):
    asked = QuestionFactory(round=own, title="Vad ger odling?", contact_name="Asta", contact_email="asta@example.org")
    on_agenda(event, asked)
    takes, matched, half = (ResearcherFactory(name=name) for name in ("Tora", "Maja", "Hilma"))
    taken(asked, takes)
    brought_together(asked, matched, researcher_said=True, asker_said=True)
    brought_together(asked, half, researcher_said=True)
    taken(asked, ResearcherFactory(name="Lena"), state="handed-back", ended_at=timezone.now())
    Follower.objects.create(
        question=asked, email="f@example.org", email_key="f@example.org", confirmed_at=timezone.now()
    )
    goes_on(own, "Paula", language="en")
    goes_on(own, "Asta")
    goes_on(own, "Nils", decision="leaves")
    goes_on(own, "Ulla", decision="undecided", decided_at=None)
    goes_on(RoundFactory(), "Olle")
    QuestionFactory(round=own, contact_name="Utanför")
    found = meeting_again.concerned(event, coordinator)
    assert [(one.reason, one.guest.name) for one in found] == [
        *(("asks", "Asta"), ("works", "Tora"), ("works", "Maja"), ("goes-on", "Paula"))
    ]
    done = meeting_again.invite(event, by=coordinator)
    assert (done.invited, done.known, done.without_seat) == (4, 0, 0)
    asta = next(mail for mail in mailoutbox if mail.to == ["asta@example.org"])
    assert "Din fråga står på dagordningen: Vad ger odling?" in asta.body
    assert "Du har sagt att du går vidare i omgången Odling." in asta.body
    paula = next(mail for mail in mailoutbox if mail.to == ["paula@example.org"])
    assert "You have said that you go on in the round Odling." in paula.body
    assert meeting_again.to_invite(event, coordinator) == []
    assert meeting_again.invite(event, by=coordinator).known == 4


def test_those_who_ask_come_first_when_there_are_few_seats(own, coordinator):
    event = EventFactory(seats_on_site=1)
    RoundMeetup.objects.create(round=own, phase="return", event=event)
    goes_on(own, "Paula")
    on_agenda(event, QuestionFactory(round=own, contact_name="Asta"))
    assert meeting_again.invite(event, by=coordinator).without_seat == 1
    assert list(event.registrations.values_list("name", flat=True)) == ["Asta"]


def test_who_is_invited_is_shown_before_and_told_after(signed_in, own, event, mailoutbox):
    goes_on(own, "Paula")
    goes_on(own, "Åsa", email="asa@example.org")
    come(event, "Åsa")
    mailoutbox.clear()
    page = signed_in.get(f"{PAGES}bjud-in/")
    shown = text_of(page)
    assert "Paula paula@example.org" in shown
    assert "asa@example.org" not in shown
    assert "i 48 timmar" in shown
    assert mailoutbox == []
    answer = signed_in.post(f"{PAGES}bjud-in/", {"to": "1"}, follow=True)
    assert "1 person är bjuden." in answer.content.decode()
    assert Registration.objects.get(name="Paula").status == "offered"
    assert "Ingen är kvar att bjuda in" in text_of(answer)
    assert [mail.to for mail in mailoutbox] == [["paula@example.org"]]


def test_nobody_is_invited_whom_the_coordinator_has_not_seen(signed_in, own, event, mailoutbox):
    goes_on(own, "Paula")
    goes_on(own, "Petra")
    answer = signed_in.post(f"{PAGES}bjud-in/", {"to": "1"})
    assert answer.status_code == 409
    assert "Petra" in text_of(answer)
    assert (event.registrations.count(), mailoutbox) == (0, [])


def test_to_a_meetup_that_is_off_nobody_can_be_invited(signed_in, own, event):
    goes_on(own, "Paula")
    event.status = "cancelled"
    event.save()
    for page in ("dagordning/", "bjud-in/"):
        assert "Träffen blir inte av: ingen bjuds in." in text_of(signed_in.get(f"{PAGES}{page}"))
    answer = signed_in.post(f"{PAGES}bjud-in/", {"to": "1"}, follow=True)
    assert "Ingen kan bjudas in till träffen nu." in answer.content.decode()
    assert not event.registrations.exists()


def test_to_a_meetup_that_is_over_nobody_is_offered_to_be_invited(signed_in, own, event):
    goes_on(own, "Paula")
    assert f'href="{PAGES}bjud-in/"' in signed_in.get(f"{PAGES}dagordning/").content.decode()
    now = timezone.now()
    type(event).objects.filter(pk=event.pk).update(
        starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1), opens_at=None, closes_at=None
    )
    page = signed_in.get(f"{PAGES}dagordning/").content.decode()
    assert f'href="{PAGES}bjud-in/"' not in page
    assert "Träffen har börjat eller är över" in page
    invite = signed_in.get(f"{PAGES}bjud-in/").content.decode()
    assert "Träffen har börjat eller är över" in invite
    assert 'name="to"' not in invite
