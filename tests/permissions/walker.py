"""All addresses and API operations that the site has."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver

from portal.api import api

ADMIN = "admin/"


@dataclass(frozen=True)
class Address:
    """`name` with its namespaces; empty for one without a name, which its route tells apart."""

    name: str
    route: str
    namespace: str

    @property
    def is_admin(self) -> bool:
        return self.route.startswith(ADMIN)

    @property
    def called(self) -> str:
        return self.name or self.route


def addresses() -> list[Address]:
    """Every entry of the address map, in the language of the moment."""
    return list(_walk(get_resolver().url_patterns))


def operations() -> set[str]:
    """Every operation of the API's own document, as "GET /api/v1/…"."""
    paths = api.get_openapi_schema()["paths"]
    return {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}


def _walk(entries: Iterable[Any], namespaces: tuple[str, ...] = (), route: str = "") -> Iterator[Address]:
    for entry in entries:
        here = route + str(entry.pattern)
        if isinstance(entry, URLPattern):
            name = ":".join([*namespaces, entry.name]) if entry.name else ""
            yield Address(name, here, ":".join(namespaces))
        else:
            yield from _walk(
                entry.url_patterns, (*namespaces, entry.namespace) if entry.namespace else namespaces, here
            )
