"""With Swedish chosen no English word is seen on the pages of accounts, nor in their mail."""

import re
from pathlib import Path

import allauth
import polib
import pytest
from django.core import mail
from django.test import Client
from django.utils.html import strip_tags

from tests.portal.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db
ENTRANCE = ["login/", "signup/", "login/code/", "password/reset/", "password/reset/done/", "inactive/"]
MANAGE = ["email/", "password/change/", "logout/", "reauthenticate/", "2fa/", "2fa/totp/activate/"]
MY_PAGES = ["", "namn/", "inloggning/", "ta-bort-konto/"]
OF_A_MEMBER = [f"/konto/{part}" for part in MANAGE] + [f"/mina-sidor/{part}" for part in MY_PAGES]


@pytest.fixture(scope="module")
def english() -> list[str]:
    """allauth's texts of two words and more, without the parts that are filled in."""
    catalogue = Path(allauth.__file__).parent / "locale/sv/LC_MESSAGES/django.po"
    texts = {re.split(r"%\(\w+\)s|[{<%]", entry.msgid)[0].strip() for entry in polib.pofile(str(catalogue))}
    return [text for text in texts if len(text.split()) > 1]


def assert_swedish(html: str, english: list[str]) -> None:
    text = re.sub(r"\s+", " ", strip_tags(re.sub(r"<(script|style|svg).*?</\1>", "", html, flags=re.DOTALL)))
    assert [phrase for phrase in english if phrase in text] == []
    assert re.search(r"\b(the|your|you|password|address|sign|please|email)\b", text, re.IGNORECASE) is None, text


@pytest.mark.parametrize("address", ENTRANCE)
def test_pages_before_signing_in(client, english, address):
    response = client.get(f"/konto/{address}")
    assert response.status_code == 200
    assert_swedish(response.content.decode(), english)


@pytest.mark.parametrize("address", OF_A_MEMBER)
def test_pages_of_a_member(client, member, english, address):
    client.force_login(member)
    client.post("/konto/reauthenticate/", {"password": PASSWORD})
    response = client.get(address)
    assert response.status_code == 200
    assert_swedish(response.content.decode().replace(member.email, ""), english)


def test_errors(client, member, english):
    for address, data in [
        ("login/", {"login": "maja@example.org", "password": "fel"}),
        ("login/", {}),
        ("signup/", {"email": "inte en adress", "password1": "kort"}),
        ("login/code/", {"email": "x"}),
        ("password/reset/", {}),
    ]:
        page = client.post(f"/konto/{address}", data).content.decode()
        assert_swedish(re.sub(r"\S+@\S+", "", page), english)


def test_mail(member, english):
    for address, email in [
        ("login/code/", member.email),
        ("login/code/", "okand@example.org"),
        ("signup/", member.email),
        ("signup/", "ny@example.org"),
        ("password/reset/", member.email),
        ("password/reset/", "okand@example.org"),
    ]:
        Client().post(f"/konto/{address}", {"email": email, "password1": PASSWORD})
    client = Client()
    client.force_login(member)
    client.post("/konto/reauthenticate/", {"password": PASSWORD})
    new = {"oldpassword": PASSWORD, "password1": PASSWORD + "!", "password2": PASSWORD + "!"}
    client.post("/konto/password/change/", new)
    assert len(mail.outbox) == 7
    for message in mail.outbox:
        words = re.sub(r"https?://\S+|\S+@\S+", "", f"{message.subject}\n{message.body}")
        assert_swedish(words, english)
        assert "127.0.0.1 " not in words
