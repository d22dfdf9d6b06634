import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from tests.portal.accounts.conftest import PASSWORD, code_in_mail, is_signed_in

pytestmark = pytest.mark.django_db

LOG_IN = "/konto/login/"
ASK_FOR_CODE = "/konto/login/code/"
GIVE_CODE = "/konto/login/code/confirm/"
SIGN_UP = "/konto/signup/"
RESET = "/konto/password/reset/"
GIVE_ADDRESS_CODE = "/konto/confirm-email/"


def log_in(client: Client, email: str = "maja@example.org", password: str = PASSWORD, **more: str):
    return client.post(LOG_IN, {"login": email, "password": password, **more})


def ask_for_reset(client: Client, email: str) -> str:
    client.post(RESET, {"email": email})
    return next(line for line in mail.outbox[-1].body.splitlines() if "password/reset" in line)


def test_a_member_signs_in_by_password(client, member):
    assert log_in(client).url == "/mina-sidor/"
    assert is_signed_in(client)


def test_letters_of_either_case_are_the_same_address(client, member):
    log_in(client, "MAJA@Example.org")
    assert is_signed_in(client)


def test_a_member_signs_in_by_a_code_in_the_mail(client, member):
    client.post(ASK_FOR_CODE, {"email": member.email})
    assert client.post(GIVE_CODE, {"code": code_in_mail()}).status_code == 302
    assert is_signed_in(client)


def test_a_code_serves_once_and_in_its_own_browser_alone(client, member):
    client.post(ASK_FOR_CODE, {"email": member.email})
    code, other = code_in_mail(), Client()
    other.post(GIVE_CODE, {"code": code})
    assert not is_signed_in(other)
    client.post(GIVE_CODE, {"code": code})
    client.post("/konto/logout/")
    client.post(GIVE_CODE, {"code": code})
    assert not is_signed_in(client)


def test_guessing_a_code_ends_after_some_attempts(client, member):
    client.post(ASK_FOR_CODE, {"email": member.email})
    for _attempt in range(5):
        client.post(GIVE_CODE, {"code": "ABC123"})
    client.post(GIVE_CODE, {"code": code_in_mail()})
    assert not is_signed_in(client)


def test_somebody_new_signs_up_and_confirms_by_a_code(client):
    client.post(SIGN_UP, {"email": "ny@example.org", "password1": PASSWORD})
    assert not is_signed_in(client)
    client.post(GIVE_ADDRESS_CODE, {"code": code_in_mail()})
    assert is_signed_in(client)
    assert User.objects.get().email == "ny@example.org"


def test_whoever_createsuperuser_made_can_sign_in_at_once(client, administrator):
    log_in(client, administrator.email)
    assert is_signed_in(client)


@pytest.mark.parametrize("address", [SIGN_UP, RESET, ASK_FOR_CODE], ids=["sign-up", "reset", "code"])
def test_no_form_tells_whether_an_address_has_an_account(member, address):
    answers = []
    for email in (member.email, "okand@example.org"):
        client = Client()
        response = client.post(address, {"email": email, "password1": PASSWORD}, follow=True)
        answers.append((response.redirect_chain, response.content.decode().replace(email, "…")))
        assert mail.outbox[-1].to == [email]
    known, unknown = answers
    assert known[0] == unknown[0]
    without_token = [text.split("csrfmiddlewaretoken") for text in (known[1], unknown[1])]
    assert [part[90:] for part in without_token[0][1:]] == [part[90:] for part in without_token[1][1:]]
    assert without_token[0][0] == without_token[1][0]


def test_wrong_password_and_unknown_address_are_told_alike(client, member):
    texts = []
    for email in (member.email, "okand@example.org"):
        response = log_in(client, email, "fel lösenord här")
        assert response.status_code == 200
        texts.append([str(error) for error in response.context["form"].non_field_errors()])
    assert texts[0] == texts[1] != []


FOREIGN = [
    "//evil.example",
    "/\\evil.example",
    "https:evil.example",
    "https://evil.example/x",
    "javascript:alert(1)",
    "/\t/evil.example",
]


@pytest.mark.parametrize("address", FOREIGN)
def test_a_foreign_next_address_leads_to_our_own_pages(client, member, address):
    assert log_in(client, next=address).url == "/mina-sidor/"


def test_our_own_next_address_is_followed(client, member):
    assert log_in(client, next="/mina-sidor/namn/").url == "/mina-sidor/namn/"


def test_signing_in_gives_the_session_a_new_name(client, member):
    client.get(LOG_IN)
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    log_in(client)
    assert client.session.session_key != before


def test_a_new_password_ends_every_other_session(member):
    here, there = Client(), Client()
    log_in(here)
    log_in(there)
    here.post("/konto/reauthenticate/", {"password": PASSWORD})
    new = {"oldpassword": PASSWORD, "password1": "en helt ny lösenfras", "password2": "en helt ny lösenfras"}
    assert here.post("/konto/password/change/", new).status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert "lösenord" in mail.outbox[-1].subject


def test_a_reset_link_serves_once(client, member):
    link = ask_for_reset(client, member.email)
    form = client.get(link, follow=True)
    new = {"password1": "en helt ny lösenfras", "password2": "en helt ny lösenfras"}
    assert client.post(form.redirect_chain[-1][0], new).status_code == 302
    again = Client().get(link, follow=True)
    assert "Länken gäller inte längre" in again.content.decode()


def test_a_reset_link_is_void_after_a_change_of_address(client, member):
    link = ask_for_reset(client, member.email)
    User.objects.filter(pk=member.pk).update(email="ny@example.org")
    assert "Länken gäller inte längre" in Client().get(link, follow=True).content.decode()


def test_links_in_mail_come_from_the_settings_whatever_host_was_asked(member, settings):
    settings.BASE_URL = "https://portalen.example.org"
    link = ask_for_reset(Client(headers={"host": "localhost:9999"}), member.email)
    assert link.startswith("https://portalen.example.org/konto/password/reset/key/")


def test_many_wrong_passwords_stop_the_guessing_but_not_the_owner(client, member):
    for attempt in range(12):
        log_in(client, password=f"fel lösenord {attempt}")
    log_in(client)
    assert not is_signed_in(client)

    owner = Client(REMOTE_ADDR="192.0.2.7")
    owner.post(ASK_FOR_CODE, {"email": member.email})
    owner.post(GIVE_CODE, {"code": code_in_mail()})
    assert is_signed_in(owner)


def test_one_password_on_many_accounts_is_slowed_by_address(client, member):
    for number in range(15):
        log_in(client, f"person{number}@example.org", "hemligheten")
    log_in(client)
    assert not is_signed_in(client)


def test_an_inbox_gets_three_mails_an_hour_over_all_forms(settings, member):
    settings.OUTBOX_DELIVERY = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    forms = [(ASK_FOR_CODE, {"email": member.email}), (RESET, {"email": member.email})]
    forms.append((SIGN_UP, {"email": member.email, "password1": PASSWORD}))
    answers = [Client(REMOTE_ADDR=f"192.0.2.{n}").post(*forms[n % 3]).status_code for n in range(6)]
    assert len(mail.outbox) == 3
    assert answers[-1] == 429


def test_signing_out_takes_a_post(client, member):
    log_in(client)
    client.get("/konto/logout/")
    assert is_signed_in(client)
    client.post("/konto/logout/")
    assert not is_signed_in(client)


DOORS = [
    "/admin/login/",
    "/admin/password_reset/",
    "/admin/password_reset/confirm/MQ/set-password/",
    "/admin/password_reset/done/",
    "/_util/login/",
    "/en/_util/login/",
]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_wagtails_own_doors_lead_to_ours(client, administrator, door, method):
    sent = {"username": administrator.email, "password": PASSWORD, "email": administrator.email}
    response = getattr(client, method)(door, sent)
    assert response.status_code == 302
    assert response.url.startswith(("/konto/", "/en/account/"))
    assert not mail.outbox
    assert not is_signed_in(client)


def test_an_editors_deep_link_survives_signing_in(client, administrator):
    asked = client.get("/admin/pages/1/")
    assert asked.url == "/konto/login/?next=/admin/pages/1/"
    assert log_in(client, administrator.email, next="/admin/pages/1/").url == "/admin/pages/1/"


def test_wagtail_offers_no_other_way_to_change_password_or_address(client, administrator):
    client.force_login(administrator)
    page = client.get(reverse("wagtailadmin_account")).content.decode()
    assert 'name="password-' not in page
    assert 'name="name_email-email"' not in page
