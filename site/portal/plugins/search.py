"""The port to the search: what others may ask of it. The search plugin plugs itself in.

Without the search plugin every call does and returns nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol

from django.conf import settings
from django.db.models import Model, QuerySet
from django.dispatch import Signal
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise


@dataclass(frozen=True)
class Document:
    """What the public may read of one thing in one language.

    `group` is the same for the translations of one thing; empty: the thing is its own group.
    `facets` is what it may be narrowed by: `tag`, `form` or `stage` → value → what the value is called
    in this document's language, for example {"form": {"association": "Association"}}. Whatever has the
    same value is counted together. It is counted under each of `municipalities`, names of which the first is
    the main one. `url` is a path.
    """

    language: str
    title: str
    url: str
    text: str = ""
    summary: str = ""
    tags: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    group: str = ""
    facets: dict[str, dict[str, str]] = field(default_factory=dict)
    starts_at: datetime | None = None
    published_at: datetime | None = None


class SearchSource:
    """One kind of thing that is found: subclass, and list it in the plugin's `search_sources.py`.

    `plural` is what a filter calls the kind (empty: its label); `tone` is its colour: beech, raps,
    brick, heather or sea; `is_dated`: the day of publishing tells the reader something, as in news.
    """

    kind: ClassVar[str]
    label: ClassVar[str | Promise]
    plural: ClassVar[str | Promise] = ""
    icon: ClassVar[str] = "file-text"
    tone: ClassVar[str] = "sea"
    is_dated: ClassVar[bool] = False
    model: ClassVar[type]

    def visible(self) -> QuerySet:
        """The rows that the public may see now."""
        raise NotImplementedError

    def documents(self, thing: Any) -> Iterable[Document]:
        """One document for each language in which `thing`, a row of `visible()`, has an address."""
        raise NotImplementedError

    def keys(self) -> list[Any]:
        """Of all things that the public may see now."""
        return list(self.visible().values_list("pk", flat=True))

    def key_of(self, thing: Any) -> str:
        """Its key as it is kept, as text."""
        return str(thing.pk)

    def key_from(self, text: str) -> Any:
        """A key as it was before it was kept as text."""
        return self.model._meta.pk.to_python(text)  # ty: ignore[missing-attribute]

    def things(self, keys: Iterable[Any]) -> Iterable[Any]:
        """Those with these keys that the public may see now."""
        return self.visible().filter(pk__in=keys)


@dataclass(frozen=True)
class FixedPage:
    """A page that is there whatever is kept, at `url_name` without arguments; `words` are more of what it is about."""

    url_name: str
    title: str | Promise
    summary: str | Promise = ""
    words: str | Promise = ""


class FixedPageSource(SearchSource):
    """A plugin's own pages, in every language: no rows, so they come with `manage.py search_check`, which the schedule
    runs."""

    model: ClassVar[type] = FixedPage
    pages: ClassVar[tuple[FixedPage, ...]] = ()

    def documents(self, thing: FixedPage) -> Iterable[Document]:
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                yield Document(
                    language=language,
                    title=str(thing.title),
                    summary=str(thing.summary),
                    text=str(thing.words),
                    url=reverse(thing.url_name),
                )

    def keys(self) -> list[Any]:
        return [page.url_name for page in self.pages]

    def key_of(self, thing: FixedPage) -> str:
        return thing.url_name

    def key_from(self, text: str) -> Any:
        return text

    def things(self, keys: Iterable[Any]) -> Iterable[Any]:
        return [page for page in self.pages if page.url_name in keys]


# So many words, if there is no subject, are to be shared by what is clearly alike.
FEWEST_SHARED = 2


@dataclass(frozen=True)
class Hit:
    """A thing found. `excerpt` and `marked_title` are safe HTML with <mark>; `kind_label`, `icon` and
    `tone` are the source's. `date` is the day of publishing where the source says that it tells
    something.
    """

    kind: str
    kind_label: str
    icon: str
    title: str
    url: str
    language: str
    excerpt: str = ""
    municipalities: tuple[str, ...] = ()
    starts_at: datetime | None = None
    marked_title: str = ""
    tone: str = "sea"
    summary: str = ""
    published_at: datetime | None = None
    # The primary key of the thing, as text.
    key: str = ""
    date: datetime | None = None
    # Of what is like a text: the words of that text that stand here too, as they are written there, the
    # most telling first; and those of the document's `tags` that the text has all words of.
    shared_words: tuple[str, ...] = ()
    shared_tags: tuple[str, ...] = ()

    @property
    def shares_enough(self) -> bool:
        """Whether it is clearly like the text: one word in common says little, if it is not a subject."""
        return bool(self.shared_tags) or len(self.shared_words) >= FEWEST_SHARED


class Search(Protocol):
    """What the search plugin implements."""

    def publish_many(self, things: Iterable[Model]) -> None: ...
    def withdraw(self, thing: Model) -> None: ...
    def similar(self, thing: Model | str, *, language: str, kinds: Iterable[str] = (), limit: int = 3) -> list[Hit]: ...
    def similar_keys(self, thing: Model, *, language: str, limit: int = 3) -> list[str]: ...
    def find(self, text: str, *, language: str, kinds: Iterable[str] = (), limit: int = 20) -> list[Hit]: ...


_search: Search | None = None

# For what else is kept beside the things and must be in step with what the public may see of them: sent within
# the same calls, with or without a search plugin. `things` is a list of rows.
published = Signal()
withdrawn = Signal()


def plug_in(search: Search) -> None:
    """Make `search` answer from now on (called once, from the search plugin's `ready`)."""
    global _search
    _search = search


def publish(thing: Model) -> None:
    """Bring what is found of `thing` in step with what the public may see of it, in this transaction.

    To be called after every write; a thing that the public may not see is taken out. A source that
    raises is logged, and its thing is not found until `manage.py search_check` finds it mended.
    """
    publish_many([thing])


def publish_many(things: Iterable[Model]) -> None:
    """The same for many things with few queries: for imports, and for all that lies below a page."""
    things = list(things)
    if _search:
        _search.publish_many(things)
    published.send(sender=None, things=things)


def withdraw(thing: Model) -> None:
    """Take `thing` out of the search, in this transaction; for things about to be deleted."""
    if _search:
        _search.withdraw(thing)
    withdrawn.send(sender=None, things=[thing])


def find(text: str, *, language: str, kinds: Iterable[str] = (), limit: int = 20) -> list[Hit]:
    """The best hits for what a person wrote, at most `limit` (and at most 100)."""
    return _search.find(text, language=language, kinds=kinds, limit=limit) if _search else []


def similar(thing: Model | str, *, language: str, kinds: Iterable[str] = (), limit: int = 3) -> list[Hit]:
    """What the public may see that is like `thing` (of its kind, without itself), or like a text.

    A text is compared with things of `kinds` (none: every kind), and each hit names what the two share.
    """
    return _search.similar(thing, language=language, kinds=kinds, limit=limit) if _search else []


def similar_keys(thing: Model, *, language: str, limit: int = 3) -> list[str]:
    """The primary keys of what is like `thing`, as text, for who reads the rows itself: cheaper than `similar`.

    An engine may be behind: read only what the public may see.
    """
    return _search.similar_keys(thing, language=language, limit=limit) if _search else []


def is_there() -> bool:
    """Whether anything answers: without it "nothing is found" says nothing."""
    return _search is not None
