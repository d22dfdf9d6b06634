"""Invitations and the members' own form."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.utils import timezone
from PIL import Image
from wagtail.models import ModelLogEntry

from directory.models import Invitation, Membership
from directory.services import keeping, memberships
from directory.slots import slots
from portal.accounts.models import User
from portal.plugins import search
from tests.directory.factories import InvitationFactory, OrganisationFactory, PersonFactory, TagFactory, editor, place
from tests.directory.posted import edit_url, form_data, press, publish, section_with, write

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LINK = "/hitta/inbjudan/hemlig-nyckel/"


@pytest.fixture(autouse=True)
def mails_are_kept(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def accept(client: Client, link: str = LINK, **headers: str) -> Any:
    return client.post(link, headers={"sec-fetch-site": "same-origin", **headers})


# Inviting ------------------------------------------------------------------------------------


def test_an_invitation_is_mailed_and_only_a_hash_of_its_secret_is_kept():
    invitation = keeping.invite(OrganisationFactory(name="Fyren"), "Ny@Example.org", by=editor())
    (letter,) = mail.outbox
    assert letter.to == ["ny@example.org"]
    assert "Fyren" in letter.subject
    token = letter.body.split("/inbjudan/")[1].split("/")[0]
    assert keeping.token_hash(token) == invitation.token_hash
    assert token not in str(Invitation.objects.values())
    assert ModelLogEntry.objects.filter(action="directory.invite", object_id=str(invitation.organisation_id)).exists()


def test_a_newer_invitation_ends_the_earlier():
    organisation, by = OrganisationFactory(), editor()
    first = keeping.invite(organisation, "ny@example.org", by=by)
    keeping.invite(organisation, "NY@example.org", by=by)
    first.refresh_from_db()
    assert not first.is_open


def test_nobody_is_flooded_with_invitations_nor_invited_to_what_they_keep():
    by = editor()
    for _number in range(3):
        keeping.invite(OrganisationFactory(), "ny@example.org", by=by)
    with pytest.raises(keeping.InvitationRefused):
        keeping.invite(OrganisationFactory(), "ny@example.org", by=by)
    keeper = PersonFactory()
    with pytest.raises(keeping.InvitationRefused):
        keeping.invite(OrganisationFactory(kept_by=keeper, trusted=True), keeper.email.upper(), by=by)
    assert len(mail.outbox) == 3


# Answering -----------------------------------------------------------------------------------


def test_looking_at_an_invitation_changes_nothing_and_is_kept_out_of_caches_and_referrers(client):
    invitation = InvitationFactory()
    response = client.get(LINK)
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    invitation.refresh_from_db()
    assert invitation.is_open
    assert not User.objects.filter(email=invitation.email).exists()


def test_accepting_makes_an_account_signs_in_and_leads_to_the_form(client):
    invitation = InvitationFactory()
    response = accept(client)
    assert response["Location"] == f"/hitta/organisationer/{invitation.organisation.slug}/andra/"
    person = User.objects.get(email="ny@example.org")
    assert not person.has_usable_password()
    assert EmailAddress.objects.get(user=person).verified
    assert Membership.objects.get().role == Membership.Role.OWNER
    assert client.get(response["Location"]).status_code == 200


def test_an_invitation_works_once(client):
    InvitationFactory()
    accept(client)
    again = accept(Client())
    assert again.status_code == 410
    assert "Inbjudan gäller inte längre" in again.content.decode()
    assert Membership.objects.count() == 1


def test_an_old_invitation_is_refused_kindly(client):
    InvitationFactory(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(LINK).status_code == 410
    assert accept(client).status_code == 410
    assert not Membership.objects.exists()


def test_an_unknown_secret_is_nothing(client):
    InvitationFactory()
    assert client.get("/hitta/inbjudan/gissad/").status_code == 404
    assert accept(client, "/hitta/inbjudan/gissad/").status_code == 404


def test_who_has_an_account_must_be_signed_in_as_it(client):
    invitation = InvitationFactory(email="Fast@example.org")
    PersonFactory(email="fast@example.org")
    assert "Logga in" in client.get(LINK).content.decode()
    assert accept(client).status_code == 403
    client.force_login(PersonFactory())
    assert "gick till en annan adress" in client.get(LINK).content.decode()
    assert accept(client).status_code == 403
    invitation.refresh_from_db()
    assert invitation.is_open
    client.force_login(User.objects.get(email="fast@example.org"))
    assert accept(client).status_code == 302
    assert Membership.objects.get().user.email == "fast@example.org"


def test_another_account_may_accept_when_its_owner_says_so_and_the_owners_are_told_both(client):
    owner = PersonFactory()
    invitation = InvitationFactory(organisation=OrganisationFactory(kept_by=owner))
    person, stranger = PersonFactory(), PersonFactory()
    client.force_login(person)
    page = client.get(LINK).content.decode()
    assert invitation.email in page
    assert person.email in page
    link = {"path": LINK, "headers": {"sec-fetch-site": "same-origin"}}
    assert client.post(**link, data={"account": stranger.pk}).status_code == 403
    assert client.post(**link, data={"account": person.pk}).status_code == 302
    assert Membership.objects.get(user=person).role == Membership.Role.KEEPER
    (letter,) = mail.outbox
    assert letter.to == [owner.email]
    assert person.email in letter.body
    assert invitation.email in letter.body


def test_another_site_cannot_accept_for_somebody(client):
    InvitationFactory()
    assert accept(client, **{"sec-fetch-site": "cross-site"}).status_code == 403
    assert not Membership.objects.exists()


# The form ------------------------------------------------------------------------------------


@pytest.fixture
def keeper(client):
    person = PersonFactory()
    client.force_login(person)
    return person


def test_my_pages_lead_to_the_profiles_that_one_keeps(client, keeper):
    organisation = OrganisationFactory(name="Fyren", kept_by=keeper, trusted=True)
    OrganisationFactory(name="Främlingen", kept_by=PersonFactory())

    request = RequestFactory().get("/mina-sidor/")
    request.user = keeper
    shown = slots["my-pages"](request, None)
    assert edit_url(organisation) in shown
    assert "Främlingen" not in shown
    request.user = PersonFactory()
    assert "Lägg till er organisation" in slots["my-pages"](request, None)
    assert "Fyren" not in slots["my-pages"](request, None)


def test_a_keeper_saves_everything_and_it_is_public_and_found_at_once(client, keeper):
    organisation = OrganisationFactory(kept_by=keeper, trusted=True)
    tag = TagFactory(name="Arbete")
    response = publish(
        client,
        organisation,
        name="Fyren",
        summary_sv="Lådcykelbibliotek\u200b i hamnen.",
        municipality=place("Lund").pk,
        tags=[tag.pk],
        contact_phone="046-12 34 56",
        links=[{"label": "Program", "url": "https://program.example.org/"}],
    )
    assert response.status_code == 302
    organisation.refresh_from_db()
    assert (organisation.name, organisation.municipality.name) == ("Fyren", "Lund")
    assert organisation.summary_sv == "Lådcykelbibliotek i hamnen."
    assert [link.label for link in organisation.links.all()] == ["Program"]
    assert list(organisation.tags.all()) == [tag]
    assert organisation.standing.confirmed_at
    assert organisation.latest_revision.user == keeper
    assert [hit.title for hit in search.find("lådcykelbibliotek", language="sv")] == ["Fyren"]
    assert ModelLogEntry.objects.filter(action="wagtail.publish", object_id=str(organisation.pk), user=keeper).exists()


def test_links_that_are_not_touched_stay_and_an_emptied_row_goes(client, keeper):
    organisation = OrganisationFactory(kept_by=keeper, trusted=True)
    links = [
        {"label": "Program", "url": "https://a.example.org/"},
        {"label": "Kartan", "url": "https://b.example.org/"},
    ]
    publish(client, organisation, links=links)
    organisation.refresh_from_db()
    publish(client, organisation, summary_sv="Nytt.")
    organisation.refresh_from_db()
    assert [link.label for link in organisation.links.all()] == ["Program", "Kartan"]
    response = client.get(edit_url(organisation, "links"))
    assert [form["label"].value() for form in response.context["forms"].rows["links"]] == ["Program", "Kartan", None]
    publish(client, organisation, links=[{"label": "", "url": ""}, links[1]])
    organisation.refresh_from_db()
    assert [link.label for link in organisation.links.all()] == ["Kartan"]


def test_another_organisation_is_not_there(client, keeper):
    stranger = OrganisationFactory(kept_by=PersonFactory())
    assert client.get(edit_url(stranger)).status_code == 404
    assert publish(client, stranger, name="Kapad").status_code == 404
    stranger.refresh_from_db()
    assert stranger.name != "Kapad"


def test_who_is_no_longer_a_keeper_cannot_save_an_open_form(client, keeper):
    organisation = OrganisationFactory(kept_by=keeper, trusted=True)
    memberships.let_go(Membership.objects.get(), by=editor())
    assert write(client, organisation, name="För sent").status_code == 404
    assert press(client, organisation, "send").status_code == 404


def test_a_visitor_is_asked_to_sign_in(client):
    response = client.get(edit_url(OrganisationFactory()))
    assert response.status_code == 302
    assert "/konto/" in response["Location"]


def test_fields_that_are_not_in_the_form_stay(client, keeper):
    organisation = OrganisationFactory(kept_by=keeper, trusted=True)
    publish(client, organisation, slug="kapad", is_partner="on", live="")
    organisation.refresh_from_db()
    assert organisation.slug != "kapad"
    assert organisation.live
    assert not organisation.standing.is_partner


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/"])
def test_only_web_addresses_are_links(client, keeper, url):
    organisation = OrganisationFactory(kept_by=keeper, trusted=True)
    response = publish(client, organisation, website=url)
    assert response.status_code == 200
    assert response.context["forms"].form.errors["website"]
    response = publish(client, organisation, links=[{"label": "x", "url": url}])
    assert response.context["forms"].rows["links"].errors[0]["url"]


def test_the_second_of_two_writers_sees_what_the_first_changed_and_loses_nothing(client, keeper):
    organisation = OrganisationFactory(
        name="Gamla", summary_sv="Gammalt.", other_names="Ett", kept_by=keeper, trusted=True
    )
    about = section_with(organisation, "name")
    mine = form_data(organisation, about, summary_sv="Mitt.", founded="2011")
    publish(client, organisation, summary_sv="Deras.", other_names="Två")
    response = client.post(edit_url(organisation, "name"), mine)
    assert response.status_code == 409
    changes = {change.name: (change.after, change.is_disputed) for change in response.context["changes"]}
    assert changes == {"summary_sv": ("Deras.", True), "other_names": ("Två", False)}
    form = response.context["forms"].form
    assert form["summary_sv"].value() == "Mitt."
    assert form["other_names"].value() == "Två"
    assert form["founded"].value() == 2011
    organisation.refresh_from_db()
    assert organisation.summary_sv == "Deras."
    again = {**mine, "other_names": "Två", "based_on": response.context["based_on"]}
    assert client.post(edit_url(organisation, "name"), again).status_code == 302
    organisation.refresh_from_db()
    draft = organisation.get_latest_revision_as_object()
    assert (draft.summary_sv, draft.other_names, draft.founded) == ("Mitt.", "Två", 2011)


def test_pressing_save_twice_is_no_conflict(client, keeper):
    organisation = OrganisationFactory(kept_by=keeper, trusted=True)
    data = form_data(organisation, section_with(organisation, "name"), summary_sv="Nytt.")
    assert client.post(edit_url(organisation, "name"), data).status_code == 302
    assert client.post(edit_url(organisation, "name"), data).status_code == 302
    assert organisation.revisions.count() == 2


def test_what_an_editor_took_back_a_keeper_does_not_publish(client, keeper):
    organisation = OrganisationFactory(kept_by=keeper, trusted=True)
    organisation.unpublish()
    assert publish(client, organisation, name="Utkastet").status_code == 302
    organisation.refresh_from_db()
    assert not organisation.live
    assert organisation.get_latest_revision_as_object().name == "Utkastet"


def test_a_locked_profile_is_left_alone(client, keeper):
    organisation = OrganisationFactory(kept_by=keeper, trusted=True, locked=True)
    response = publish(client, organisation, name="Nytt namn")
    assert "Redaktionen arbetar med profilen" in response.content.decode()
    organisation.refresh_from_db()
    assert organisation.name != "Nytt namn"


def picture(kind: str = "PNG", name: str = "logo.png", **extra: Any) -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (60, 40), "red").save(content, kind, **extra)
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/png")


def test_a_logo_is_written_anew_without_what_came_along(client, keeper):
    exif = Image.Exif()
    exif[0x9286] = "gömd text"
    organisation = OrganisationFactory(kept_by=keeper, trusted=True)
    upload = picture("JPEG", "evil.php.jpg", exif=exif)
    assert publish(client, organisation, new_logo=upload).status_code == 302
    organisation.refresh_from_db()
    stored = organisation.logo.file.read()
    assert stored.startswith(b"\x89PNG")
    assert b"text" not in stored
    page = client.get(organisation.get_absolute_url()).content.decode()
    assert organisation.logo.renditions.get().url in page
    assert publish(client, organisation, remove_logo="on").status_code == 302
    organisation.refresh_from_db()
    assert organisation.logo is None


MUTATED = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x01IHDR" + b"\xff" * 40
BOMB = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (50_000).to_bytes(4) * 2 + b"\x08\x02\x00\x00\x00" + b"\x00" * 50


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html><script>1</script>",
        b"GIF89a....",
        BOMB,
        b"",
        MUTATED,
    ],
    ids=["svg", "html", "gif", "bomb", "empty", "mutated"],
)
def test_what_is_no_picture_is_refused_and_nothing_is_saved(client, keeper, content):
    organisation = OrganisationFactory(kept_by=keeper, trusted=True)
    upload = SimpleUploadedFile("logo.png", content, content_type="image/png")
    response = publish(client, organisation, new_logo=upload)
    assert response.context["forms"].form.errors["new_logo"]
    assert organisation.get_latest_revision_as_object().logo is None
