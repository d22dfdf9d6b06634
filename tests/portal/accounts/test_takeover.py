"""An address is its owner's, whatever somebody else wrote before or an administrator writes after."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from tests.portal.accounts.conftest import PASSWORD, code_in_mail, is_signed_in

pytestmark = pytest.mark.django_db
OWNER = "agare@example.org"


def signs_in_by_code(client: Client, email: str) -> bool:
    client.post("/konto/login/code/", {"email": email})
    client.post("/konto/login/code/confirm/", {"code": code_in_mail()})
    return is_signed_in(client)


def test_a_password_that_a_stranger_chose_is_void_once_the_owner_has_shown_a_code():
    stranger = Client()
    stranger.post("/konto/signup/", {"email": OWNER, "password1": PASSWORD})
    mail.outbox.clear()
    assert signs_in_by_code(Client(), OWNER)
    stranger.post("/konto/login/", {"login": OWNER, "password": PASSWORD})
    assert not is_signed_in(stranger)


def test_the_own_password_stays_when_a_code_is_used(member):
    assert signs_in_by_code(Client(), member.email)
    client = Client()
    client.post("/konto/login/", {"login": member.email, "password": PASSWORD})
    assert is_signed_in(client)


def test_an_address_that_an_administrator_changes_opens_nothing_any_more(client, administrator, member):
    client.force_login(administrator)
    old = member.email
    form = {"email": "ny@example.org", "first_name": "Maja", "last_name": "B", "is_active": "on"}
    response = client.post(reverse("wagtailusers_users:edit", args=[member.pk]), form)
    assert response.status_code == 302, response.context["form"].errors
    assert list(EmailAddress.objects.filter(user=member).values_list("email", "verified", "primary")) == [
        ("ny@example.org", True, True)
    ]
    stranger = Client()
    stranger.post("/konto/login/", {"login": old, "password": PASSWORD})
    assert not is_signed_in(stranger)
    assert User.objects.get(pk=member.pk).email == "ny@example.org"


def test_word_of_a_new_password_goes_out_however_much_was_asked_for(client, member, settings):
    settings.OUTBOX_DELIVERY = True
    for _attempt in range(3):
        client.post("/konto/password/reset/", {"email": member.email})
    link = next(word for word in mail.outbox[-1].body.split() if "/konto/password/reset/key/" in word)
    form = client.get("/" + link.split("/", 3)[3], follow=True).redirect_chain[-1][0]
    sent = len(mail.outbox)
    answer = client.post(form, {"password1": "en helt ny lösenfras", "password2": "en helt ny lösenfras"})
    assert answer.status_code == 302
    assert len(mail.outbox) == sent + 1


@pytest.mark.parametrize("name", ["Maja\nBcc: x@example.org", "Maja\u202eajaM"])
def test_a_name_is_of_one_line_and_hides_nothing(client, member, name):
    client.force_login(member)
    client.post("/mina-sidor/namn/", {"first_name": name, "last_name": ""})
    member.refresh_from_db()
    assert member.first_name.startswith("Maja")
    assert member.first_name.isprintable()
