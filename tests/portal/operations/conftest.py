import pytest

from tests.portal.operations.mail_server import MailServer


@pytest.fixture
def mail_server(settings):
    """A real mail server that the outbox delivers to."""
    with MailServer() as server:
        settings.OUTBOX_DELIVERY = {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": server.port,
        }
        yield server


@pytest.fixture(autouse=True)
def mail_goes_to_the_outbox(settings):
    """pytest-django would catch it before."""
    settings.EMAIL_BACKEND = "portal.operations.outbox.OutboxBackend"
