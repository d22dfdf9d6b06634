"""What the core's roles, and the coordinators, may do with rounds and questions."""

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from wagtail.snippets.models import create_extra_permissions

from portal.accounts.roles import EDITORS, grant

COORDINATORS = "Coordinators"
MODELS = ("round", "question", "researcher")


def grant_rights(sender: AppConfig, **kwargs: object) -> None:
    """Let editors and coordinators make and publish rounds; once for each thing: what is taken away stays away."""
    create_permissions(sender, verbosity=0)
    create_extra_permissions(sender)
    if not Group.objects.filter(name=COORDINATORS).exists():
        grant(COORDINATORS, ["wagtailadmin.access_admin", "events.add_event", "events.change_event"])
    for name in (EDITORS, COORDINATORS):
        group, _made = Group.objects.get_or_create(name=name)
        for model in MODELS:
            permissions = Permission.objects.filter(content_type__app_label=sender.label, content_type__model=model)
            if not group.permissions.filter(pk__in=permissions).exists():
                group.permissions.add(*permissions)
