"""Is this still right? Asking owners by mail, their answer without signing in, and what editors confirm."""

import re
from datetime import timedelta

import pytest
from django.core import mail, signing
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from directory.models import FreshnessCheck, Membership, Organisation, OrganisationStanding
from directory.services import freshness, keeping, memberships
from portal.accounts.models import User
from tests.directory.factories import InitiativeFactory, OrganisationFactory, PersonFactory, editor, keeps

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LONG_AGO = timedelta(days=400)


@pytest.fixture(autouse=True)
def mails_are_kept(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def old(owner: User | None = None, *, ago: timedelta = LONG_AGO, **given) -> Organisation:
    organisation = OrganisationFactory(kept_by=owner, **given)
    then = timezone.now() - ago
    Organisation.objects.filter(pk=organisation.pk).update(last_published_at=then)
    OrganisationStanding.objects.filter(organisation=organisation).update(created_at=then, confirmed_at=then)
    organisation.refresh_from_db()
    return organisation


def asked(owner: User | None = None, **given) -> tuple[Organisation, str]:
    """An organisation whose owners were asked, and the link that the last of them got."""
    organisation = old(owner or PersonFactory(), **given)
    freshness.ask_what_is_old()
    return organisation, links()[-1]


def links() -> list[str]:
    return [re.findall(r"http\S+(/hitta/stammer/\S+/)", str(letter.body))[0] for letter in mail.outbox]


def press(link: str, **headers: str):
    return Client().post(link, headers={"sec-fetch-site": "same-origin", **headers})


def state(organisation: Organisation) -> tuple:
    organisation.refresh_from_db()
    check = FreshnessCheck.objects.filter(organisation=organisation).first()
    return organisation.is_stale, check and bool(check.asked_at), check and bool(check.reminded_at)


def confirmed_today(organisation: Organisation) -> bool:
    at = OrganisationStanding.objects.get(organisation=organisation).confirmed_at
    return at is not None and at > timezone.now() - timedelta(minutes=5)


# Asking --------------------------------------------------------------------------------------


def test_all_owners_are_asked_each_by_a_link_of_their_own_and_keepers_are_not():
    first, second = PersonFactory(), PersonFactory()
    organisation = old(first, name="Fyren")
    keeps(organisation, second, role="owner")
    keeps(organisation)
    freshness.ask_what_is_old()
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([first.email, second.email])
    assert len(set(links())) == 2
    assert "Stämmer det här fortfarande? Fyren" in mail.outbox[0].subject
    assert state(organisation) == (True, True, False)


def test_nobody_is_asked_twice_however_often_the_job_runs_and_once_more_after_thirty_days():
    organisation, _link = asked()
    freshness.ask_what_is_old()
    assert len(mail.outbox) == 1
    FreshnessCheck.objects.update(asked_at=timezone.now() - timedelta(days=29))
    freshness.ask_what_is_old()
    assert len(mail.outbox) == 1
    assert not FreshnessCheck.objects.for_editors().exists()
    FreshnessCheck.objects.update(asked_at=timezone.now() - timedelta(days=31))
    for _run in range(3):
        freshness.ask_what_is_old()
    assert len(mail.outbox) == 2
    assert "En gång till" in mail.outbox[1].subject
    assert FreshnessCheck.objects.for_editors().get().organisation == organisation


@pytest.mark.parametrize(
    "recent",
    [
        {"standing": {"confirmed_at": timedelta(days=300)}},
        {"organisation": {"last_published_at": timedelta(days=300)}},
        {"standing": {"created_at": timedelta(days=300)}},
    ],
)
def test_what_was_changed_or_confirmed_within_the_year_is_left_alone(recent):
    organisation = old(PersonFactory())
    for column, ago in recent.get("standing", {}).items():
        OrganisationStanding.objects.filter(organisation=organisation).update(**{column: timezone.now() - ago})
    for column, ago in recent.get("organisation", {}).items():
        Organisation.objects.filter(pk=organisation.pk).update(**{column: timezone.now() - ago})
    freshness.ask_what_is_old()
    assert not mail.outbox
    assert state(organisation) == (False, None, None)


def test_the_operator_says_after_how_many_months(settings):
    settings.PROFILE_FRESH_MONTHS = 24
    organisation = old(PersonFactory())
    freshness.ask_what_is_old()
    assert state(organisation)[0] is False


def test_drafts_are_not_asked_about():
    old(PersonFactory(), live=False)
    freshness.ask_what_is_old()
    assert not mail.outbox


def test_what_nobody_owns_goes_to_the_editors_at_once_and_to_an_owner_when_there_is_one():
    organisation = old()
    freshness.ask_what_is_old()
    assert not mail.outbox
    assert FreshnessCheck.objects.for_editors().get().organisation == organisation
    owner = keeps(organisation, role="owner").user
    freshness.ask_what_is_old()
    assert [letter.to for letter in mail.outbox] == [[owner.email]]
    assert not FreshnessCheck.objects.for_editors().exists()


def test_what_is_not_old_costs_the_job_no_failure(monkeypatch):
    OrganisationFactory(kept_by=PersonFactory())
    failed = []
    monkeypatch.setattr(freshness.logger, "exception", lambda *args: failed.append(args))
    freshness.ask_what_is_old()
    assert not failed
    assert not mail.outbox


def test_a_letter_that_cannot_be_written_leaves_nothing_half_done_and_the_others_get_theirs(monkeypatch):
    broken, well = old(PersonFactory()), old(PersonFactory())
    write = freshness.letters.write

    def fail(to, *args, **values):
        if values["organisation"] == broken.name:
            raise OSError
        write(to, *args, **values)

    monkeypatch.setattr(freshness.letters, "write", fail)
    freshness.ask_what_is_old()
    assert state(broken) == (False, None, None)
    assert state(well) == (True, True, False)
    monkeypatch.undo()
    freshness.ask_what_is_old()
    assert len(mail.outbox) == 2


def test_a_change_past_every_signal_ends_the_question_at_the_next_run():
    organisation, _link = asked()
    Organisation.objects.filter(pk=organisation.pk).update(last_published_at=timezone.now())
    freshness.ask_what_is_old()
    assert state(organisation) == (False, None, None)


def test_the_database_refuses_a_reminder_of_what_was_not_asked():
    with pytest.raises(IntegrityError), transaction.atomic():
        FreshnessCheck.objects.create(organisation=OrganisationFactory(), reminded_at=timezone.now())


# The link ------------------------------------------------------------------------------------


def test_a_mail_scanner_that_opens_the_link_changes_nothing_and_sees_the_facts():
    organisation, link = asked(website="https://fyren.example.org/")
    scanner = Client()
    for method in (scanner.get, scanner.head, scanner.get):
        response = method(link)
        assert response.status_code == 200
        assert not response.cookies
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"
    page = scanner.get(link).content.decode()
    assert "fyren.example.org" in page
    assert "Ja, allt stämmer" in page
    assert state(organisation) == (True, True, False)
    assert not confirmed_today(organisation)


def test_the_button_confirms_without_signing_in_and_says_so_in_the_history():
    owner = PersonFactory()
    organisation, link = asked(owner)
    assert press(link)["Location"] == link
    assert state(organisation) == (False, None, None)
    assert confirmed_today(organisation)
    assert "Uppgifterna är bekräftade" in Client().get(link).content.decode()
    assert ModelLogEntry.objects.get(action="directory.confirm").user == owner
    assert "Uppgifterna bekräftades" in Client().get(organisation.get_absolute_url()).content.decode()


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_another_site_cannot_press_the_button(site):
    organisation, link = asked()
    assert press(link, **{"sec-fetch-site": site}).status_code == 403
    assert state(organisation)[0]


def test_a_link_works_once():
    organisation, link = asked()
    press(link)
    earlier = timezone.now() - timedelta(days=3)
    OrganisationStanding.objects.filter(organisation=organisation).update(confirmed_at=earlier)
    assert press(link).status_code == 410
    assert OrganisationStanding.objects.get(organisation=organisation).confirmed_at == earlier


def test_the_link_of_last_year_does_not_answer_this_years_question():
    owner = PersonFactory()
    organisation, link = asked(owner)
    press(link)
    old_days = timezone.now() - LONG_AGO
    OrganisationStanding.objects.filter(organisation=organisation).update(confirmed_at=old_days)
    freshness.ask_what_is_old()
    assert press(link).status_code == 410
    assert state(organisation)[0]
    assert press(links()[-1]).status_code == 302


def test_a_confirmation_that_fails_spends_no_link(monkeypatch):
    organisation, link = asked()

    def fail(*args, **kwargs):
        raise OSError("broken")

    with monkeypatch.context() as broken:
        broken.setattr(freshness, "log", fail)
        with pytest.raises(OSError, match="broken"):
            press(link)
    assert state(organisation) == (True, True, False)
    assert press(link).status_code == 302
    assert confirmed_today(organisation)


@pytest.mark.parametrize("ending", ["let go", "demoted", "left", "inactive", "another address"])
def test_the_link_of_who_owns_the_profile_no_longer_is_useless(ending):
    organisation, link = asked()
    mine, other = organisation.memberships.get(), keeps(organisation, role="owner")
    match ending:
        case "let go":
            memberships.let_go(mine, by=other.user)
        case "demoted":
            memberships.change_role(mine, Membership.Role.KEEPER, by=other.user)
        case "left":
            memberships.leave(mine)
        case "inactive":
            User.objects.filter(pk=mine.user_id).update(is_active=False)
        case "another address":
            User.objects.filter(pk=mine.user_id).update(email="annan@example.org")
    page = Client().get(link)
    assert page.status_code == 410
    assert organisation.name not in page.content.decode()
    assert press(link).status_code == 410
    assert state(organisation)[0]


def test_an_old_link_is_refused_kindly(monkeypatch):
    organisation, link = asked()
    monkeypatch.setattr(freshness, "LINK_WORKS_FOR", timedelta(seconds=-1))
    response = press(link)
    assert response.status_code == 410
    assert "Länken gäller inte längre" in response.content.decode()
    assert state(organisation)[0]


def test_a_guessed_changed_or_foreign_token_is_nothing():
    organisation, link = asked()
    check, mine = FreshnessCheck.objects.get(), organisation.memberships.get()
    other = signing.dumps([check.pk, mine.pk, "x"], salt="another.purpose")
    for token in ("gissad", link.split("/")[-2][:-1] + "x", other):
        assert Client().get(f"/hitta/stammer/{token}/").status_code == 404
        assert press(f"/hitta/stammer/{token}/").status_code == 404
    assert state(organisation)[0]


def test_an_owner_of_one_profile_cannot_confirm_another_by_their_own_link():
    _first, _link = asked()
    second, _other_link = asked()
    mine = _first.memberships.get()
    token = freshness.token_for(FreshnessCheck.objects.get(organisation=second), mine)
    assert press(f"/hitta/stammer/{token}/").status_code == 410
    assert state(second)[0]


def test_a_draft_and_a_protected_address_do_not_show_behind_the_link():
    organisation, link = asked(name="Fyren")
    organisation.places.create(street="Hemliga gatan 1", is_hidden=True)
    draft = organisation.get_latest_revision_as_object()
    draft.summary_sv = "Inte än för alla."
    draft.save_revision()
    page = Client().get(link).content.decode()
    assert "Hemliga gatan" not in page
    assert "Inte än för alla" not in page


# Changes --------------------------------------------------------------------------------------


def test_publishing_ends_the_question_and_an_old_version_does_not_bring_it_back():
    organisation, link = asked()
    organisation.save_revision().publish()
    assert state(organisation) == (False, None, None)
    assert "har ändrats sedan vi frågade" in Client().get(link).content.decode()
    Organisation.objects.filter(pk=organisation.pk).update(is_stale=True)
    stale_version = Organisation.objects.get(pk=organisation.pk).save_revision()
    Organisation.objects.filter(pk=organisation.pk).update(is_stale=False)
    stale_version.refresh_from_db()
    assert stale_version.as_object().is_stale is False


def test_saving_the_standing_in_the_admin_does_not_undo_a_confirmation():
    organisation, link = asked()
    standing = OrganisationStanding.objects.get(organisation=organisation)
    press(link)
    standing.is_partner = True
    keeping.set_standing(standing, by=editor())
    assert confirmed_today(organisation)


# Seen -----------------------------------------------------------------------------------------


def test_what_is_out_of_date_says_so_kindly_and_stands_last_in_the_list(client):
    stale, _link = asked(name="Allra först")
    OrganisationFactory(name="Öster om allt")
    InitiativeFactory(title="Mitt emellan")
    page = client.get("/hitta/").content.decode()
    order = [page.index(name) for name in ("Mitt emellan", "Öster om allt", "Allra först")]
    assert order == sorted(order)
    assert page.count("Kan vara inaktuell") == 1
    profile = client.get(stale.get_absolute_url()).content.decode()
    assert "Uppgifterna kan vara inaktuella" in profile
    press(links()[-1])
    page = client.get("/hitta/").content.decode()
    assert page.index("Allra först") < page.index("Öster om allt")


def test_an_owner_confirms_on_the_profiles_own_page_and_a_stranger_finds_none(client):
    owner = PersonFactory()
    organisation, _link = asked(owner)
    url = f"/hitta/organisationer/{organisation.slug}/oversikt/"
    client.force_login(PersonFactory())
    assert client.post(url).status_code == 404
    client.force_login(owner)
    assert "kanske inaktuell" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    assert state(organisation) == (False, None, None)


def test_editors_see_what_nobody_answers_for_filter_it_and_confirm_it(client):
    unowned = old(name="Utan ägare")
    owned, _link = asked(name="Med ägare")
    client.force_login(editor())
    page = client.get("/admin/directory/stale/").content.decode()
    assert "Utan ägare" in page
    assert "Med ägare" not in page
    assert "Med ägare" in client.get("/admin/directory/stale/?stands=asked").content.decode()
    assert "1 inaktuell profil" in client.get("/admin/").content.decode()
    url = f"/admin/directory/stale/{unowned.freshness_check.pk}/"
    assert client.get(url).status_code == 200
    assert state(unowned)[0]
    client.post(url)
    assert state(unowned) == (False, None, None)
    assert state(owned)[0]


# At once --------------------------------------------------------------------------------------
