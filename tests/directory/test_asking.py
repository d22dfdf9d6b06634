"""Claims of profiles, and applications for new ones."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from directory.models import Application, Claim, Invitation, Membership, Organisation
from directory.services import applications, claims, forgetting
from directory.services.memberships import NotAllowed
from portal.accounts.models import User
from portal.accounts.services import delete_account
from portal.plugins import search
from tests.directory.factories import (
    ApplicationFactory,
    ClaimFactory,
    InvitationFactory,
    OrganisationFactory,
    PersonFactory,
    editor,
    keeps,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WRITTEN = {
    "name": "Trädgårdsmästarna i Ä",
    "form": "ideell-forening",
    "municipality": "",
    "summary_sv": "Odlar kålrabbi ihop.",
    "website": "https://tradgard.example.org/",
    "position": "kassör",
}


@pytest.fixture(autouse=True)
def mails_are_kept(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def me(client) -> User:
    person = PersonFactory()
    client.force_login(person)
    return person


@pytest.fixture
def admin() -> Client:
    client = Client()
    client.force_login(editor())
    return client


def letters_to(person: User) -> list[Any]:
    return [letter for letter in mail.outbox if letter.to == [person.email]]


def claim_url(organisation: Organisation) -> str:
    return f"/hitta/organisationer/{organisation.slug}/ta-hand-om/"


# Claims --------------------------------------------------------------------------------------


def test_the_claim_of_an_unclaimed_profile_goes_to_the_editors_who_make_the_person_owner(client, me, admin):
    organisation, an_editor = OrganisationFactory(name="Fyren"), editor()
    assert claim_url(organisation) in client.get(organisation.get_absolute_url()).content.decode()
    client.post(claim_url(organisation), {"position": "ordförande", "message": "Ring mig."})
    claim = Claim.objects.get()
    assert (claim.user, claim.position, claim.message) == (me, "ordförande", "Ring mig.")
    (letter,) = letters_to(an_editor)
    assert "Ring mig" not in letter.body
    assert me.email in admin.get("/admin/").content.decode()
    assert me.email in admin.get("/admin/directory/requests/").content.decode()
    url = f"/admin/snippets/directory/organisation/keepers/{organisation.pk}/"
    assert "Ring mig." in admin.get(url).content.decode()
    admin.post(url, {"action": "approve", "claim": claim.pk})
    assert Membership.objects.get().role == "owner"
    assert "ägare" in letters_to(me)[-1].body
    assert ModelLogEntry.objects.filter(action="directory.approve_claim").exists()


def test_the_claim_of_an_owned_profile_goes_to_its_owners_and_editors_see_it_too(client, me, admin):
    organisation = OrganisationFactory()
    owner, an_editor = keeps(organisation, role="owner").user, editor()
    client.post(claim_url(organisation), {"position": "volontär"})
    assert len(letters_to(owner)) == 1
    assert not letters_to(an_editor)
    assert me.email in admin.get("/admin/directory/requests/").content.decode()
    theirs = Client()
    theirs.force_login(owner)
    assert "ber att få sköta profilen" in theirs.get("/mina-sidor/").content.decode()
    url = f"/hitta/organisationer/{organisation.slug}/skoter/"
    theirs.post(url, {"action": "approve", "claim": Claim.objects.get().pk})
    assert Membership.objects.get(user=me).role == "keeper"


def test_a_no_says_why_by_a_mail_whose_link_works_for_the_person(client, me, admin):
    claim = ClaimFactory(user=me)
    url = f"/admin/snippets/directory/organisation/keepers/{claim.organisation_id}/"
    admin.post(url, {"action": "decline", "claim": claim.pk})
    claim.refresh_from_db()
    assert claim.is_waiting
    admin.post(url, {"action": "decline", "claim": claim.pk, "comment": "Vi hittar dig inte i styrelsen."})
    (letter,) = letters_to(me)
    assert letter.body.count("Vi hittar dig inte i styrelsen.") == 2
    path = f"/hitta/forfragan/{claim.pk}/"
    assert path in letter.body
    assert "Vi hittar dig inte i styrelsen." in client.get(path).content.decode()
    assert Client().get(path).status_code == 302
    stranger = Client()
    stranger.force_login(PersonFactory())
    assert stranger.get(path).status_code == 404
    assert stranger.post(path).status_code == 404


def test_an_address_in_the_own_domain_is_a_hint_and_grants_nothing(client, admin):
    person = PersonFactory(email="siv@fyren.example.org")
    person.confirm_address()
    client.force_login(person)
    organisation = OrganisationFactory(website="https://www.fyren.example.org/om/")
    client.post(claim_url(organisation), {"position": "anställd"})
    assert "organisationens egen domän" in admin.get("/admin/directory/requests/").content.decode()
    assert not Membership.objects.exists()


@pytest.mark.parametrize(
    ("email", "website"),
    [
        ("siv@gmail.com", "https://gmail.com/"),
        ("siv@blogspot.com", "https://fyren.blogspot.com/"),
        ("siv@fyren.blogspot.com", "https://fyren.blogspot.com/"),
        ("siv@rodakorset.se", "https://www.rodakorset.se/malmo/"),
    ],
)
def test_hosts_that_many_share_are_no_hint(email, website):
    person = PersonFactory(email=email)
    person.confirm_address()
    assert not claims.is_own_domain(person, OrganisationFactory(website=website))


def test_an_address_that_is_not_proven_is_no_hint():
    person = PersonFactory(email="siv@fyren.example.org")
    address = EmailAddress.objects.create(user=person, email=person.email, verified=False)
    organisation = OrganisationFactory(website="https://fyren.example.org/")
    assert not claims.is_own_domain(person, organisation)
    EmailAddress.objects.filter(pk=address.pk).update(verified=True)
    assert claims.is_own_domain(person, organisation)


def test_asking_twice_is_asking_once(client, me):
    organisation = OrganisationFactory()
    for _click in range(2):
        assert client.post(claim_url(organisation), {"position": "ordförande"}).status_code == 302
    assert Claim.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimFactory(organisation=organisation, user=me)


def test_nobody_floods_those_who_answer(client, me):
    for _number in range(claims.MOST_OPEN):
        client.post(claim_url(OrganisationFactory()), {"position": "ordförande"})
    sixth = client.post(claim_url(OrganisationFactory()), {"position": "ordförande"})
    assert "flera förfrågningar" in sixth.content.decode()
    assert "flera förfrågningar" in client.post("/hitta/lagg-till/", WRITTEN).content.decode()
    assert Claim.objects.count() == claims.MOST_OPEN
    Claim.objects.update(state="declined", answered_at=timezone.now())
    for _number in range(claims.MOST_PER_DAY):
        client.post(claim_url(OrganisationFactory()), {"position": "ordförande"})
        Claim.objects.update(state="declined", answered_at=timezone.now())
    assert Claim.objects.count() == claims.MOST_PER_DAY


def test_nobody_answers_what_they_ask_themselves():
    person = editor()
    with pytest.raises(NotAllowed):
        claims.approve(ClaimFactory(user=person), by=person)
    application = ApplicationFactory(user=person)
    with pytest.raises(NotAllowed):
        applications.approve(application, by=person, shown=application.organisation.latest_revision_id)


def test_a_draft_cannot_be_claimed_nor_guessed(client, me):
    draft = OrganisationFactory(live=False)
    assert client.get(claim_url(draft)).status_code == 404
    assert client.post(claim_url(draft), {"position": "x"}).status_code == 404


def test_a_request_is_taken_back_and_gone(client, me):
    claim = ClaimFactory(user=me)
    client.post(f"/hitta/forfragan/{claim.pk}/")
    assert not Claim.objects.exists()
    answered = ClaimFactory(user=me, state="declined", answered_at=timezone.now())
    client.post(f"/hitta/forfragan/{answered.pk}/")
    assert Claim.objects.exists()


# Applications --------------------------------------------------------------------------------


def test_an_application_is_a_draft_that_nobody_in_public_sees(client, me):
    response = client.post("/hitta/lagg-till/", WRITTEN)
    application = Application.objects.get()
    assert response["Location"] == f"/hitta/lagg-till/{application.pk}/"
    organisation = application.organisation
    assert not organisation.live
    assert not organisation.memberships.exists()
    visitor = Client()
    member = Client()
    member.force_login(PersonFactory())
    for somebody in (visitor, member, client):
        for path in (
            organisation.get_absolute_url(),
            f"/en/find/organisations/{organisation.slug}/",
            f"/hitta/organisationer/{organisation.slug}/andra/",
            f"/hitta/organisationer/{organisation.slug}/skoter/",
            f"/api/v1/directory/organisations/{organisation.slug}",
        ):
            assert somebody.get(path, follow=False).status_code in {404, 302 if somebody is visitor else 404}, path
        for path in (
            "/hitta/",
            "/hitta/?q=kålrabbi",
            "/api/v1/directory/organisations",
            "/sitemap-organisations.xml",
            "/sok/?q=kålrabbi",
            "/hitta/lagg-till/liknande/?name=Trädgårdsmästarna+i+Ä",
        ):
            page = somebody.get(path).content.decode()
            assert organisation.slug not in page, path
            assert "Odlar kålrabbi" not in page, path
    assert not search.find("kålrabbi", language="sv")


def test_approving_publishes_what_was_shown_and_makes_the_applicant_owner(client, me, admin):
    client.post("/hitta/lagg-till/", WRITTEN)
    application = Application.objects.get()
    assert f"/admin/directory/requests/application/{application.pk}/" in admin.get("/admin/").content.decode()
    url = f"/admin/directory/requests/application/{application.pk}/"
    assert "Odlar kålrabbi" in admin.get(url).content.decode()
    shown = application.organisation.latest_revision_id
    draft = application.organisation.get_latest_revision_as_object()
    draft.summary_sv = "Något annat."
    draft.save_revision()
    assert "har ändrats sedan" in admin.post(url, {"action": "approve", "shown": shown}).content.decode()
    application.organisation.refresh_from_db()
    assert not application.organisation.live
    newest = application.organisation.latest_revision_id
    assert admin.post(url, {"action": "approve", "shown": newest}).status_code == 302
    application.organisation.refresh_from_db()
    assert application.organisation.live
    assert application.organisation.summary_sv == "Något annat."
    assert Membership.objects.get().role == "owner"
    assert client.get(f"/hitta/organisationer/{application.organisation.slug}/andra/").status_code == 200
    assert "publicerad" in letters_to(me)[-1].body


def test_what_is_sent_back_is_changed_and_sent_again(client, me, admin):
    client.post("/hitta/lagg-till/", WRITTEN)
    application = Application.objects.get()
    url = f"/admin/directory/requests/application/{application.pk}/"
    assert "Skriv varför" in admin.post(url, {"action": "send-back"}).content.decode()
    admin.post(url, {"action": "send-back", "comment": "Berätta för vem."})
    own = f"/hitta/lagg-till/{application.pk}/"
    assert own in letters_to(me)[-1].body
    page = client.get(own)
    assert "Berätta för vem." in page.content.decode()
    again = {**WRITTEN, "summary_sv": "För grannar.", "action": "send-again", "based_on": page.context["based_on"]}
    # An editor writes in the draft meanwhile: neither loses a word.
    draft = application.organisation.get_latest_revision_as_object()
    draft.summary_sv = "Redaktionens ord."
    draft.save_revision()
    conflict = client.post(own, again)
    assert conflict.status_code == 409
    assert "Redaktionens ord." in conflict.content.decode()
    assert "För grannar." in conflict.content.decode()
    assert client.post(own, {**again, "based_on": conflict.context["based_on"]}).status_code == 302
    application.refresh_from_db()
    assert application.is_waiting
    assert application.organisation.get_latest_revision_as_object().summary_sv == "För grannar."
    # Once more by the back button.
    client.post(own, {**again, "summary_sv": "Sent."})
    assert Organisation.objects.get().get_latest_revision_as_object().summary_sv == "För grannar."


def test_another_persons_application_is_not_there(client, me):
    theirs = ApplicationFactory(state="sent-back")
    url = f"/hitta/lagg-till/{theirs.pk}/"
    assert client.get(url).status_code == 404
    for action in ("withdraw", "send-again"):
        assert client.post(url, {**WRITTEN, "action": action}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == "sent-back"


def test_fields_that_are_not_in_the_form_stay(client, me):
    client.post("/hitta/lagg-till/", {**WRITTEN, "live": "on", "slug": "kapad", "id": "1", "state": "approved"})
    application = Application.objects.get()
    assert application.is_waiting
    assert not application.organisation.live
    assert application.organisation.slug == "tradgardsmastarna-i-a"


def test_sending_twice_makes_one(client, me):
    for _click in range(2):
        assert client.post("/hitta/lagg-till/", WRITTEN).status_code == 302
    assert Application.objects.count() == 1


def test_a_script_in_the_address_is_refused_and_what_cannot_be_seen_is_gone(client, me):
    page = client.post("/hitta/lagg-till/", {**WRITTEN, "website": "javascript:alert(1)"})
    assert page.context["form"].errors["website"]
    client.post("/hitta/lagg-till/", {**WRITTEN, "name": "Fy\u202eren\u200b\x00"})
    assert [application.organisation.name for application in Application.objects.all()] in ([], ["Fyren"])


def test_taking_an_application_back_erases_its_draft(client, me):
    client.post("/hitta/lagg-till/", WRITTEN)
    client.post(f"/hitta/lagg-till/{Application.objects.get().pk}/", {"action": "withdraw"})
    assert not Organisation.objects.exists()


def test_signing_up_offers_the_way_for_an_organisation():
    page = Client().get("/konto/signup/").content.decode()
    assert "/konto/signup/?next=/hitta/lagg-till/" in page
    chosen = Client().get("/konto/signup/?next=/hitta/lagg-till/").content.decode()
    assert "Ingen behöver dela lösenord" in chosen
    assert 'value="/hitta/lagg-till/"' in chosen


# What is kept, and until when ----------------------------------------------------------------


def test_what_nobody_answers_ends_and_what_is_answered_is_erased_after_three_months():
    long_ago = timezone.now() - timedelta(days=91)
    unanswered, answered = ClaimFactory(asked_at=long_ago), ClaimFactory(state="declined", answered_at=long_ago)
    fresh = ClaimFactory(state="declined", answered_at=timezone.now())
    declined = ApplicationFactory(state="declined", answered_at=long_ago)
    approved = ApplicationFactory(state="approved", answered_at=long_ago, organisation__live=True)
    keeps(approved.organisation, role="owner")
    old = InvitationFactory(expires_at=long_ago)
    forgetting.forget_old_requests()
    unanswered.refresh_from_db()
    assert unanswered.state == "expired"
    assert len(letters_to(unanswered.user)) == 1
    assert set(Claim.objects.all()) == {unanswered, fresh}
    assert answered not in Claim.objects.all()
    assert not Organisation.objects.filter(pk=declined.organisation_id).exists()
    assert Organisation.objects.filter(pk=approved.organisation_id).exists()
    assert not Application.objects.exists()
    assert not Invitation.objects.filter(pk=old.pk).exists()


def test_an_account_that_goes_takes_its_requests_and_drafts_with_it():
    person = PersonFactory()
    ClaimFactory(user=person)
    draft = ApplicationFactory(user=person).organisation
    public = ApplicationFactory(user=person, state="approved", organisation__live=True).organisation
    delete_account(person)
    assert not Claim.objects.exists()
    assert not Application.objects.exists()
    assert not Organisation.objects.filter(pk=draft.pk).exists()
    assert Organisation.objects.filter(pk=public.pk).exists()
