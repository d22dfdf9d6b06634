"""Following a question by mail: what a link does, what a mail says, and what nobody learns."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from events.science_shop.models import Follower, Stage
from events.science_shop.permissions import BY_LINK, Actor
from events.science_shop.services import following, forgetting, moving
from events.science_shop.vocabulary import Side
from portal.plugins.guarded_forms import mark
from tests.events.science_shop.factories import QuestionFactory, in_a_field, in_days, taken
from tests.events.visitors import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_cache")]
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
COORDINATOR = Actor(None, frozenset({Side.COORDINATOR}))
ADDRESS = "lisa@example.org"


@pytest.fixture
def question():
    question = QuestionFactory(stage=Stage.SEEKING, title="Vad gör en cykelverkstad?")
    in_a_field(question)
    return question


def send(client, question, seconds=60, **data):
    data = {"email": ADDRESS, "opened": mark(["follow", question.pk], seconds)} | data
    return client.post(f"/forskarverkstad/fragor/{question.slug}/folj/", data, headers=SAME_ORIGIN)


def link_in(letter) -> str:
    found = re.search(r"https?://[^/]+(/\S+/foljer/[^\s/]+/|/en/\S+/following/[^\s/]+/)", letter.body)
    assert found, letter.body
    return found[1]


def followed(client, question) -> str:
    """Lisa follows it; her link. The mails until now are forgotten."""
    send(client, question)
    link = link_in(mail.outbox[-1])
    client.post(link, {"action": "confirm"}, headers=SAME_ORIGIN)
    mail.outbox.clear()
    return link


def move(question, name, **said):
    question.refresh_from_db()
    return moving.move(question, name, actor=COORDINATOR, shown=question.version, **said)


def park(question):
    return move(question, "park", comment="Vi väntar på en rapport.", look_again_on=in_days(90))


def letters() -> list:
    return [letter for letter in mail.outbox if letter.to == [ADDRESS]]


def test_the_mailed_link_shows_and_only_the_button_acts(client, question):
    assert send(client, question).status_code == 302
    link = link_in(mail.outbox[-1])
    page = client.get(link)
    assert (page.status_code, page["Referrer-Policy"], page["X-Robots-Tag"]) == (200, "no-referrer", "noindex")
    assert not Follower.objects.confirmed().exists()
    assert client.post(link, {"action": "confirm"}, headers=SAME_ORIGIN).status_code == 302
    assert Follower.objects.confirmed().get().email == ADDRESS


def test_nobody_is_told_before_they_have_confirmed(client, question):
    send(client, question)
    mail.outbox.clear()
    park(question)
    assert letters() == []


def test_who_follows_is_told_of_each_move_with_a_way_out(client, question):
    link = followed(client, question)
    park(question)
    (letter,) = letters()
    assert "Vad gör en cykelverkstad?" in letter.subject
    assert "Vi väntar på en rapport." in letter.body
    assert link in letter.body
    way_out = letter.extra_headers["List-Unsubscribe"]
    assert way_out.endswith(f"{link}sluta/>")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_mail_program_ends_it_by_one_post_from_anywhere(client, question):
    link = followed(client, question)
    anywhere = Client(enforce_csrf_checks=True)
    assert anywhere.get(f"{link}sluta/").status_code == 302
    assert Follower.objects.exists()
    assert anywhere.post(f"{link}sluta/", {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Follower.objects.exists()
    assert anywhere.post(f"{link}sluta/").status_code == 200
    park(question)
    assert letters() == []


def test_the_button_on_the_page_ends_it_and_the_link_says_what_holds_then(client, question):
    link = followed(client, question)
    page = client.post(link, {"action": "leave"}, headers=SAME_ORIGIN, follow=True)
    assert not Follower.objects.exists()
    assert "Du följer ingen fråga" in page.content.decode()
    assert client.post(link, {"action": "confirm"}, headers=SAME_ORIGIN).status_code == 302
    assert not Follower.objects.exists()


def test_a_button_pressed_from_another_site_does_nothing(client, question):
    link = followed(client, question)
    assert client.post(link, {"action": "leave"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert Follower.objects.exists()


def test_a_link_of_another_purpose_or_a_guess_leads_nowhere(client, question):
    from events.science_shop.services.links import token_of

    for token in (token_of(question), "guessed", "x.y"):
        assert client.get(f"/forskarverkstad/foljer/{token}/").status_code == 404
        assert client.post(f"/forskarverkstad/foljer/{token}/sluta/").status_code == 404


def test_the_answer_is_the_same_whoever_follows(client, question):
    first = send(client, question)
    followed(client, question)
    again = send(client, question)
    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])
    assert Follower.objects.count() == 1
    assert "följer redan" in letters()[-1].body
    assert ADDRESS not in client.get(question.get_absolute_url()).content.decode()


def test_an_inbox_is_not_bombed(client, question, settings):
    settings.OUTBOX_DELIVERY = {"EMAIL_HOST": "localhost"}
    for _number in range(5):
        send(client, question)
    assert len(letters()) == 3


def test_the_first_mail_has_no_words_of_a_stranger_s(client, question):
    send(client, question)
    (letter,) = letters()
    assert question.title not in letter.subject + letter.body


def test_a_robot_is_dropped_and_thinks_that_it_went_well(client, question):
    assert send(client, question, leave_empty="x").status_code == 302
    assert (mail.outbox, Follower.objects.count()) == ([], 0)


@pytest.mark.parametrize("trap", [{"seconds": 0.2}, {"opened": "made up"}])
def test_who_is_very_fast_is_told_so_and_nobody_is_mailed(client, question, trap):
    page = send(client, question, **trap)
    assert page.status_code == 422
    assert "skicka igen" in text_of(page)
    assert f'value="{ADDRESS}"' in page.content.decode()
    assert (mail.outbox, Follower.objects.count()) == ([], 0)


def test_what_is_no_address_is_told_however_fast_it_came(client, question):
    page = send(client, question, email="fel@", seconds=0.2)
    assert page.status_code == 422
    assert "Skriv hela adressen" in text_of(page)


def test_what_is_no_address_is_told_beside_the_field_and_kept(client, question):
    page = send(client, question, email="lisa@")
    assert page.status_code == 422
    assert 'value="lisa@"' in page.content.decode()


def test_who_reads_english_is_written_to_in_english(question):
    following.ask_to_follow(question, ADDRESS, language="en")
    following.confirm(Follower.objects.get())
    mail.outbox.clear()
    park(question)
    (letter,) = letters()
    assert "/en/science-shop/following/" in letter.body
    assert letter.subject.startswith("Rests in the idea bank")


def test_of_a_question_that_is_shown_no_more_nobody_is_told_its_words(client, question):
    followed(client, question)
    question.refresh_from_db()
    moving.move(question, "withdraw", actor=BY_LINK, shown=question.version, comment="Hemligt skäl")
    (letter,) = letters()
    assert "visas inte längre" in letter.body
    assert question.title not in letter.subject + letter.body
    assert "Hemligt skäl" not in letter.body


def test_of_a_question_that_may_not_be_shown_nobody_is_told_anything(client, question):
    link = followed(client, question)
    type(question).objects.filter(pk=question.pk).update(may_be_shown=False)
    park(question)
    assert letters() == []
    assert question.title not in client.get(link).content.decode()
    assert send(client, question).status_code == 404


def test_a_question_that_is_moved_to_and_fro_is_told_of_three_times_a_day(client, question):
    followed(client, question)
    for _number in range(3):
        park(question)
        move(question, "seek_again")
    assert len(letters()) == 3


def test_an_address_that_is_not_confirmed_is_forgotten_after_two_days(client, question):
    send(client, question)
    forgetting.forget(timezone.now() + timedelta(days=3))
    assert not Follower.objects.exists()


def test_the_evaluation_is_told_to_nobody(client, question):
    taken(question)
    type(question).objects.filter(pk=question.pk).update(stage=Stage.ANSWERED, outcome=Stage.ANSWERED)
    followed(client, question)
    question.evaluations.create(occasion="close", answered_at=timezone.now(), usefulness=4)
    move(question, "evaluate")
    assert letters() == []
