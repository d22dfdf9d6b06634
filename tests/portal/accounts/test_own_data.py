"""One person's data, by e-mail address: by a mailed link, signed in, and in the admin."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.accounts import own_data
from portal.accounts.jobs import jobs
from portal.accounts.models import Erasure, OwnDataLink, User
from portal.plugins.guarded_forms import mark
from portal.plugins.personal_data import CannotErase
from tests.portal.accounts.conftest import PASSWORD, is_signed_in

pytestmark = pytest.mark.django_db
ASK = "/personuppgifter/dina/"
ADMIN = "/admin/personal-data/"
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def erasures_of_its_own(settings, tmp_path):
    settings.ERASURES = tmp_path / "erasures.txt"


@pytest.fixture
def editor(db) -> User:
    user = User.objects.create_user("redaktor@example.org", PASSWORD)
    user.confirm_address()
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def ask(client: Client, address: str = "maja@example.org", seconds: float = 60, **more: str):
    return client.post(ASK, {"email": address, "opened": mark("own_data", seconds), **more}, headers=OWN)


def link(client: Client, address: str = "maja@example.org") -> str:
    ask(client, address)
    found = re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    client.post("/konto/reauthenticate/", {"password": PASSWORD})
    return client


# By a mailed link ------------------------------------------------------------------------------


def test_the_register_says_what_is_kept_in_both_languages_and_stands_in_the_footer(client):
    assert 'href="/personuppgifter/"' in client.get("/").content.decode()
    page = client.get("/personuppgifter/").content.decode()
    assert "Anmälningar till träffar" in page
    assert "Kontaktpersoner" in page
    assert "Registrations for meetups" in client.get("/en/personal-data/").content.decode()


def test_the_answer_is_the_same_whether_the_address_is_known_or_not(client, member):
    known, unknown = ask(client), ask(client, "ingen@example.org")
    assert (
        (known.status_code, known.url)
        == (unknown.status_code, unknown.url)
        == (302, "/personuppgifter/titta-i-mejlen/")
    )
    assert [message.to for message in mail.outbox] == [["maja@example.org"], ["ingen@example.org"]]
    bodies = [re.sub(r"https?://\S+", "", message.body) for message in mail.outbox]
    assert bodies[0] == bodies[1]


def test_a_form_on_another_site_mails_nobody(client):
    assert (
        client.post(ASK, {"email": "maja@example.org"}, headers={"Origin": "https://evil.example"}).status_code == 403
    )
    assert not mail.outbox


def test_a_robot_sees_what_everybody_sees_and_no_mail_is_written(client):
    assert ask(client, leave_empty="x").url == "/personuppgifter/titta-i-mejlen/"
    assert not mail.outbox
    assert not OwnDataLink.objects.exists()


@pytest.mark.parametrize("trap", [{"opened": ""}, {"seconds": 0}])
def test_who_is_very_fast_is_asked_to_send_it_again_and_no_mail_is_written(client, trap):
    response = ask(client, **trap)
    assert response.status_code == 422
    assert "skicka igen" in response.content.decode()
    assert 'value="maja@example.org"' in response.content.decode()
    assert not mail.outbox
    assert not OwnDataLink.objects.exists()


def test_a_wrong_address_is_told_beside_the_field_and_stays(client):
    response = ask(client, "maja@")
    assert response.status_code == 422
    assert "Skriv hela adressen" in response.content.decode()
    assert 'value="maja@"' in response.content.decode()


def test_an_inbox_gets_three_of_these_an_hour_in_silence(client, settings):
    settings.OUTBOX_DELIVERY = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    answers = {ask(client).status_code for _time in range(5)}
    assert answers == {302}
    assert len(mail.outbox) == 3


def test_one_network_asks_twenty_times_an_hour(client):
    answers = [ask(client, f"person{number}@example.org").status_code for number in range(21)]
    assert answers == [302] * 20 + [429]


def test_the_link_shows_what_is_kept_changes_nothing_and_is_in_no_cache_or_referer(client, member):
    address = link(client)
    response = client.get(address)
    assert response.status_code == 200
    page = response.content.decode()
    assert "Maja" in page
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert client.head(address).status_code == 200
    assert User.objects.filter(pk=member.pk).exists()


def test_of_the_link_only_a_hash_is_kept_and_it_leads_nowhere_after_a_day(client, member):
    address = link(client)
    token = address.strip("/").rpartition("/")[2]
    assert token not in str(list(OwnDataLink.objects.values()))
    assert client.get("/personuppgifter/dina/gissad/").status_code == 404
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert client.get(address).status_code == 404
        next(job for job in jobs if job.name == "accounts.forget_old_links").run()
        assert not OwnDataLink.objects.exists()


def test_the_file_holds_what_the_page_shows(client, member):
    response = client.post(link(client), {"action": "export"}, headers=OWN)
    assert "attachment" in response["Content-Disposition"]
    told = json.loads(response.content)
    assert told["E-postadress"] == ["maja@example.org"]
    accounts = next(one for one in told["Det här sparar vi"] if one["Vad det är"] == "Konton")
    assert accounts["Uppgifter"][0]["Förnamn"] == "Maja"


def test_erasing_asks_for_a_tick_then_leaves_nothing_and_the_link_ends(client, member):
    address = link(client)
    assert client.post(address, {"action": "erase"}, headers=OWN).status_code == 422
    assert User.objects.filter(pk=member.pk).exists()
    assert client.post(address, {"action": "erase", "is_sure": "on"}).status_code == 403
    response = client.post(address, {"action": "erase", "is_sure": "on"}, headers=OWN)
    assert response.url == "/personuppgifter/raderade/"
    assert not User.objects.exists()
    assert not EmailAddress.objects.exists()
    assert client.get(address).status_code == 404


def test_whoever_has_nothing_kept_is_told_so(client):
    page = client.get(link(client, "ny@example.org")).content.decode()
    # The link itself is kept, for a day.
    assert "Frågor om egna uppgifter" in page


@pytest.mark.parametrize("who", ["an editor", "with a second step"])
def test_a_mailed_link_is_not_enough_for_a_guarded_account(client, member, editor, who):
    if who == "with a second step":
        Authenticator.objects.create(user=member, type="totp", data={})
    person = editor if who == "an editor" else member
    response = client.post(link(client, person.email), {"action": "erase", "is_sure": "on"}, headers=OWN)
    assert response.status_code == 422
    assert "Logga in" in response.content.decode()
    assert User.objects.filter(pk=person.pk).exists()
    assert not Erasure.objects.exists()


def test_nobody_reads_codes_and_links_in_what_was_mailed_nor_the_addresses_of_others(member, settings):
    settings.EMAIL_BACKEND = "portal.operations.outbox.OutboxBackend"
    mail.EmailMessage("ABC-123 är din kod", "Skriv ABC-123.", to=["maja@example.org"]).send()
    mail.EmailMessage("En fråga", "Från maja@example.org.", to=["redaktor@example.org"]).send()
    told = str(own_data.export("maja@example.org"))
    assert told.count("Gick till den här adressen") == 2
    assert "ABC-123" not in told
    assert "redaktor@example.org" not in told


# Signed in -------------------------------------------------------------------------------------


def test_a_member_sees_and_erases_by_all_addresses_that_are_theirs(member):
    EmailAddress.objects.create(user=member, email="andra@example.org", verified=True)
    EmailAddress.objects.create(user=member, email="nagon.annans@example.org", verified=False)
    client = signed_in(member)
    page = client.get("/mina-sidor/dina-uppgifter/").content.decode()
    assert "maja@example.org, andra@example.org" in page
    assert json.loads(client.post("/mina-sidor/dina-uppgifter/", {"action": "export"}).content)
    client.post("/mina-sidor/dina-uppgifter/", {"action": "erase", "is_sure": "on"})
    assert not is_signed_in(client)
    assert not User.objects.exists()
    assert {one.mark for one in Erasure.objects.all()} == {
        own_data.mark_of("maja@example.org"),
        own_data.mark_of("andra@example.org"),
    }


def test_the_only_administrator_is_told_and_stays(administrator):
    administrator.confirm_address()
    response = signed_in(administrator).post("/mina-sidor/dina-uppgifter/", {"action": "erase", "is_sure": "on"})
    assert response.status_code == 422
    assert "enda administratören" in response.content.decode()
    assert User.objects.filter(pk=administrator.pk).exists()


# In the admin ----------------------------------------------------------------------------------


def test_an_editor_shows_hands_over_and_erases_and_the_log_has_no_address(member, editor, caplog):
    client = signed_in(editor)
    assert client.get(ADMIN).status_code == 200
    assert "Maja" in client.post(ADMIN, {"email": "Maja@example.org", "action": "show"}).content.decode()
    assert json.loads(client.post(ADMIN, {"email": "maja@example.org", "action": "export"}).content)
    assert client.post(ADMIN, {"email": "maja@example.org", "action": "erase"}).status_code == 200
    assert User.objects.filter(pk=member.pk).exists()
    assert client.post(ADMIN, {"email": "maja@example.org", "action": "erase", "is_sure": "on"}).status_code == 302
    assert not User.objects.filter(pk=member.pk).exists()
    entry = ModelLogEntry.objects.get(action="accounts.erase")
    assert entry.user == editor
    assert "maja" not in f"{entry.label} {entry.data} {caplog.text}".lower()


def test_only_an_administrator_erases_who_works_in_the_admin(editor, administrator):
    with pytest.raises(CannotErase):
        own_data.erase(administrator.email, by=editor)
    own_data.erase(editor.email, by=administrator)
    assert not User.objects.filter(pk=editor.pk).exists()


def test_the_history_forgets_what_an_account_was_called(member, administrator):
    client = Client()
    client.force_login(administrator)
    person = {"email": "ny@example.org", "first_name": "Nyström", "last_name": "Ny", "is_active": "on"}
    client.post("/admin/users/new/", person | {"password1": PASSWORD, "password2": PASSWORD})
    made = User.objects.filter(email="ny@example.org").first()
    assert made
    assert "Nyström" in str(list(ModelLogEntry.objects.values_list("label", flat=True)))
    client.post(f"/admin/users/delete/{made.pk}/")
    assert not User.objects.filter(email="ny@example.org").exists()
    assert "Nyström" not in str(list(ModelLogEntry.objects.values()))


# Not coming back -------------------------------------------------------------------------------


def test_who_was_erased_after_the_copy_is_erased_anew_when_it_is_restored(member):
    own_data.erase("maja@example.org")
    # The database is set back to before that.
    Erasure.objects.all().delete()
    User.objects.create_user("Maja@Example.org", first_name="Maja")
    bo = User.objects.create_user("bo@example.org")
    call_command("replay_erasures", verbosity=0)
    assert list(User.objects.all()) == [bo]
    assert Erasure.objects.count() == 1


def test_who_came_back_by_their_own_will_is_left_alone(member):
    own_data.erase("maja@example.org")
    # A copy from after the erasure knows of it.
    User.objects.create_user("maja@example.org")
    assert own_data.replay() == (0, [])
    assert User.objects.filter(email="maja@example.org").exists()


def test_the_list_beside_the_database_tells_nobody_who_it_was(member, settings):
    own_data.erase("maja@example.org")
    assert re.fullmatch(r"[0-9a-f]{40} \S+\n", settings.ERASURES.read_text())
