"""Errors that anybody reports, followed to their end by those who keep the profile and by editors."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from directory.models import ErrorReport
from directory.services import reports
from portal.plugins.guarded_forms import mark
from tests.directory.factories import (
    InitiativeFactory,
    OfferFactory,
    OrganisationFactory,
    PersonFactory,
    editor,
    keeps,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("own_cache")]
URL = "/hitta/organisationer/fyren/fel/"
WRONG = "Numret går till någon annan."
WHO = "ser.fel@example.org"


@pytest.fixture(autouse=True)
def mails_are_kept(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def owner():
    return PersonFactory()


@pytest.fixture
def fyren(owner):
    return OrganisationFactory(name="Fyren", kept_by=owner)


def send(url: str = URL, *, about: str = "", ago: float = 5, site: str = "same-origin", **written: str):
    kind, _, pk = about.partition(":")
    if not about:
        entry = ErrorReport._meta.get_field("organisation").related_model.objects.get(slug=url.split("/")[-3])
        kind, pk = "organisation", entry.pk
    data = {"text": WRONG, "opened": mark(f"{kind}:{pk}", ago), **written}
    return Client().post(url, data, headers={"sec-fetch-site": site})


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


# Reporting -----------------------------------------------------------------------------------


def test_anybody_reports_and_the_owners_get_a_letter_without_a_strangers_words(fyren, owner):
    keeps(fyren)
    assert "Rapportera ett fel" in Client().get("/hitta/organisationer/fyren/").content.decode()
    page = Client().get(URL)
    assert not page.cookies
    assert send(email=WHO)["Location"] == "/hitta/fel/tack/"
    report = ErrorReport.objects.get()
    assert (report.organisation, report.text, report.email, report.state) == (fyren, WRONG, WHO, "new")
    (letter,) = mail.outbox
    assert letter.to == [owner.email]
    assert "Fyren" in letter.subject
    assert f"/hitta/fel/{report.pk}/" in letter.body
    assert WRONG not in letter.body
    assert WHO not in letter.body


def test_initiatives_and_support_offers_are_reported_too_and_reach_those_whose_they_are(fyren, owner):
    initiative, offer = InitiativeFactory(by=[fyren], slug="ini"), OfferFactory(organisation=fyren, slug="erb")
    send("/hitta/initiativ/ini/fel/", about=f"initiative:{initiative.pk}")
    send("/hitta/stod/erb/fel/", about=f"offer:{offer.pk}")
    assert {report.entry for report in ErrorReport.objects.all()} == {initiative, offer}
    assert [letter.to for letter in mail.outbox] == [[owner.email]] * 2
    page = signed_in(owner).get("/mina-sidor/").content.decode()
    assert page.count("Någon har rapporterat ett fel.") == 2
    for url in ("/hitta/initiativ/ini/", "/hitta/stod/erb/"):
        assert f'href="{url}fel/"' in Client().get(url).content.decode()


@pytest.mark.parametrize(("given", "kept"), [({"leave_empty": "x"}, 0), ({}, 1)])
def test_a_robot_believes_that_it_was_taken(fyren, given, kept):
    assert send(**given)["Location"] == "/hitta/fel/tack/"
    assert ErrorReport.objects.count() == kept


@pytest.mark.parametrize("given", [{"ago": 0.2}, {"opened": ""}, {"opened": "gissad"}, {"about": "organisation:0"}])
def test_who_is_very_fast_is_asked_to_send_it_again_and_nothing_typed_is_lost(fyren, given):
    response = send(email=WHO, **given)
    assert response.status_code == 422
    page = response.content.decode()
    assert "skicka igen" in page
    assert WRONG in page
    assert f'value="{WHO}"' in page
    assert not ErrorReport.objects.exists()


def test_a_page_that_lay_open_for_long_is_looked_through_again_and_nothing_typed_is_lost(fyren):
    response = send(ago=8 * 24 * 3600, email=WHO)
    assert response.status_code == 422
    page = response.content.decode()
    assert "öppen länge" in page
    assert WRONG in page
    assert WHO in page
    again = page.split('name="opened" value="')[1].split('"')[0]
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        assert send(opened=again)["Location"] == "/hitta/fel/tack/"
    assert ErrorReport.objects.count() == 1


def test_another_site_cannot_send_it(fyren):
    assert send(site="cross-site").status_code == 403
    assert not ErrorReport.objects.exists()


@pytest.mark.parametrize(
    "written",
    [{"text": " "}, {"email": "ingen adress"}, {"text": "x" * 1001}, {"email": "a@example.org\r\nBcc: b@c.se"}],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(fyren, written):
    response = send(**{"text": WRONG, "email": WHO, **written})
    assert response.status_code == 422
    page = response.content.decode()
    assert "error-summary" in page
    assert (WHO if "email" not in written else WRONG) in page
    assert not ErrorReport.objects.exists()


def test_a_draft_has_no_form(fyren):
    fyren.unpublish()
    assert Client().get(URL).status_code == 404
    assert send().status_code == 404


def test_a_double_click_is_one_report_and_one_letter(fyren):
    for _click in range(2):
        send(email=WHO)
    assert ErrorReport.objects.count() == len(mail.outbox) == 1


def test_owners_get_three_letters_an_hour_at_most_and_an_entry_has_no_more_open_than_somebody_can_read(fyren):
    for number in range(reports.MOST_OPEN):
        reports.report(fyren, text=f"{number}")
    assert len(mail.outbox) == reports.MOST_PER_HOUR
    response = send()
    assert response.status_code == 429
    assert WRONG in response.content.decode()


def test_nobody_reports_on_and_on_in_the_name_of_one_address():
    for _number in range(3):
        reports.report(OrganisationFactory(), text=WRONG, email=WHO)
    with pytest.raises(reports.TooMany):
        reports.report(OrganisationFactory(), text=WRONG, email=WHO.upper())


def test_one_visitor_is_slowed_down(fyren, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "error_report": "2/h/ip"}
    answers = [send(text=f"Fel nummer {number}.").status_code for number in range(3)]
    assert answers == [302, 302, 429]


def test_what_is_written_and_by_whom_is_in_no_log(fyren, caplog):
    with caplog.at_level(logging.DEBUG):
        send(email=WHO)
        send(email=WHO, leave_empty="x")
        reports.settle(ErrorReport.objects.get(), "corrected", answer="Rättat.", by=editor())
    assert WHO not in caplog.text
    assert WRONG not in caplog.text
    assert WHO not in str(list(ModelLogEntry.objects.values()))


# Following -----------------------------------------------------------------------------------


def test_an_owner_takes_it_up_and_settles_it_and_the_reporter_is_told_and_forgotten(fyren, owner):
    report = reports.report(fyren, text=WRONG, email=WHO)
    mail.outbox.clear()
    client, url = signed_in(owner), f"/hitta/fel/{report.pk}/"
    page = client.get(url).content.decode()
    assert WRONG in page
    assert WHO not in page
    client.post(url, {"action": "take-up"})
    report.refresh_from_db()
    assert (report.state, report.taken_by) == ("in-progress", owner)
    assert client.post(url, {"action": "settle", "outcome": "corrected"}).status_code == 200
    assert client.post(url, {"action": "settle", "outcome": "new", "answer": "x"}).status_code == 200
    client.post(url, {"action": "settle", "outcome": "corrected", "answer": "Numret är nytt nu."})
    report.refresh_from_db()
    assert (report.state, report.settled_by, report.answer, report.email) == (
        "corrected",
        owner,
        "Numret är nytt nu.",
        "",
    )
    (letter,) = mail.outbox
    assert letter.to == [WHO]
    assert "är rättat" in letter.body
    # Nobody has shown that the address is the reporter's: a keeper sends nothing of their own through us.
    assert "Numret är nytt nu." not in letter.body
    assert WRONG not in letter.body
    assert "Numret är nytt nu." in client.get(url).content.decode()
    assert "Någon har rapporterat" not in client.get("/mina-sidor/").content.decode()


def test_an_editor_settles_it_in_the_admin_and_the_list_says_who_and_when(fyren):
    report = reports.report(fyren, text=WRONG, email=WHO)
    mail.outbox.clear()
    person = editor()
    client, url = signed_in(person), f"/admin/directory/reports/{report.pk}/"
    page = client.get(url).content.decode()
    assert WRONG in page
    assert WHO in page
    client.post(url, {"action": "settle", "outcome": "no-error", "answer": "Numret är rätt."})
    assert "stämmer som det står" in mail.outbox[0].body
    page = client.get("/admin/directory/reports/").content.decode()
    assert "Fyren" in page
    assert str(person) in page
    assert "Fyren" not in client.get("/admin/directory/reports/?state=new").content.decode()
    assert "Fyren" in client.get("/admin/directory/reports/?state=no-error&about=organisation").content.decode()
    assert "Fyren" not in client.get("/admin/directory/reports/?about=initiative").content.decode()


def test_who_left_no_address_gets_no_letter(fyren):
    report = reports.report(fyren, text=WRONG)
    mail.outbox.clear()
    reports.settle(report, "corrected", answer="Rättat.", by=editor())
    assert not mail.outbox


def test_another_organisations_report_is_not_there(fyren):
    report = reports.report(fyren, text=WRONG)
    url = f"/hitta/fel/{report.pk}/"
    strangers = OrganisationFactory(kept_by=PersonFactory()).memberships.get().user
    for person in (strangers, PersonFactory()):
        client = signed_in(person)
        assert client.get(url).status_code == 404
        for action in ("take-up", "settle"):
            data = {"action": action, "outcome": "no-error", "answer": "Nej."}
            assert client.post(url, data).status_code == 404
        with pytest.raises(reports.NotAllowed):
            reports.settle(report, "no-error", answer="Nej.", by=person)
        with pytest.raises(reports.NotAllowed):
            reports.take_up(report, by=person)
    report.refresh_from_db()
    assert report.state == "new"


def test_who_is_let_go_while_the_form_is_open_settles_nothing(fyren, owner):
    report = reports.report(fyren, text=WRONG)
    fyren.memberships.all().delete()
    with pytest.raises(reports.NotAllowed):
        reports.settle(report, "corrected", answer="Rättat.", by=owner)


def test_what_is_settled_is_settled_once(fyren, owner):
    report = reports.report(fyren, text=WRONG, email=WHO)
    mail.outbox.clear()
    reports.settle(report, "corrected", answer="Rättat.", by=owner)
    with pytest.raises(reports.AlreadySettled):
        reports.settle(report, "no-error", answer="Nej.", by=editor())
    with pytest.raises(reports.AlreadySettled):
        reports.take_up(report, by=owner)
    page = signed_in(owner).post(f"/hitta/fel/{report.pk}/", {"action": "take-up"}, follow=True).content.decode()
    assert "Någon annan har gjort något åt det" in page
    assert len(mail.outbox) == 1


def test_what_a_stranger_writes_is_text_on_every_page(fyren, owner):
    report = reports.report(fyren, text="<script>alert(1)</script>")
    for client, url in (
        (signed_in(owner), f"/hitta/fel/{report.pk}/"),
        (signed_in(owner), "/hitta/organisationer/fyren/oversikt/"),
        (signed_in(editor()), f"/admin/directory/reports/{report.pk}/"),
        (signed_in(editor()), "/admin/directory/reports/"),
    ):
        assert "<script>alert(1)" not in client.get(url).content.decode()


# Forgetting ----------------------------------------------------------------------------------


def test_settled_reports_and_unanswered_addresses_are_erased_in_time(fyren, settings):
    settings.REPORT_KEPT_DAYS = 30
    now = timezone.now()
    settled = {"state": "corrected", "answer": "Rättat."}
    gone = ErrorReport.objects.create(organisation=fyren, text="1", settled_at=now - timedelta(days=31), **settled)
    kept = ErrorReport.objects.create(organisation=fyren, text="2", settled_at=now - timedelta(days=29), **settled)
    waiting = ErrorReport.objects.create(organisation=fyren, text="3", email=WHO, created_at=now - timedelta(days=366))
    young = ErrorReport.objects.create(organisation=fyren, text="4", email=WHO)
    reports.forget_old_reports()
    assert set(ErrorReport.objects.all()) == {kept, waiting, young}
    assert gone not in ErrorReport.objects.all()
    waiting.refresh_from_db()
    young.refresh_from_db()
    assert (waiting.email, young.email) == ("", WHO)


def test_the_database_keeps_no_address_of_a_settled_report_and_no_report_about_nothing(fyren):
    with pytest.raises(IntegrityError), transaction.atomic():
        ErrorReport.objects.create(text=WRONG)
    with pytest.raises(IntegrityError), transaction.atomic():
        ErrorReport.objects.create(organisation=fyren, initiative=InitiativeFactory(), text=WRONG)
    with pytest.raises(IntegrityError), transaction.atomic():
        ErrorReport.objects.create(
            organisation=fyren, text=WRONG, email=WHO, state="corrected", settled_at=timezone.now()
        )


def test_who_answered_is_forgotten_with_their_account(fyren, owner):
    report = reports.report(fyren, text=WRONG)
    reports.settle(report, "corrected", answer="Rättat.", by=owner)
    owner.delete()
    report.refresh_from_db()
    assert report.settled_by is None
