"""Has somebody done this before? What is like an idea, and what the two share."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from directory.alphabet import sameness_key
from directory.models import TagWord
from portal.plugins import search
from portal.plugins.search import Hit

# Kind → what its group is called, and how many of it are shown.
Groups = dict[str, tuple[str | Promise, int]]
GROUPS: Groups = {
    "initiative": (gettext_lazy("Initiatives"), 8),
    "organisation": (gettext_lazy("Organisations"), 5),
    "offer": (gettext_lazy("Support"), 5),
    "guidance": (gettext_lazy("To read"), 4),
}
# So many are looked at, so that each kind has its share.
MOST_READ = 60
MOST_WORDS = 6


@dataclass(frozen=True)
class Like:
    """Something like the idea, with the subjects and the words that they share."""

    hit: Hit
    tags: list[str]
    words: list[str]


@dataclass(frozen=True)
class Group:
    label: str | Promise
    entries: list[Like]


def like(idea: str, *, language: str = "", groups: Groups | None = None, clearly: bool = False) -> list[Group]:
    """What is like `idea`, by kind, the most alike first; a group that would be empty is left out.

    `clearly`: what shares a single rare word is left out too.
    """
    groups = groups or GROUPS
    hits = search.similar(idea, language=language or get_language() or "sv", kinds=groups, limit=MOST_READ)
    hits = [hit for hit in hits if hit.shares_enough or not clearly]
    shown = {kind: [hit for hit in hits if hit.kind == kind][:most] for kind, (_label, most) in groups.items()}
    tags = _current_tags(tag for hits in shown.values() for hit in hits for tag in hit.shared_tags)
    return [Group(groups[kind][0], [_like(hit, tags) for hit in hits]) for kind, hits in shown.items() if hits]


def _like(hit: Hit, tags: dict[str, str]) -> Like:
    shared = dict.fromkeys(tags.get(sameness_key(tag), tag) for tag in hit.shared_tags)
    named = {sameness_key(tag) for tag in (*shared, *hit.shared_tags)}
    words = [word for word in hit.shared_words if sameness_key(word) not in named]
    return Like(hit, list(shared), words[:MOST_WORDS])


def _current_tags(words: Iterable[str]) -> dict[str, str]:
    """Key of a word → what the tag that is known by it is called: a synonym, or its name in the other language."""
    keys = {sameness_key(word) for word in words}
    if not keys:
        return {}
    return {word.key: word.tag.label for word in TagWord.objects.filter(key__in=keys).select_related("tag")}
