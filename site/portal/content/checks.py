"""What is wrong with the pages that are there."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from portal.content.addresses import FIRST_WORD, is_taken


@register(Tags.database)
def pages_are_reached(databases: list[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """A page whose address a plugin has taken is never seen (manage.py check --database default)."""
    from wagtail.models import Page

    # `migrate` checks the database too, before it has made the tables.
    if not databases or Page._meta.db_table not in connection.introspection.table_names():
        return []
    pages = Page.objects.filter(depth=FIRST_WORD).values_list("title", "slug", "locale__language_code")
    return [
        Error(
            f"The page {title!r} is never seen: its address /{slug}/ belongs to another part of the portal.",
            hint="Give the page another slug in the admin, under Promote.",
            id="content.E001",
        )
        for title, slug, language in pages
        if is_taken(slug, language)
    ]
