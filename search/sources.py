"""The kinds of things that plugins have made findable."""

from functools import cache

from django.db.models import Model

from portal.plugins.registry import each_contribution
from portal.plugins.search import SearchSource


@cache
def sources() -> tuple[SearchSource, ...]:
    """One of each SearchSource, in the order of the plugins."""
    return tuple(source() for _config, source in each_contribution("search_sources"))


def by_kind() -> dict[str, SearchSource]:
    """Each source by what it calls its kind."""
    return {source.kind: source for source in sources()}


def sources_for(thing: Model) -> list[SearchSource]:
    """Those that may have documents of `thing`; a page may come as itself or as a plain Page."""
    return [source for source in sources() if isinstance(thing, source.model) or issubclass(source.model, type(thing))]
