import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from tests.portal.accounts.conftest import PASSWORD, code_in_mail

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def as_in_production(settings):
    settings.SECOND_FACTOR_REQUIRED_FOR_ADMIN = True


@pytest.fixture(autouse=True)
def at_one_moment():
    """A code is right for half a minute, which may end between its making and its use."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.fixture
def protected(administrator) -> User:
    """An administrator with an app."""
    TOTP.activate(administrator, SECRET)
    return administrator


def code_of_the_app() -> str:
    return format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))


def log_in(client: Client, user: User):
    return client.post("/konto/login/", {"login": user.email, "password": PASSWORD})


def may_work(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/1/", "/admin/users/", "/admin/api/main/pages/"])
def test_without_a_second_factor_every_admin_address_leads_to_where_it_is_set_up(client, administrator, address):
    client.force_login(administrator)
    for method in (client.get, client.post):
        response = method(address)
        assert (response.status_code, response.url) == (302, "/konto/2fa/")


def test_a_prefix_that_a_client_claims_does_not_go_round_it(client, administrator):
    client.force_login(administrator)
    response = client.get("/admin/", SCRIPT_NAME="/foo")
    assert response.status_code == 302
    assert "2fa" in response.headers["Location"]


def test_password_and_code_open_the_admin(client, protected):
    assert log_in(client, protected).url.startswith("/konto/2fa/authenticate/")
    assert not may_work(client)
    client.post("/konto/2fa/authenticate/", {"code": code_of_the_app()})
    assert may_work(client)


def test_a_code_in_the_mail_does_not_go_round_the_second_factor(client, protected):
    client.post("/konto/login/code/", {"email": protected.email})
    response = client.post("/konto/login/code/confirm/", {"code": code_in_mail()})
    assert response.url.startswith("/konto/2fa/authenticate/")
    assert not may_work(client)


def test_nor_does_a_session_from_before(client, protected):
    client.force_login(protected)
    response = client.get("/admin/pages/1/")
    assert response.url == "/konto/2fa/reauthenticate/?next=%2Fadmin%2Fpages%2F1%2F"
    client.post("/konto/2fa/reauthenticate/", {"code": code_of_the_app()})
    assert may_work(client)


def test_nor_another_persons_session(client, protected):
    log_in(client, protected)
    client.post("/konto/2fa/authenticate/", {"code": code_of_the_app()})
    other = User.objects.create_superuser("rut@example.org", PASSWORD)
    TOTP.activate(other, SECRET)
    client.force_login(other)
    assert not may_work(client)


@pytest.mark.django_db(transaction=True)
def test_setting_it_up_opens_the_admin(client, administrator):
    client.force_login(administrator)
    client.post("/konto/reauthenticate/", {"password": PASSWORD})
    page = client.get("/konto/2fa/totp/activate/")
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    client.post("/konto/2fa/totp/activate/", {"code": code})
    assert may_work(client)


def test_a_demonstration_asks_for_none(client, administrator, settings):
    settings.SECOND_FACTOR_REQUIRED_FOR_ADMIN = False
    client.force_login(administrator)
    assert may_work(client)
