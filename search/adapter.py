"""What stands behind the core's port `portal.plugins.search`."""

from collections.abc import Iterable

from django.db.models import Model

from portal.plugins.search import Hit
from search import queries, services
from search.similar import similar, similar_keys


class PortalSearch:
    """See `portal.plugins.search.Search`."""

    def publish_many(self, things: Iterable[Model]) -> None:
        services.publish_many(things)

    def withdraw(self, thing: Model) -> None:
        services.withdraw(thing)

    def similar(self, thing: Model | str, *, language: str, kinds: Iterable[str] = (), limit: int = 3) -> list[Hit]:
        return similar(thing, language=language, kinds=kinds, limit=limit)

    def similar_keys(self, thing: Model, *, language: str, limit: int = 3) -> list[str]:
        return similar_keys(thing, language=language, limit=limit)

    def find(self, text: str, *, language: str, kinds: Iterable[str] = (), limit: int = 20) -> list[Hit]:
        return queries.find(text, language=language, kinds=kinds, limit=limit)
