from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from django.conf import settings

from portal.plugins.unasked import may_be_written_to

# What anybody can have sent to any address. Word of what was done to an account always goes out.
FOR_THE_ASKING = {
    f"account/email/{name}"
    for name in (
        "account_already_exists",
        "email_confirmation",
        "email_confirmation_signup",
        "login_code",
        "password_reset_key",
        "unknown_account",
    )
}


class AccountAdapter(DefaultAccountAdapter):
    """allauth's mail with addresses from the settings, whatever host a request names, and never too much of it."""

    def format_email_subject(self, subject: str) -> str:
        return subject

    def get_reset_password_from_key_url(self, key: str) -> str:
        return settings.BASE_URL + urlsplit(super().get_reset_password_from_key_url(key)).path

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a mail; one that nobody signed in asks for is counted by its recipient."""
        unasked = template_prefix in FOR_THE_ASKING and not self.request.user.is_authenticated
        if unasked and not may_be_written_to(email):
            raise ImmediateHttpResponse(respond_429(self.request))
        ours = {"site_name": settings.WAGTAIL_SITE_NAME, "base_url": settings.BASE_URL}
        super().send_mail(template_prefix, email, context | ours)
