"""In the Wagtail admin: the entry "Personuppgifter" among the settings."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from portal.accounts import own_data_admin


class PersonalDataMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(own_data_admin.PERMISSION)


@hooks.register("register_admin_urls")
def own_data_urls() -> list[URLPattern]:
    return [path("personal-data/", own_data_admin.requests, name="own_data_requests")]


@hooks.register("register_settings_menu_item")
def own_data_menu_item() -> MenuItem:
    return PersonalDataMenuItem(_("Personal data"), reverse("own_data_requests"), icon_name="user", order=900)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("accounts.erase", _("Erase a person's data"), _("Erased a person's data on request"))
