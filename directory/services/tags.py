"""The vocabulary: merging tags, their synonyms, and what organisations propose."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from taggit.models import ItemBase
from wagtail.log_actions import log

from directory.alphabet import sameness_key
from directory.models import Organisation, OrganisationTag, Tag, TagProposal, TagWord
from directory.models.vocabulary import word_of_another
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
    for table in ties():
        rows = table._default_manager.filter(tag=tag)
        touched += [row.content_object for row in rows.select_related("content_object")]
        has_both = table._default_manager.filter(tag=into).values("content_object_id")
        rows.filter(content_object_id__in=has_both).delete()
        rows.update(tag=into)
    # Whatever was merged into it before leads on at once, not in steps.
    Tag.objects.filter(merged_into=tag).update(merged_into=into)
    Tag.objects.filter(pk=tag.pk).update(merged_into=into)
    TagWord.objects.filter(tag=tag).update(tag=into, is_label=False)
    TagProposal.objects.filter(tag=tag).update(tag=into)
    log(into, "directory.merge_tag", user=by, data={"merged": tag.pk, "name": tag.name})
    search.publish_many(touched)
    _find_anew([into])


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
        _put_under(proposal.organisation, tag, by)


def _put_under(organisation: Organisation, tag: Tag, by: User) -> None:
    """Add `tag` to the profile: to its draft where one waits, which then publishes it, else at once."""
    live = Organisation.objects.select_for_update().get(pk=organisation.pk)
    waits = live.has_unpublished_changes
    draft = live.get_latest_revision_as_object()
    if tag.pk not in {tagged.tag_id for tagged in draft.tagged.all()}:
        draft.tagged.add(OrganisationTag(tag=tag))
    revision = draft.save_revision(user=by, log_action=True)
    if live.live and not waits:
        revision.publish(user=by, skip_permission_checks=True)
