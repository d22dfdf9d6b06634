"""What the core's roles may do with meetups."""

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from wagtail.snippets.models import create_extra_permissions


def grant_to_editors(sender: AppConfig, **kwargs: object) -> None:
    """Let editors keep the calendar; once for each thing, so that what an administrator takes away stays away."""
    create_permissions(sender, verbosity=0)
    create_extra_permissions(sender)
    editors, _created = Group.objects.get_or_create(name="Editors")
    for model in ("event", "series"):
        permissions = Permission.objects.filter(content_type__app_label=sender.label, content_type__model=model)
        if not editors.permissions.filter(pk__in=permissions).exists():
            editors.permissions.add(*permissions)
