"""Wagtail's own doors to the admin lead to ours, so that none goes round the second factor."""

from django.urls import path, re_path
from django.views.generic import RedirectView


class PasswordReset(RedirectView):
    """Takes an address of Wagtail's with all that it holds to allauth's."""

    def get_redirect_url(self, *args: object, **kwargs: object) -> str | None:
        return super().get_redirect_url()


urlpatterns = [
    path("login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    re_path(r"^password_reset/", PasswordReset.as_view(pattern_name="account_reset_password")),
]
