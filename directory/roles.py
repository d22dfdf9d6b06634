"""What the core's roles may do in the directory."""

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from wagtail.snippets.models import create_extra_permissions

from directory.models import Initiative, Organisation, SupportOffer, Tag
from directory.services import reviews

EDITED = (Organisation, Initiative, SupportOffer, Tag)


def grant_to_editors(sender: AppConfig, **kwargs: object) -> None:
    """Let editors keep the directory; once for each thing, so that what an administrator takes away stays away."""
    create_permissions(sender, verbosity=0)
    create_extra_permissions(sender)
    editors, _created = Group.objects.get_or_create(name="Editors")
    for model in EDITED:
        permissions = Permission.objects.filter(
            content_type__app_label=sender.label, content_type__model=model._meta.model_name
        )
        if not editors.permissions.filter(pk__in=permissions).exists():
            editors.permissions.add(*permissions)


def give_reviews(sender: AppConfig, **kwargs: object) -> None:
    """Let what keepers write pass the editors."""
    reviews.ensure_workflow()
