"""The page of one registration: what holds now, what can be done, and what is changed by it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events.models import Registration
from events.services import registering, seats
from events.services.publishing import follow
from tests.events.factories import EventFactory
from tests.events.visitors import SAME_ORIGIN, ask, come, link_to, press, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_search")]
LINK = "https://video.example.org/m/abc"


@pytest.fixture
def event():
    return EventFactory(seats_on_site=2, most_companions=2)


def seen(client, registration) -> str:
    return text_of(client.get(link_to(registration)))


def status(registration) -> str:
    registration.refresh_from_db()
    return registration.status


def change(client, registration, **data):
    return client.post(f"{link_to(registration)}andra/", data, headers=SAME_ORIGIN)


def test_who_has_not_confirmed_sees_until_when_and_confirms(client, event):
    registration = come(event, confirms=False)
    page = seen(client, registration)
    assert "Vi håller den åt dig till klockan" in page
    assert "Det var inte jag: radera" in page
    assert "Du har en plats" in seen_after(client, registration, "confirm")
    assert status(registration) == "confirmed"


def seen_after(client, registration, action) -> str:
    return text_of(press(client, link_to(registration), action))


def test_whoever_waits_sees_their_place_and_why_not_yet(client, event):
    come(event, "Dan")
    come(event, "Eva")
    first, second = come(event, "Fia", "Frida"), come(event, "Gun")
    assert "nummer 1" in seen(client, first)
    assert "Nästa som blir lediga är era, när de är 2." in seen(client, first)
    page = seen(client, second)
    assert "nummer 2" in page
    assert "1 anmälan står före din" in page
    assert "Ingen går före" in page
    registering.withdraw(Registration.objects.get(name="Dan"))
    assert "1 plats är ledig, men ni är 2. Den hålls åt er" in seen(client, first)
    assert "1 plats är ledig, och hålls åt dem som står först" in seen(client, second)


def test_a_party_that_no_longer_fits_is_told_to_bring_fewer(client, event):
    come(event, "Dan")
    come(event, "Eva")
    party = come(event, "Fia", "Frida")
    event.pools.update(capacity=1, taken=1)
    assert "Det finns 1 platser i allt, och ni är 2" in seen(client, party)


def test_an_offer_is_taken_or_turned_down(client, event):
    come(event, "Dan", "Disa")
    fia, gun = come(event, "Fia"), come(event, "Gun")
    registering.withdraw(Registration.objects.get(name="Dan"))
    page = seen(client, fia)
    assert "Det finns plats för dig" in page
    assert "Ta platsen" in page
    assert "Nej tack" in page
    press(client, link_to(fia), "confirm")
    press(client, link_to(gun), "cancel")
    assert (status(fia), status(gun)) == ("confirmed", "cancelled")


def test_an_offer_not_taken_in_time_says_what_to_do_now(client, event):
    come(event, "Dan", "Disa")
    fia = come(event, "Fia")
    registering.withdraw(Registration.objects.get(name="Dan"))
    seats.release_expired(now=timezone.now() + timedelta(hours=25))
    page = seen(client, fia)
    assert "Platsen som vi höll åt dig är borta" in page
    assert "Anmäl dig igen" in page


@pytest.mark.parametrize(
    ("way", "confirms", "sees"), [("online", True, True), ("online", False, False), ("on-site", True, False)]
)
def test_the_link_online_is_for_those_who_have_confirmed_a_seat_there(client, way, confirms, sees):
    event = EventFactory(setting="both", seats_online=5, online_link=LINK)
    registration = come(event, way=way, confirms=confirms)
    assert (LINK in client.get(link_to(registration)).content.decode()) == sees
    registering.withdraw(registration)
    assert LINK not in client.get(link_to(registration)).content.decode()


def test_whoever_asks_the_host_waits_for_the_answer(client):
    registration = come(EventFactory(registration="approval"))
    page = seen(client, registration)
    assert "Värden har din ansökan" in page
    assert "Ta tillbaka min ansökan" in page


def test_one_whom_the_host_declined_is_told_kindly(client, event):
    registration = come(event)
    Registration.objects.update(status="declined")
    assert "Värden kan inte ge dig en plats" in seen(client, registration)


def test_it_was_not_me_leaves_nothing_of_who_it_was(client, event):
    question = ask(event, "text", "Fråga")
    registration = come(event, "Åsa", "Bo", confirms=False, answers={question: "Hej"})
    page = text_of(press(client, link_to(registration), "disown"))
    assert "Anmälan är raderad" in page
    assert "Åsa" not in page
    assert not event.registrations.exclude(name="", email="").exists()
    assert not registration.answers.exists()
    assert not registration.companions.exclude(name="").exists()
    assert event.pools.get(way="on-site").taken == 0


def test_after_cancelling_all_can_be_erased(client, event):
    registration = come(event)
    assert "Radera det ni har om mig" not in seen(client, registration)
    assert "Radera det ni har om mig" in seen_after(client, registration, "cancel")
    seen_after(client, registration, "disown")
    registration.refresh_from_db()
    assert (registration.status, registration.email) == ("cancelled", "")


def test_confirming_after_cancelling_says_what_holds_and_changes_nothing(client, event):
    registration = come(event, confirms=False)
    press(client, link_to(registration), "cancel")
    assert "Din anmälan är avbokad" in seen_after(client, registration, "confirm")
    assert status(registration) == "cancelled"


@pytest.mark.parametrize(("state", "words"), [("cancelled", "Träffen är inställd"), ("postponed", "uppskjuten")])
def test_a_meetup_that_does_not_take_place_says_so_and_why(client, event, state, words):
    registration = come(event, confirms=False)
    event.status, event.status_note = state, "Taket läcker."
    event.save()
    page = seen(client, registration)
    assert words in page
    assert "Taket läcker." in page
    press(client, link_to(registration), "confirm")
    assert status(registration) == "held"


def test_a_withdrawn_meetup_leads_nowhere(client, event):
    registration = come(event)
    event.unpublish()
    page = client.get(link_to(registration)).content.decode()
    assert "Träffen är inställd" in page
    assert f'href="{event.get_absolute_url()}"' not in page


def test_afterwards_nothing_is_cancelled_but_all_can_be_erased_and_stays_in_the_numbers(client, event):
    registration = come(event)
    with time_machine.travel(event.ends_at + timedelta(days=1)):
        press(client, link_to(registration), "cancel")
        assert status(registration) == "confirmed"
        page = seen(client, registration)
        assert "Träffen är över" in page
        press(client, link_to(registration), "disown")
    registration.refresh_from_db()
    assert (registration.status, registration.name) == ("confirmed", "")


def test_the_page_stays_out_of_caches_searches_and_referers(client, event):
    registration = come(event)
    for address in (link_to(registration), f"{link_to(registration)}andra/"):
        response = client.get(address)
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex"
        assert "no-store" in response["Cache-Control"]
        assert not response.cookies


def test_companions_way_and_answers_are_changed(client):
    event = EventFactory(setting="both", seats_on_site=5, seats_online=5, most_companions=2)
    text, food = ask(event, "text", "Fråga"), ask(event, "diet", "Mat")
    registration = come(event, "Åsa", "Bo", answers={text: "Hej", food: "Vegan"})
    page = client.get(f"{link_to(registration)}andra/").content.decode()
    for standing in ('value="Bo"', "Hej</textarea>", "Vegan</textarea>"):
        assert standing in page
    data = {"way": "online", "companion_1": "Bo", "companion_2": "Cia", f"question_{text.pk}": "Hallå"}
    response = change(client, registration, **data)
    assert "Det du ändrade är sparat" in text_of(client.get(response["Location"]))
    registration.refresh_from_db()
    assert (registration.pool.way, [person.name for person in registration.people]) == ("online", ["Åsa", "Bo", "Cia"])
    assert [answer.value for answer in registration.answers.all()] == ["Hallå"]
    assert dict(event.pools.values_list("way", "taken")) == {"on-site": 0, "online": 3}


def test_bringing_more_than_is_free_is_refused_kindly_by_number_and_keeps_what_was_typed(client):
    event = EventFactory(seats_on_site=3, most_companions=3)
    registration = come(event)
    come(event, "Dan")
    response = change(client, registration, companion_1="Bo", companion_2="Cia")
    assert response.status_code == 409
    assert "1 plats till är ledig. Du har kvar det du hade." in text_of(response)
    assert 'value="Cia"' in response.content.decode()
    registration.refresh_from_db()
    assert registration.seats == 1


def test_what_is_kept_for_those_who_wait_is_not_free_for_more_companions(client, event):
    registration = come(event)
    come(event, "Dan", "Disa")
    response = change(client, registration, companion_1="Bo")
    assert "Fler platser är inte lediga." in text_of(response)


def test_a_full_way_without_a_waiting_list_is_not_offered_to_change_to(client):
    event = EventFactory(setting="both", seats_on_site=2, seats_online=1, has_waiting_list=False)
    registration = come(event)
    come(event, "Dan", way="online")
    assert client.get(f"{link_to(registration)}andra/").status_code == 302


def test_a_race_for_the_last_seat_online_is_lost_kindly(client):
    event = EventFactory(setting="both", seats_on_site=2, seats_online=1)
    registration = come(event)
    come(event, "Dan", way="online")
    response = change(client, registration, way="online")
    assert response.status_code == 409
    assert "Det finns ingen ledig plats längre. Du har kvar det du hade." in text_of(response)


def test_a_way_that_is_no_longer_offered_stays_whoever_has_it(client):
    event = EventFactory(setting="both", seats_on_site=2, seats_online=2)
    registration = come(event)
    event.setting = "online"
    event.save()
    follow(event)
    page = client.get(f"{link_to(registration)}andra/").content.decode()
    assert 'value="on-site"' in page
    assert 'value="online"' in page


def test_after_the_beginning_a_change_is_refused_with_words(client, event):
    registration = come(event)
    with time_machine.travel(event.starts_at + timedelta(minutes=5)):
        assert client.get(f"{link_to(registration)}andra/").status_code == 302
        response = change(client, registration, companion_1="Bo")
        assert response.status_code == 409
        assert "Inget ändrades: träffen har börjat" in text_of(response)
        assert "Ändra" not in seen(client, registration)
    registration.refresh_from_db()
    assert registration.seats == 1


def test_bad_input_in_a_change_stands_beside_its_field(client, event):
    question = ask(event, "number", "Hur många?", is_required=True)
    registration = come(event)
    response = change(client, registration, companion_1="Bo\u202e")
    page = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_companion_1"' in page
    assert f'href="#id_question_{question.pk}"' in page


def test_a_change_from_another_site_is_refused(client, event):
    registration = come(event)
    address = f"{link_to(registration)}andra/"
    response = client.post(address, {"companion_1": "Bo"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403


def test_where_there_is_nothing_to_change_no_change_is_offered(client):
    registration = come(EventFactory())
    assert "Ändra" not in seen(client, registration)
    assert client.get(f"{link_to(registration)}andra/").status_code == 302


def test_a_link_leads_to_its_own_registration_alone(client, event):
    asa, bo = come(event), come(event, "Bo")
    key, signature = link_to(asa).rstrip("/").rsplit("/", 1)[1].split(".")
    other = link_to(bo).rstrip("/").rsplit("/", 1)[1].split(".")[0]
    assert client.get(f"/kalender/anmalan/{key}.{signature}/").status_code == 200
    for address in (f"{other}.{signature}", key, f"{key}.{signature[:-1]}"):
        assert client.get(f"/kalender/anmalan/{address}/").status_code == 404
        assert client.get(f"/kalender/anmalan/{address}/andra/").status_code == 404
