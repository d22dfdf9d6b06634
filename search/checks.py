"""System checks: a site whose search cannot work says so before it starts."""

import re
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import connection

from search.engines import has_cluster
from search.engines.cluster.connection import Address
from search.sources import sources

_KIND = re.compile(r"[a-z][a-z0-9_-]{0,39}")


def search_fits(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """The engine that PORTAL_SEARCH_URL names works on this database, and each kind has one source."""
    messages: list[CheckMessage] = []
    if has_cluster():
        try:
            Address.of(settings.SEARCH_URL)
        except ValueError as error:
            hint = "Set it to embedded:// or, for example, opensearch+https://user:password@host:9200/portal."
            messages.append(Error(f"PORTAL_SEARCH_URL leads nowhere: {error}", hint=hint, id="search.E001"))
    if connection.vendor not in {"sqlite", "postgresql"}:
        messages.append(
            Error(
                f"The embedded search does not run on {connection.display_name}.",
                hint="Use SQLite or PostgreSQL, or take search out of PORTAL_PLUGINS.",
                id="search.E002",
            )
        )
    for kind, count in Counter(source.kind for source in sources()).items():
        if count > 1 or not _KIND.fullmatch(kind):
            messages.append(
                Error(
                    f"The search kind {kind!r} has {count} sources or is no short word of a-z.",
                    hint="Give each SearchSource a `kind` of its own.",
                    id="search.E003",
                )
            )
    return messages
