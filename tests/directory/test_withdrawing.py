"""An organisation leaves the directory: what goes at once, what is erased, and the little that stays."""

import json
from io import BytesIO, StringIO
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry, Revision, TaskState, WorkflowState

from directory.exchange.table import OF_SOURCES
from directory.models import (
    Application,
    Claim,
    ContactConsent,
    ContactPerson,
    ErrorReport,
    Import,
    ImportRow,
    InitiativePart,
    Invitation,
    LikelyPair,
    Membership,
    Organisation,
    SupportOffer,
    Withdrawal,
)
from directory.services import drafts, keeping, reports, withdrawing
from portal.plugins import search
from search.models import SearchDocument
from tests.directory.factories import (
    ClaimFactory,
    InitiativeFactory,
    OfferFactory,
    OrganisationFactory,
    PersonFactory,
    editor,
    keeps,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]
URL = "/hitta/organisationer/fyren/avsluta/"
PROFILE = "/hitta/organisationer/fyren/"


@pytest.fixture(autouse=True)
def mails_are_kept(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.MEDIA_ROOT = tmp_path


def signed_in(person) -> Client:
    """As one who has just written their password, which ending a profile asks for."""
    person.set_password("forskarverkstad")
    person.save()
    client = Client()
    client.force_login(person)
    client.post("/konto/reauthenticate/", {"password": "forskarverkstad"})
    return client


def picture(title: str):
    file = BytesIO()
    Image.new("RGB", (400, 400)).save(file, "PNG")
    return get_image_model().objects.create(title=title, file=ImageFile(BytesIO(file.getvalue()), name=f"{title}.png"))


@pytest.fixture
def owner():
    return PersonFactory()


@pytest.fixture
def fyren(owner):
    organisation = OrganisationFactory(name="Fyren", kept_by=owner, contact_email="fyren@example.org")
    organisation.contacts = [ContactPerson(name="Siv Svarar", email="siv@example.org", is_public=True)]
    organisation.logo = picture("gammal")
    organisation.save_revision(user=owner).publish(user=owner, skip_permission_checks=True)
    organisation.refresh_from_db()
    organisation.logo = picture("ny")
    organisation.summary_sv = "Utkast som nämner Siv Svarar."
    organisation.save_revision(user=owner)
    organisation.refresh_from_db()
    return organisation


def test_the_page_tells_plainly_what_goes_and_what_stays(fyren, owner):
    OfferFactory(title="Rådgivning", organisation=fyren)
    InitiativeFactory(title="Ensamt", by=[fyren])
    InitiativeFactory(title="Delat", by=[fyren, OrganisationFactory()])
    page = signed_in(owner).get(URL).content.decode()
    for words in ("Rådgivning", "Ensamt", "Delat", "kontaktpersoner", "utkast", "Det går inte att ångra"):
        assert words in page
    assert Organisation.objects.filter(pk=fyren.pk).exists()


def test_the_name_written_once_more_ends_it(fyren, owner):
    client = signed_in(owner)
    response = client.post(URL, {"name": "Fyrbåken"})
    assert response.status_code == 200
    assert "Det är inte namnet" in response.content.decode()
    assert "Fyrbåken" in response.content.decode()
    assert Organisation.objects.filter(pk=fyren.pk).exists()
    assert client.post(URL, {"name": " fyren "})["Location"] == "/mina-sidor/"
    assert not Organisation.objects.filter(pk=fyren.pk).exists()
    assert Withdrawal.objects.get().withdrawn_by == owner


def test_a_session_that_is_long_signed_in_writes_the_password_first(fyren, owner):
    owner.set_password("forskarverkstad")
    owner.save()
    client = Client()
    client.force_login(owner)
    assert "reauthenticate" in client.post(URL, {"name": "Fyren"})["Location"]
    assert Organisation.objects.filter(pk=fyren.pk).exists()


@pytest.mark.parametrize("role", ["keeper", "owner of another", "member", "editor"])
def test_only_its_owners_end_it(fyren, role):
    person = {"keeper": lambda: keeps(fyren).user, "editor": editor}.get(role, PersonFactory)()
    if role == "owner of another":
        keeps(OrganisationFactory(), person, role="owner")
    client = signed_in(person)
    assert client.get(URL).status_code in (302, 404)
    assert client.post(URL, {"name": "Fyren"}).status_code in (302, 404)
    with pytest.raises(withdrawing.NotAllowed):
        withdrawing.withdraw(fyren, by=person)
    assert Organisation.objects.filter(pk=fyren.pk).exists()


def test_it_is_off_every_page_and_its_address_says_so_kindly(fyren, owner):
    other = OrganisationFactory(name="Annan")
    shared = InitiativeFactory(title="Delat", slug="delat", by=[fyren, other])
    alone = InitiativeFactory(title="Ensamt", slug="ensamt", by=[fyren])
    OfferFactory(title="Rådgivning", slug="rad", organisation=fyren)
    assert search.find("fyren", language="sv")
    withdrawing.withdraw(fyren, by=owner)
    client = Client()
    for url in (PROFILE, "/en/find/organisations/fyren/"):
        response = client.get(url)
        assert response.status_code == 410
        assert "noindex" in response.content.decode()
    assert "Profilen är avslutad" in client.get(PROFILE).content.decode()
    pages = ["/hitta/", "/hitta/?view=map", "/hitta/stod/", "/hitta/initiativ/delat/", "/sok/?q=fyren", "/sitemap.xml"]
    pages += ["/api/v1/directory/organisations", "/api/v1/directory/offers", "/api/v1/directory/map"]
    for url in pages:
        text = client.get(url).content.decode().replace('value="fyren"', "").replace("”fyren”", "")
        assert "Fyren" not in text, url
        assert "organisationer/fyren" not in text, url
    assert client.get("/api/v1/directory/organisations/fyren").status_code == 404
    assert client.get("/hitta/stod/rad/").status_code == 404
    assert client.get("/hitta/initiativ/ensamt/").status_code == 404
    assert client.get("/hitta/initiativ/delat/").status_code == 200
    assert not search.find("fyren", language="sv")
    assert not SearchDocument.objects.filter(title__icontains="fyren").exists()
    alone.refresh_from_db()
    shared.refresh_from_db()
    assert (alone.live, shared.live) == (False, True)
    assert list(InitiativePart.objects.values_list("organisation__name", flat=True)) == ["Annan"]


def test_nothing_of_its_people_is_left_in_any_version_row_or_file(
    fyren, owner, settings, django_capture_on_commit_callbacks
):
    keeping.invite(fyren, "inbjuden@example.org", by=owner)
    ClaimFactory(organisation=fyren)
    Application.objects.create(organisation=fyren, user=owner, position="ordförande", state="approved")
    twin = OrganisationFactory(name="Fyren i Lund")
    first, second = sorted((fyren.pk, twin.pk))
    LikelyPair.objects.create(first_id=first, second_id=second, alike="name")
    used = picture("delad")
    Organisation.objects.filter(pk=twin.pk).update(logo=used)
    fyren.logo = used
    fyren.save_revision()
    file = Import.objects.create(language="sv")
    ImportRow.objects.create(file=file, line=2, kind="organisation", entry=fyren.pk, plan="same", old={"name": "Siv"})
    pk = str(fyren.pk)
    assert list(Path(settings.MEDIA_ROOT).rglob("ny*"))
    with django_capture_on_commit_callbacks(execute=True):
        withdrawing.withdraw(Organisation.objects.get(pk=fyren.pk), by=owner)
    for model in (ContactPerson, ContactConsent, Membership, Invitation, Claim, Application, LikelyPair, SupportOffer):
        assert not model.objects.exists(), model
    assert not [
        content for content in Revision.objects.values_list("content", flat=True) if "Siv" in json.dumps(content)
    ]
    assert not Revision.objects.filter(object_id=pk, content_type__model="organisation").exists()
    assert "Siv" not in str(list(ImportRow.objects.values()))
    logged = str(list(ModelLogEntry.objects.filter(object_id=pk).values()))
    assert "directory.withdraw" in logged
    assert "Siv" not in logged
    assert not [entry.data for entry in ModelLogEntry.objects.filter(object_id=pk) if entry.data]
    assert {image.title for image in get_image_model().objects.all()} == {"delad"}
    assert [file.name for file in Path(settings.MEDIA_ROOT).rglob("original_images/*")] == ["delad.png"]


def test_everybody_concerned_gets_a_letter(fyren, owner):
    colleague, asking = keeps(fyren).user, ClaimFactory(organisation=fyren).user
    ErrorReport.objects.create(organisation=fyren, text="Fel nummer.", email="ser.fel@example.org")
    ErrorReport.objects.create(organisation=fyren, text="Utan adress.")
    withdrawing.withdraw(fyren, by=owner)
    told = {letter.to[0]: letter.body for letter in mail.outbox}
    assert set(told) == {owner.email, colleague.email, asking.email, "ser.fel@example.org"}
    assert "avslutat profilen" in told[colleague.email]
    assert "Fel nummer" not in told["ser.fel@example.org"]
    assert not ErrorReport.objects.exists()


def test_an_initiative_of_theirs_can_be_published_again_from_an_old_version(fyren, owner):
    initiative = InitiativeFactory(title="Ensamt", by=[fyren])
    revision = initiative.save_revision()
    withdrawing.withdraw(fyren, by=owner)
    revision.refresh_from_db()
    revision.publish()
    initiative.refresh_from_db()
    assert initiative.live
    assert not initiative.parts.exists()


def test_what_waits_for_the_editors_and_drafts_of_initiatives_go_too(fyren, owner):
    draft = InitiativeFactory(title="Aldrig visat", by=[fyren], live=False)
    drafts.send(fyren, by=owner, shown=fyren.latest_revision_id)
    assert WorkflowState.objects.filter(object_id=str(fyren.pk)).exists()
    assert "Aldrig visat" not in signed_in(owner).get(URL).content.decode()
    withdrawing.withdraw(fyren, by=owner)
    assert not WorkflowState.objects.exists()
    assert not TaskState.objects.exists()
    assert not type(draft).objects.exists()


def test_editors_see_who_has_left_and_an_import_does_not_bring_them_back(fyren, owner, tmp_path):
    fyren.standing.source_id = "organisation-7"
    fyren.standing.save()
    withdrawing.withdraw(fyren, by=owner)
    page = signed_in(editor()).get("/admin/directory/ended/").content.decode()
    assert "Fyren" in page
    file = tmp_path / "rows.csv"
    row = ["organisation-7", "Fyren", "ideell förening", "Lund", "", "Åter.", ""]
    file.write_text(f"{','.join(OF_SOURCES)}\n{','.join(row)}\n")
    told = StringIO()
    call_command("import_directory", str(file), stdout=told)
    assert "1 left alone" in told.getvalue()
    assert not Organisation.objects.filter(name="Fyren").exists()


def test_the_owner_may_add_the_organisation_anew_and_its_address_then_shows_it(fyren, owner):
    withdrawing.withdraw(fyren, by=owner)
    OrganisationFactory(name="Fyren")
    assert Client().get(PROFILE).status_code == 200


def test_whoever_reported_an_initiative_of_theirs_still_gets_an_answer(fyren, owner):
    initiative = InitiativeFactory(by=[fyren])
    report = reports.report(initiative, text="Fel.", email="ser.fel@example.org")
    withdrawing.withdraw(fyren, by=owner)
    mail.outbox.clear()
    reports.settle(report, "corrected", answer="Rättat.", by=editor())
    assert mail.outbox[0].to == ["ser.fel@example.org"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_two_owners_who_end_it_at_once_end_it_once(attempt):
    organisation = OrganisationFactory(name="Fyren", kept_by=PersonFactory())
    people = [organisation.memberships.get().user, keeps(organisation, role="owner").user]
    barrier, outcomes = Barrier(2), []

    def end(person) -> None:
        barrier.wait()
        try:
            withdrawing.withdraw(organisation, by=person)
            outcomes.append("done")
        except withdrawing.NotAllowed:
            outcomes.append("NotAllowed")
        finally:
            connection.close()

    threads = [Thread(target=end, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["NotAllowed", "done"]
    assert Withdrawal.objects.count() == 1
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(person.email for person in people)
