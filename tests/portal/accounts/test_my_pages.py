import logging

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client
from wagtail.models import GroupPagePermission

from portal.accounts.models import User
from portal.accounts.roles import EDITORS, grant_editors
from tests.portal.accounts.conftest import PASSWORD, is_signed_in

pytestmark = pytest.mark.django_db
DELETE = "/mina-sidor/ta-bort-konto/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def reauthenticated(user: User) -> Client:
    client = signed_in(user)
    client.post("/konto/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.mark.parametrize("address", ["", "namn/", "inloggning/", "ta-bort-konto/"])
def test_only_the_signed_in_see_their_pages_and_no_cache_keeps_them(member, address):
    address = f"/mina-sidor/{address}"
    assert Client().get(address).url.startswith("/konto/login/?next=")
    response = reauthenticated(member).get(address)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_a_member_is_greeted_and_changes_the_name(member):
    client = signed_in(member)
    assert "Hej, Maja" in client.get("/mina-sidor/").content.decode()
    client.post(
        "/mina-sidor/namn/",
        {"first_name": "Mai", "last_name": "Åström", "is_superuser": "on", "email": "x@example.org"},
    )
    member.refresh_from_db()
    assert (str(member), member.email, member.is_superuser) == ("Mai Åström", "maja@example.org", False)


def test_only_editors_are_shown_the_way_to_the_admin(member):
    assert "/admin/" not in signed_in(member).get("/mina-sidor/").content.decode()
    member.groups.add(Group.objects.get(name=EDITORS))
    assert "/admin/" in signed_in(member).get("/mina-sidor/").content.decode()


def test_one_entry_of_the_menu_is_the_current_one(member):
    page = signed_in(member).get("/mina-sidor/namn/").content.decode()
    assert page.count('aria-current="page"') == 1


def test_deleting_asks_again_who_it_is(member):
    client = signed_in(member)
    assert client.get(DELETE).url.startswith("/konto/reauthenticate/")
    assert client.post(DELETE).url.startswith("/konto/reauthenticate/")
    assert User.objects.filter(pk=member.pk).exists()


def test_an_owner_deletes_the_account_and_every_trace_of_the_name(member, caplog):
    client, elsewhere = reauthenticated(member), signed_in(member)
    assert client.get(DELETE).status_code == 200
    with caplog.at_level(logging.INFO, "portal.accounts"):
        response = client.post(DELETE, follow=True)
    assert response.redirect_chain[-1][0] == "/mina-sidor/kontot-borttaget/"
    assert not User.objects.exists()
    assert not EmailAddress.objects.exists()
    assert not is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert [record.message for record in caplog.records] == ["An account was deleted."]
    assert "maja" not in str([session.get_decoded() for session in Session.objects.all()]).lower()


def test_the_only_administrator_cannot_go(administrator):
    client = reauthenticated(administrator)
    assert "enda administratören" in client.post(DELETE, follow=True).content.decode()
    assert User.objects.filter(pk=administrator.pk).exists()
    User.objects.create_superuser("rut@example.org")
    client.post(DELETE)
    assert not User.objects.filter(pk=administrator.pk).exists()


def test_whoever_is_removed_cannot_send_the_form_that_lies_open(member):
    client = signed_in(member)
    User.objects.filter(pk=member.pk).update(is_active=False)
    assert client.post("/mina-sidor/namn/", {"first_name": "X"}).url.startswith("/konto/login/")


def test_an_editor_who_is_one_no_longer_cannot_save(member):
    group = Group.objects.get(name=EDITORS)
    member.groups.add(group)
    client = signed_in(member)
    assert client.get("/admin/").status_code == 200
    member.groups.clear()
    assert client.post("/admin/pages/1/delete/").status_code == 302
    assert client.get("/admin/pages/1/").url.startswith("/admin/login/") or client.get("/admin/").status_code == 302


def test_granting_again_changes_nothing():
    before = list(GroupPagePermission.objects.order_by("pk").values())
    permissions = set(Group.objects.get(name=EDITORS).permissions.values_list("pk", flat=True))
    grant_editors()
    assert list(GroupPagePermission.objects.order_by("pk").values()) == before
    assert set(Group.objects.get(name=EDITORS).permissions.values_list("pk", flat=True)) == permissions


def test_editors_publish_pages_and_keep_images(member):
    member.groups.add(Group.objects.get(name=EDITORS))
    actions = GroupPagePermission.objects.filter(group__name=EDITORS).values_list("permission__codename", flat=True)
    assert {"add_page", "change_page", "publish_page", "lock_page", "unlock_page"} <= set(actions)
    client = signed_in(member)
    for address in ("/admin/images/", "/admin/documents/", "/admin/images/add/"):
        assert client.get(address).status_code == 200
    assert client.get("/admin/users/").status_code == 302


def test_an_administrator_gives_somebody_an_account_in_the_admin(administrator):
    client = signed_in(administrator)
    group = Group.objects.get(name=EDITORS)
    person = {
        "email": "rut@example.org",
        "first_name": "Rut",
        "last_name": "Ek",
        "groups": [group.pk],
        "is_active": "on",
    }
    response = client.post("/admin/users/new/", person | {"password1": PASSWORD, "password2": PASSWORD})
    assert response.status_code == 302, response.context["form"].errors
    assert User.objects.get(email="rut@example.org").groups.get() == group
    assert client.get("/admin/users/").status_code == 200


def test_only_who_may_write_pages_is_called_an_editor(member):
    member.groups.add(Group.objects.get(name="Coordinators"))
    page = signed_in(member).get("/mina-sidor/").content.decode()
    assert "Du är redaktör" not in page
    assert "Du arbetar i redaktionens verktyg" in page
    member.groups.add(Group.objects.get(name=EDITORS))
    page = signed_in(member).get("/mina-sidor/").content.decode()
    assert "Du är redaktör" in page
    assert "Du arbetar i redaktionens verktyg" not in page
