"""The vocabulary: merging tags, their synonyms, and what organisations propose."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from taggit.models import ItemBase
from wagtail.log_actions import log

from directory.alphabet import sameness_key
from directory.models import Organisation, Tag, TagMerge, TagProposal, TagWord
from directory.models.vocabulary import word_of_another
from directory.services.entries import put_under
from portal.accounts.models import User
from portal.plugins import search
from portal.plugins.locks import one_at_a_time

# Of one organisation, waiting at the same time.
MOST_PROPOSALS = 5


class TagRefused(Exception):
    """The message says why."""


def ties() -> list[type[Any]]:
    """The tables that tie things to tags, those of other plugins among them."""
    related = (relation.related_model for relation in Tag._meta.related_objects)
    return [model for model in related if isinstance(model, type) and issubclass(model, ItemBase)]


@transaction.atomic
def set_synonyms(tag: Tag, words: Iterable[str]) -> None:
    """Let `tag` be known by `words` too. Raises TagRefused when one is another tag's."""
    one_at_a_time("directory.tags")
    wanted = {sameness_key(word): word for word in words}
    for word in wanted.values():
        if taken := word_of_another(word, tag):
            raise TagRefused(taken)
    labels = set(tag.words.filter(is_label=True).values_list("key", flat=True))
    tag.words.filter(is_label=False).exclude(key__in=wanted).delete()
    for key, word in wanted.items():
        if key not in labels:
            TagWord.objects.update_or_create(key=key, defaults={"tag": tag, "text": word})
    _find_anew([tag])


@transaction.atomic
def merge(tag: Tag, into: Tag, *, by: User) -> None:
    """Put all that has `tag` under `into`; its words become synonyms, and its address leads there.

    Drafts that name it are put under `into` when they are read (`with_current_tags`).
    """
    one_at_a_time("directory.tags")
    both = {found.pk: found for found in Tag.objects.select_for_update().filter(pk__in=[tag.pk, into.pk])}
    tag, into = both[tag.pk], both[into.pk]
    if tag.pk == into.pk or tag.merged_into_id or into.merged_into_id:
        raise TagRefused(_("One of the two has been merged already."))
    touched: list[Any] = []
    only: dict[str, list[Any]] = {}
    both: dict[str, list[Any]] = {}
    for table in ties():
        rows = table._default_manager.filter(tag=tag)
        touched += [row.content_object for row in rows.select_related("content_object")]
        doubles = rows.filter(content_object_id__in=table._default_manager.filter(tag=into).values("content_object_id"))
        both[table._meta.label] = list(doubles.values_list("content_object_id", flat=True))
        doubles.delete()
        only[table._meta.label] = list(rows.values_list("content_object_id", flat=True))
        rows.update(tag=into)
    moved = {
        "only": only,
        "both": both,
        "led_on": _numbers(Tag.objects.filter(merged_into=tag)),
        "words": _numbers(TagWord.objects.filter(tag=tag)),
        "proposals": _numbers(TagProposal.objects.filter(tag=tag)),
    }
    # Whatever was merged into it before leads on at once, not in steps.
    Tag.objects.filter(merged_into=tag).update(merged_into=into)
    Tag.objects.filter(pk=tag.pk).update(merged_into=into)
    TagWord.objects.filter(tag=tag).update(tag=into, is_label=False)
    TagProposal.objects.filter(tag=tag).update(tag=into)
    TagMerge.objects.create(tag=tag, into=into, merged_by=by, moved=moved)
    log(into, "directory.merge_tag", user=by, data={"merged": tag.pk, "name": tag.name})
    search.publish_many(touched)
    _find_anew([into])


def _numbers(rows: QuerySet) -> list[int]:
    return list(rows.values_list("pk", flat=True))


def _label_keys(tag: Tag) -> list[str]:
    return [sameness_key(text) for text in (tag.name, tag.label_en) if text]


def _taken(made: TagMerge) -> list[str]:
    """The words of the merged tag that another has for good now: it cannot come back without them."""
    words = TagWord.objects.select_related("tag").filter(key__in=_label_keys(made.tag))
    others = words.exclude(tag=made.tag_id).exclude(tag=made.into_id, is_label=False)
    return [f"{word.text} ({word.tag.name})" for word in others]


@transaction.atomic
def undo_merge(made: TagMerge, *, by: User) -> Tag:
    """Let the merged tag be one again, and have again what had it then and still has the other.

    Raises TagRefused when the other has itself been merged since, or a word is another tag's now.
    """
    one_at_a_time("directory.tags")
    found = TagMerge.objects.select_related("tag", "into").filter(pk=made.pk).first()
    if found is None:
        raise TagRefused(_("Somebody has undone this already."))
    tag, into, moved = found.tag, found.into, found.moved
    if into.merged_into_id:
        raise TagRefused(
            _("%(name)s has itself been merged into %(other)s since. Undo that first.")
            % {"name": into.name, "other": into.merged_into}
        )
    if taken := _taken(found):
        raise TagRefused(_("These words are another tag's now: %(words)s.") % {"words": ", ".join(taken)})
    tag.merged_into = None
    Tag.objects.filter(pk=tag.pk).update(merged_into=None)
    Tag.objects.filter(pk__in=moved["led_on"]).update(merged_into=tag)
    words = TagWord.objects.filter(tag=into, is_label=False)
    words.filter(key__in=_label_keys(tag)).update(tag=tag, is_label=True)
    words.filter(pk__in=moved["words"]).update(tag=tag)
    TagProposal.objects.filter(pk__in=moved["proposals"], tag=into).update(tag=tag)
    touched: list[Any] = []
    for table in ties():
        had = table._default_manager.filter(tag=into).select_related("content_object")
        alone = had.filter(content_object_id__in=moved["only"].get(table._meta.label, []))
        with_both = had.filter(content_object_id__in=moved["both"].get(table._meta.label, []))
        things, doubles = ([row.content_object for row in rows] for rows in (alone, with_both))
        alone.update(tag=tag)
        table._default_manager.bulk_create(
            [table(tag=tag, content_object=thing) for thing in doubles], ignore_conflicts=True
        )
        for thing in things:
            _in_latest_version(thing, into, tag)
        for thing in doubles:
            _in_latest_version(thing, into, tag, beside=True)
        touched += [*things, *doubles]
    found.delete()
    # Its labels, should somebody have taken them from the other.
    tag.save()
    log(into, "directory.undo_merge_tag", user=by, data={"merged": tag.pk, "name": tag.name})
    search.publish_many(touched)
    _find_anew([into])
    return tag


def _in_latest_version(thing: Any, into: Tag, tag: Tag, *, beside: bool = False) -> None:
    """Let what is edited next say the same; a version from before the merge names the old tag itself."""
    revision: Any = getattr(thing, "latest_revision", None)
    rows = revision.content.get("tagged") if revision else None
    if not rows or tag.pk in {row["tag"] for row in rows}:
        return
    back = [{**row, "tag": tag.pk, **({"pk": None} if beside else {})} for row in rows if row["tag"] == into.pk]
    stay = rows if beside else [row for row in rows if row["tag"] != into.pk]
    content = {**revision.content, "tagged": [*stay, *back]}
    # Past `save`, which would mark this as the newest version.
    type(revision).objects.filter(pk=revision.pk).update(content=content)


def _find_anew(tags: list[Tag]) -> None:
    """Bring what has one of `tags` in step in the search."""
    for table in ties():
        rows = table._default_manager.filter(tag__in=tags).select_related("content_object")
        search.publish_many([row.content_object for row in rows])


@transaction.atomic
def propose(organisation: Organisation, word: str, *, by: User) -> TagProposal | None:
    """Ask the editors for a tag. The same word twice is one proposal; None when too many wait."""
    one_at_a_time("directory.proposals", organisation.pk)
    waiting = organisation.tag_proposals.filter(state=TagProposal.State.WAITING)
    if same := waiting.filter(key=sameness_key(word)).first():
        return same
    if waiting.count() >= MOST_PROPOSALS:
        return None
    return TagProposal.objects.create(organisation=organisation, text=word, proposed_by=by)


@transaction.atomic
def accept(proposal: TagProposal, *, name: str, label_en: str, by: User) -> Tag:
    """Make a tag of the proposal, and put the organisation under it. Raises TagRefused when there is one."""
    one_at_a_time("directory.tags")
    for word in (name, label_en):
        if word and (taken := word_of_another(word, None)):
            raise TagRefused(taken)
    tag = Tag.objects.create(name=name, label_en=label_en)
    _answer(proposal, TagProposal.State.ACCEPTED, tag, by)
    return tag


@transaction.atomic
def accept_as(proposal: TagProposal, tag: Tag, *, by: User) -> None:
    """The proposed word says the same as `tag`: it becomes its synonym, and the organisation gets the tag."""
    one_at_a_time("directory.tags")
    if taken := word_of_another(proposal.text, tag):
        raise TagRefused(taken)
    TagWord.objects.get_or_create(key=proposal.key, defaults={"tag": tag, "text": proposal.text})
    _answer(proposal, TagProposal.State.MERGED, tag, by)
    _find_anew([tag])


@transaction.atomic
def turn_down(proposal: TagProposal, *, by: User) -> None:
    _answer(proposal, TagProposal.State.TURNED_DOWN, None, by)


def _answer(proposal: TagProposal, state: str, tag: Tag | None, by: User) -> None:
    answered = TagProposal.objects.filter(pk=proposal.pk, state=TagProposal.State.WAITING).update(
        state=state, tag=tag, answered_at=timezone.now()
    )
    if not answered:
        raise TagRefused(_("Somebody has answered this proposal already."))
    log(proposal.organisation, "directory.answer_tag", user=by, data={"word": proposal.text, "answer": str(state)})
    if tag:
        put_under([proposal.organisation], tag, by=by)
