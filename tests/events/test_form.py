"""The form on a meetup's page: what it says, what it asks, and that nothing typed is lost."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events.models import Registration
from tests.events.factories import EventFactory
from tests.events.visitors import ask, come, send, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_search")]


@pytest.fixture
def event():
    return EventFactory(most_companions=3)


def page_of(client, event) -> str:
    return text_of(client.get(event.get_absolute_url()))


def test_a_plain_meetup_asks_for_two_things_and_says_what_is_kept_why_and_until_when(client):
    page = client.get(EventFactory(days_kept=14).get_absolute_url()).content.decode()
    form = page.split("<form", 2)[-1].split("</form>")[0]
    assert form.count(" required") == 2
    assert "GDPR artikel 6.1 b). Värdarna ser det." in form
    assert "raderar det 14 dagar efter träffen" in form
    assert "9.2 a" not in form


def test_companions_are_registered_by_name_and_empty_rows_are_nobody(client, event):
    assert send(client, event, companion_1=" Bo  Ek ", companion_3="Cia").status_code == 302
    registration = Registration.objects.get()
    assert registration.seats == 3
    assert [person.name for person in registration.people] == ["Åsa", "Bo Ek", "Cia"]
    assert event.pools.get(way="on-site").taken == 3


def test_more_companions_than_may_come_are_nobody(client, event):
    send(client, event, companion_4="Dan", companion_99="Eva")
    assert Registration.objects.get().seats == 1


def test_bad_input_loses_nothing_and_leads_from_the_summary_to_each_field(client, event):
    question = ask(event, "text", "Vad vill du prata om?")
    response = send(client, event, email="asa@", companion_2="Bo\u202eEk", **{f"question_{question.pk}": "Odling"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_email"' in page
    assert 'href="#id_companion_2"' in page
    assert '<details class="form-more" open>' in page
    for kept in ('value="Åsa"', 'value="asa@"', "Odling</textarea>"):
        assert kept in page
    assert not Registration.objects.exists()


def test_the_rows_for_companions_are_closed_until_somebody_is_named(client, event):
    page = client.get(event.get_absolute_url()).content.decode()
    assert '<details class="form-more">' in page
    assert "Du får ta med högst 3" in page


def test_a_party_that_can_never_have_seats_is_told_so_beside_the_name(client):
    event = EventFactory(seats_on_site=2, most_companions=3)
    response = send(client, event, companion_1="Bo", companion_2="Cia")
    assert response.status_code == 422
    assert "Det finns 2 platser i allt" in text_of(response)
    assert 'href="#id_companion_2"' in response.content.decode()


def test_a_party_too_large_for_what_is_left_is_told_how_many_are_free(client):
    event = EventFactory(seats_on_site=3, most_companions=3, has_waiting_list=False)
    come(event, "Dan", "Eva")
    response = send(client, event, companion_1="Bo")
    assert response.status_code == 409
    assert "1 plats är ledig, och ni är 2." in text_of(response)
    assert 'value="Bo"' in response.content.decode()


def test_a_full_meetup_tells_the_rule_of_its_waiting_list(client):
    event = EventFactory(seats_on_site=1, hours_to_claim=12)
    come(event, "Dan")
    page = page_of(client, event)
    assert "du kan ställa dig på väntelistan" in page
    assert "i den ordning som man har bekräftat" in page
    assert "Ingen går före" in page
    assert "håller platsen åt dig i 12 timmar" in page
    assert "tillsammans" not in page
    assert "Ställ mig på väntelistan" in page


def test_with_room_left_nothing_is_said_of_waiting(client, event):
    assert "väntelista" not in page_of(client, event)


def test_what_is_free_while_others_wait_is_said_to_be_kept_for_them(client):
    event = EventFactory(seats_on_site=2, most_companions=1)
    come(event, "Dan")
    come(event, "Eva", "Fia")
    assert "Det som är ledigt hålls åt dem som står på väntelistan" in page_of(client, event)


def test_one_full_way_of_two_says_so_where_it_is_chosen(client):
    event = EventFactory(setting="both", seats_on_site=1, seats_online=5)
    come(event, "Dan")
    page = page_of(client, event)
    assert "På plats (fullt: väntelista)" in page
    assert "På nätet (fullt" not in page


def test_a_host_who_decides_is_said_to_answer(client):
    page = page_of(client, EventFactory(registration="approval"))
    assert "Värdarna läser varje anmälan och svarar med mejl" in page
    assert "Ansök om plats" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"opens_at": timezone.now() + timedelta(days=2)}, "Anmälan öppnar "),
        ({"closes_at": timezone.now() - timedelta(hours=1)}, "Anmälan har stängt."),
        ({"registration": "none"}, "Ingen anmälan behövs"),
        ({"registration": "elsewhere", "registration_url": "https://example.org/"}, "på en egen webbplats"),
        ({"status": "cancelled"}, "Träffen är inställd och tar inte emot anmälningar"),
        ({"status": "postponed"}, "När det finns ett nytt datum kan du anmäla dig här"),
        ({"starts_at": timezone.now() - timedelta(days=2)}, "Träffen är över"),
    ],
)
def test_where_there_is_no_form_a_sentence_says_why(client, fields, sentence):
    response = client.get(EventFactory(**fields).get_absolute_url())
    assert sentence in text_of(response)
    assert 'name="email"' not in response.content.decode()


def test_a_page_that_was_open_for_a_week_is_sent_again_with_all_that_was_typed(client, event):
    response = send(client, event, seconds=8 * 24 * 3600, companion_1="Bo")
    page = response.content.decode()
    assert response.status_code == 422
    assert "öppen länge" in page
    assert 'value="Bo"' in page
    renewed = page.split('name="opened" value="')[1].split('"')[0]
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        send(client, event, opened=renewed, companion_1="Bo")
    assert Registration.objects.get().seats == 2


def test_a_registration_that_closes_while_the_form_is_open_says_so(client, event):
    event.closes_at = timezone.now() - timedelta(minutes=1)
    event.save()
    response = send(client, event)
    assert response.status_code == 409
    assert "Anmälan har stängt." in text_of(response)


def test_words_in_another_language_than_the_readers_are_marked(client, event):
    ask(event, "one", "Varifrån?", options="Lund\nMalmö")
    address = event.get_absolute_url()
    assert 'lang="sv">Varifrån?' not in client.get(address).content.decode()
    page = client.get(address.replace("/kalender/", "/en/calendar/")).content.decode()
    assert '<span lang="sv">Varifrån?</span>' in page
    assert '<span lang="sv">Malmö</span>' in page


def test_the_form_costs_the_same_with_many_questions(client, event, django_assert_max_num_queries):
    for number in range(12):
        ask(event, "text", f"Fråga {number}")
    with django_assert_max_num_queries(40) as few:
        client.get(event.get_absolute_url())
    before = len(few)
    for number in range(12):
        ask(event, "text", f"Till {number}")
    with django_assert_max_num_queries(before):
        client.get(event.get_absolute_url())
