"""What follows a change to a page: the Wagtail admin and its schedule pass through no service of ours."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from portal.content.models.base import ContentPage
from portal.content.renditions import images_of, make_all
from portal.plugins.search import publish_many, withdraw


def _with_all_below(page: Page) -> list[Page]:
    return list(page.get_descendants(inclusive=True).specific())


@receiver(page_published)
@receiver(page_unpublished)
def page_changed(instance: Page, **signal: Any) -> None:
    publish_many([instance.specific])


@receiver(page_published)
def make_renditions(instance: Page, **signal: Any) -> None:
    """Every size in which a template shows an image, so that reading writes nothing."""
    make_all(images_of(instance.specific))


@receiver(post_page_move)
@receiver(page_slug_changed)
def address_changed(instance: Page, **signal: Any) -> None:
    publish_many(_with_all_below(instance))


@receiver([post_save, post_delete], sender=PageViewRestriction)
def restriction_changed(instance: PageViewRestriction, **signal: Any) -> None:
    publish_many(_with_all_below(instance.page))


@receiver(pre_delete)
def page_is_going(instance: Any, **signal: Any) -> None:
    if isinstance(instance, ContentPage):
        withdraw(instance)
