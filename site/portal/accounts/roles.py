"""What a group of people may do. A plugin grants its own permissions in a post_migrate receiver:

grant(EDITORS, ["directory.add_organisation", "directory.change_organisation"])
"""

from collections.abc import Iterable

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

EDITORS = "Editors"

PAGES = ["add", "change", "publish", "lock", "unlock"]
COLLECTIONS = {
    "wagtailimages": ["add_image", "change_image", "choose_image"],
    "wagtaildocs": ["add_document", "change_document", "choose_document"],
}


def permission(name: str) -> Permission:
    """The permission called `<app label>.<codename>`, made if the app's turn has not come yet.

    Raises Permission.DoesNotExist for a name that no model has.
    """
    label, codename = name.split(".")
    wanted = Permission.objects.filter(content_type__app_label=label, codename=codename)
    if not wanted.exists():
        create_permissions(apps.get_app_config(label), verbosity=0)
    return wanted.get()


def grant(group_name: str, permissions: Iterable[str]) -> None:
    """Let the members of a group (made if missing) do what `permissions` name; what it has stays."""
    group, _made = Group.objects.get_or_create(name=group_name)
    group.permissions.add(*map(permission, permissions))


def grant_editors(**_signal: object) -> None:
    """Editors write, publish and lock every page, keep images and documents, and what stands on every page."""
    grant(EDITORS, ["wagtailadmin.access_admin", "content.change_sitesettings", "accounts.add_erasure"])
    group = Group.objects.get(name=EDITORS)
    if root := Page.objects.filter(depth=1).first():
        for action in PAGES:
            GroupPagePermission.objects.get_or_create(
                group=group, page=root, permission=permission(f"wagtailcore.{action}_page")
            )
    if collection := Collection.objects.filter(depth=1).first():
        for label, codenames in COLLECTIONS.items():
            for codename in codenames:
                GroupCollectionPermission.objects.get_or_create(
                    group=group, collection=collection, permission=permission(f"{label}.{codename}")
                )
