"""Raw requests that no browser of ours would send."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_foreign_host_is_refused(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_headers_of_a_proxy_that_is_not_there_are_ignored(client):
    answer = client.get(
        "/mina-sidor/",
        headers={"x-forwarded-host": "evil.example", "x-forwarded-proto": "https", "x-original-url": "/x"},
    )
    assert answer.url == "/konto/login/?next=/mina-sidor/"
    assert "evil.example" not in client.get("/", headers={"x-forwarded-host": "evil.example"}).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/portal.sqlite3",
        "/data/portal.sqlite3",
        "/secret-key",
        "/.env",
        "/.git/config",
        "/media/../portal.sqlite3",
        "/media/%2e%2e/portal.sqlite3",
        "/media/..%2fsecret-key",
        "/media/documents/minutes.pdf",
        "/static/../manage.py",
        "/static/%2e%2e/%2e%2e/manage.py",
    ],
)
def test_what_is_not_for_the_web_is_not_there(client, address):
    assert client.get(address, follow=True).status_code in {400, 404}


@pytest.mark.parametrize(
    "address", ["/%00", "/hitta/organisationer/%00/", "/kalender/%00/", "/api/v1/%00", "/admin/%00"]
)
def test_no_address_has_nul(client, address):
    assert client.get(address, follow=True).status_code == 404


@pytest.mark.parametrize(
    "address", ["/hitta/?municipality=%00", "/sok/?q=a%00b&municipality=%00", "/konto/login/?next=%00"]
)
def test_nul_in_a_query_is_as_if_it_were_not_there(client, address):
    assert client.get(address, follow=True).status_code == 200


def test_nul_in_a_form_is_as_if_it_were_not_there(client, django_user_model):
    person = django_user_model.objects.create_user("maja@example.org")
    client.force_login(person)
    assert client.post("/mina-sidor/namn/", {"first_name": "Ma\0ja", "last_name": "", "x": "\0"}).status_code == 302
    person.refresh_from_db()
    assert person.first_name == "Maja"


@pytest.mark.parametrize("address", ["/mina-sidor/x.css", "/mina-sidor/namn/x.css", "/mina-sidor/%0a.js"])
def test_an_address_that_looks_like_a_file_shows_nothing_personal(admin_client, address):
    assert admin_client.get(address, follow=True).status_code == 404


@pytest.mark.parametrize(
    "address", ["/mina-sidor/namn/", "/mina-sidor/ta-bort-konto/", "/konto/logout/", "/konto/login/"]
)
def test_a_form_of_a_session_needs_its_token(django_user_model, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(django_user_model.objects.create_user("maja@example.org"))
    assert client.post(address, {"first_name": "X"}).status_code == 403
    assert client.post(address, {"csrfmiddlewaretoken": "x" * 64}).status_code == 403
