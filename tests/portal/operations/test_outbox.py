from datetime import timedelta
from email.header import decode_header, make_header

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.core.mail.message import BadHeaderError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.operations import services
from portal.operations.models import OutgoingMessage

pytestmark = [pytest.mark.django_db, pytest.mark.database]
State = OutgoingMessage.State


def write(subject: str = "Hej", to: str = "asa@example.org") -> OutgoingMessage:
    send_mail(subject, "Välkommen till träffen.", "portalen@example.org", [to])
    return OutgoingMessage.objects.latest("pk")


def test_mail_of_a_transaction_that_fails_is_not_kept():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not OutgoingMessage.objects.exists()


def test_mail_goes_out_once(mail_server):
    message = write("Träff i Åhus")
    assert DBTaskResult.objects.count() == 1

    assert services.send_due() == 1
    assert services.send_due() == 0

    message.refresh_from_db()
    assert message.state == State.SENT
    assert [str(make_header(decode_header(sent["Subject"]))) for sent in mail_server.accepted] == ["Träff i Åhus"]
    assert mail_server.accepted[0]["Message-ID"] == message.message_id
    assert message.message_id.endswith("@example.org>")


def test_hidden_recipients_get_it_and_stay_hidden(mail_server):
    EmailMessage("Hej", "Text", "portalen@example.org", ["a@example.org"], bcc=["b@example.org"]).send()
    services.send_due()
    assert len(mail_server.recipients) == 2
    assert "b@example.org" not in mail_server.accepted[0].as_string()


def test_attachments_and_html_arrive_as_they_were_written(mail_server):
    message = EmailMultiAlternatives("Kalender", "Rad ett\nRad två: åäö", "portalen@example.org", ["a@example.org"])
    message.attach_alternative("<p>Rad ett</p>", "text/html")
    message.attach("traff.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar")
    message.send()
    services.send_due()
    parts = {part.get_content_type(): part for part in mail_server.accepted[0].walk()}
    assert parts["text/plain"].get_payload(decode=True).decode().splitlines() == ["Rad ett", "Rad två: åäö"]
    assert parts["text/calendar"].get_filename() == "traff.ics"


def test_a_refused_message_is_tried_again_with_the_same_id_and_waits_longer_each_time(mail_server):
    message = write()
    mail_server.refuses = True
    waits = []
    for _attempt in range(3):
        now = timezone.now()
        OutgoingMessage.objects.update(next_attempt_at=now)
        assert services.send_due() == 0
        message.refresh_from_db()
        waits.append(message.next_attempt_at - now)
    assert message.state == State.WAITING
    assert "451" in message.last_error
    assert waits == sorted(waits)
    assert waits[0] > timedelta(seconds=50)

    mail_server.refuses = False
    OutgoingMessage.objects.update(next_attempt_at=timezone.now())
    assert services.send_due() == 1
    assert len({sent["Message-ID"] for sent in mail_server.attempts}) == 1


def test_one_that_is_refused_does_not_keep_back_the_others(mail_server, monkeypatch):
    first, second = write(to="first@example.org"), write(to="second@example.org")
    OutgoingMessage.objects.filter(pk=first.pk).update(recipients=["no address"])
    services.send_due()
    second.refresh_from_db()
    assert second.state == State.SENT


def test_a_server_that_is_away_is_asked_once(settings):
    settings.OUTBOX_DELIVERY = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": 1,
    }
    write()
    write()
    services.send_due()
    assert sorted(OutgoingMessage.objects.values_list("attempts", flat=True)) == [0, 1]


def test_after_the_last_attempt_a_message_is_given_up(mail_server):
    message = write()
    mail_server.refuses = True
    OutgoingMessage.objects.update(attempts=services.ATTEMPTS - 1)
    services.send_due()
    message.refresh_from_db()
    assert message.state == State.FAILED
    assert services.send_due(now=timezone.now() + timedelta(days=9)) == 0


def test_a_message_that_another_process_has_claimed_is_left_to_it(mail_server):
    write()
    row = OutgoingMessage.objects.get()
    assert services._claim(row)
    assert not services._claim(row)
    assert services.send_due() == 0
    assert not mail_server.attempts


def test_a_claimed_message_comes_back_when_its_sender_has_died(mail_server):
    write()
    services._claim(OutgoingMessage.objects.get())
    assert services.send_due(now=timezone.now() + services.LEASE + timedelta(seconds=1)) == 1


def test_without_a_server_mail_is_kept_and_never_sent_later(mail_server, settings):
    delivery, settings.OUTBOX_DELIVERY = settings.OUTBOX_DELIVERY, None
    assert write().state == State.KEPT
    assert services.send_due() == 0
    settings.OUTBOX_DELIVERY = delivery
    assert services.send_due() == 0


def test_a_line_break_cannot_add_a_recipient():
    with pytest.raises(BadHeaderError):
        send_mail("Hej\r\nBcc: x@example.org", "Text", None, ["a@example.org"])
    assert not OutgoingMessage.objects.exists()


def test_old_messages_are_erased_but_not_those_that_wait(mail_server, settings):
    waiting, old, new = write(), write(), write()
    long_ago = timezone.now() - timedelta(days=settings.MAIL_KEPT_DAYS + 1)
    OutgoingMessage.objects.filter(pk__in=[waiting.pk, old.pk]).update(created_at=long_ago)
    OutgoingMessage.objects.filter(pk__in=[old.pk, new.pk]).update(state=State.SENT)
    services.erase_old_messages()
    assert set(OutgoingMessage.objects.values_list("pk", flat=True)) == {waiting.pk, new.pk}


def test_the_page_shows_the_newest_first_with_links_to_follow(client):
    write("Den första")
    send_mail("Den andra", "Bekräfta: http://testserver/en/x?t=1&u=2 <b>", None, ["a@example.org"])
    page = client.get(reverse("operations:outbox")).content.decode()
    assert page.index("Den andra") < page.index("Den första")
    assert '<a href="http://testserver/en/x?t=1&amp;u=2"' in page
    assert "<b>" not in page.split("<article", 1)[1]


def test_in_production_there_is_no_such_page(client, settings):
    settings.RELAXED = False
    assert client.get("/outbox/").status_code == 404
