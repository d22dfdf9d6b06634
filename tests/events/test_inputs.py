"""Whatever is sent: never an error of ours, never more than was meant."""

from email import message_from_bytes
from email.policy import default
from http import HTTPStatus

import pytest
from django.core import mail
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.models import Event, Question, Registration
from events.services.links import token_of
from events.services.registering import normalised
from portal.plugins.guarded_forms import mark
from tests.events.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_search")]
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
inputs = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@pytest.fixture
def event():
    return EventFactory(slug="traffen", seats_on_site=1000)


def opened(slug, seconds=60):
    """What the hidden field says of a form of the meetup `slug` that was opened so long ago."""
    return mark(Event.objects.get(slug=slug).pk, seconds)


def post(client, **data):
    return client.post("/kalender/traffen/", {"opened": opened("traffen"), **data}, headers=SAME_ORIGIN)


@inputs
@given(name=st.text(max_size=200), email=st.one_of(st.text(max_size=60), st.emails()))
def test_any_text_is_taken_or_refused_with_words(event, client, name, email):
    response = post(client, name=name, email=email)
    assert response.status_code in {HTTPStatus.FOUND, HTTPStatus.UNPROCESSABLE_ENTITY}


@inputs
@given(token=st.text(alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="/?#%"), min_size=1))
def test_no_token_that_was_not_mailed_leads_anywhere(event, client, token):
    post(client, name="Åsa", email="asa@example.org")
    assert client.get(f"/kalender/anmalan/{token}/").status_code == HTTPStatus.NOT_FOUND


@given(st.text())
def test_what_is_kept_has_one_form(text):
    try:
        kept = normalised(text)
    except ValueError:
        return
    assert normalised(kept) == kept == kept.strip()


@pytest.mark.parametrize("field", ["name", "email"])
def test_a_line_break_adds_no_header(field, event, client):
    data = {"name": "Åsa", "email": "asa@example.org"}
    data[field] += "\r\nBcc: offer@example.org"
    assert post(client, **data).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not mail.outbox


def test_a_title_with_a_line_break_adds_no_header_and_no_strangers_words_are_mailed(event, client):
    type(event).objects.filter(pk=event.pk).update(title="Träff\r\nBcc: offer@example.org")
    post(client, name="Vinn http://elak.example.org", email="asa@example.org")
    (sent,) = mail.outbox
    message = message_from_bytes(sent.message().as_bytes(), policy=default)
    assert message["Bcc"] is None
    assert message["To"] == "asa@example.org"
    assert "elak" not in sent.body


def test_a_filled_trap_looks_like_success_and_keeps_nothing(event, client):
    response = post(client, name="Åsa", email="asa@example.org", leave_empty="x")
    assert response["Location"] == "/kalender/traffen/titta-i-mejlen/"
    assert not Registration.objects.exists()


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elak.example.org"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_post_from_elsewhere_is_refused(headers, event, client):
    data = {"name": "Åsa", "email": "asa@example.org"}
    assert client.post("/kalender/traffen/", data, headers=headers).status_code == HTTPStatus.FORBIDDEN


def test_fields_that_the_form_does_not_have_are_ignored(event, client):
    post(client, name="Åsa", email="asa@example.org", status="confirmed", way="online", event="999", id="1")
    registration = Registration.objects.get()
    assert (registration.status, registration.pool.way, registration.event_id) == ("held", "on-site", event.pk)


def test_a_form_serves_its_own_meetup_and_not_for_ever(client, event):
    EventFactory(slug="annan", seats_on_site=10)
    post(client, name="Åsa", email="asa@example.org", opened=opened("annan"))
    post(client, name="Åsa", email="asa@example.org", opened=opened("traffen", seconds=8 * 24 * 3600))
    assert not Registration.objects.exists()
    post(client, name="Åsa", email="asa@example.org")
    assert Registration.objects.count() == 1


def test_an_origin_that_is_no_address_is_refused(client, event):
    response = client.post("/kalender/traffen/", {}, headers={"Origin": "http://["})
    assert response.status_code == HTTPStatus.FORBIDDEN


def test_a_full_meetup_says_so_and_keeps_nothing(client, event):
    EventFactory(slug="full", seats_on_site=0, has_waiting_list=False)
    data = {"name": "Åsa", "email": "asa@example.org", "opened": opened("full")}
    response = client.post("/kalender/full/", data, headers=SAME_ORIGIN)
    assert response.status_code == HTTPStatus.CONFLICT
    assert "Alla platser är tagna" in response.content.decode()
    assert not Registration.objects.exists()


def test_errors_lead_to_their_fields(event, client):
    page = post(client, name="", email="asa@odlarna").content.decode()
    assert 'href="#id_email"' in page
    assert 'aria-invalid="true"' in page


def test_a_full_way_is_no_longer_offered(client):
    event = EventFactory(slug="bada", setting="both", seats_on_site=0, seats_online=5, has_waiting_list=False)
    page = client.get(event.get_absolute_url()).content.decode()
    assert 'value="online"' in page
    assert 'value="on-site"' not in page
    data = {"name": "Åsa", "email": "asa@example.org", "way": "on-site", "opened": opened("bada")}
    response = client.post(event.get_absolute_url(), data, headers=SAME_ORIGIN)
    assert "De platserna är tagna" in response.content.decode()
    assert not Registration.objects.exists()


@inputs
@given(data=st.data())
def test_any_names_and_answers_are_taken_or_refused_with_words(event, client, data):
    event.most_companions = 2
    event.save()
    Question.objects.all().delete()
    texts = st.text(max_size=1100)
    sent = {"name": data.draw(st.text(max_size=110)), "email": "asa@example.org"}
    sent |= {f"companion_{number}": data.draw(st.text(max_size=110)) for number in (1, 2)}
    for kind in Question.Kind.values:
        question = Question.objects.create(
            event=event, kind=kind, label=data.draw(st.text(max_size=200)).replace("\0", ""), options="A\nB"
        )
        sent[f"question_{question.pk}"] = data.draw(st.one_of(texts, st.sampled_from(["A", "0", "on"])))
    Registration.objects.all().delete()
    response = post(client, **sent)
    assert response.status_code in {HTTPStatus.FOUND, HTTPStatus.UNPROCESSABLE_ENTITY}
    for registration in Registration.objects.all():
        page = client.get(f"/kalender/anmalan/{token_of(registration)}/")
        assert page.status_code == HTTPStatus.OK


@pytest.mark.parametrize("action", ["", "erase", "confirm ", "__class__"])
def test_a_button_that_is_not_there_does_nothing(event, client, action):
    post(client, name="Åsa", email="asa@example.org")
    link = f"/kalender/anmalan/{token_of(Registration.objects.get())}/"
    assert client.post(link, {"action": action}, headers=SAME_ORIGIN).status_code == HTTPStatus.FOUND
    assert Registration.objects.get().status == "held"


def test_a_name_in_the_reading_order_of_another_script_turns_nothing_around(event, client):
    post(client, name="שלום", email="asa@example.org", companion_1="سلام")
    page = client.get(f"/kalender/anmalan/{token_of(Registration.objects.get())}/").content.decode()
    assert "<bdi>שלום</bdi>" in page
