"""What follows a change to a page: the Wagtail admin and its schedule pass through no service of ours."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page, PageViewRestriction, Task, Workflow
from wagtail.signals import page_published, page_unpublished, post_page_move

from portal.content.addresses import FIRST_WORD
from portal.content.models.base import ContentPage
from portal.content.renditions import images_of, make_all
from portal.plugins.search import publish_many, withdraw


def name_the_workflow_in_swedish(sender: AppConfig, **kwargs: Any) -> None:
    """Wagtail's first migration makes one with an English name, which stands on buttons."""
    with override("sv"):
        name = _("The editors' review")
    for model in (Workflow, Task):
        model.objects.filter(name="Moderators approval").update(name=name)


def _with_all_below(page: Page) -> list[Page]:
    return list(page.get_descendants(inclusive=True).specific())


@receiver(page_published)
@receiver(page_unpublished)
@receiver(post_page_move)
def page_changed(instance: Page, **signal: Any) -> None:
    """All below may have new addresses, too: the signal that Wagtail has for that comes only after the commit."""
    publish_many(_with_all_below(instance) if instance.depth >= FIRST_WORD else [instance.specific])


@receiver(page_published)
def make_renditions(instance: Page, **signal: Any) -> None:
    """Every size in which a template shows an image, so that reading writes nothing."""
    make_all(images_of(instance.specific))


@receiver([post_save, post_delete], sender=PageViewRestriction)
def restriction_changed(instance: PageViewRestriction, **signal: Any) -> None:
    publish_many(_with_all_below(instance.page))


@receiver(post_delete)
def page_is_gone(instance: Any, **signal: Any) -> None:
    """Afterwards: Wagtail unpublishes what is about to be deleted, which would bring it back."""
    if isinstance(instance, ContentPage):
        withdraw(instance)
