"""What those who keep an entry write of it: a draft, that they publish or that editors review."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Revision, WorkflowState

from directory.content import Values, values_of, write
from directory.models import Organisation, OrganisationStanding
from directory.models.common import Kept
from directory.models.initiatives import IMAGE
from directory.models.organisations import LOGO
from directory.permissions import editors, others_wrote, publishes_alone
from directory.sections import Section
from directory.services import letters, pictures
from directory.services.contacts import follow_publishing, record_consents
from directory.services.reviews import NotAsShown, workflow_of
from directory.slugs import free_slug
from portal.accounts.models import User
from portal.plugins import search
from portal.plugins.locks import one_at_a_time

# Of one person's initiatives or offers that were never public.
MOST_DRAFTS = 20
# Of one person, in an hour: pictures sent, and letters to each editor.
MOST_PICTURES = 40
MOST_LETTERS = 3


class TooMany(Exception):
    """There are many drafts that wait already, or pictures sent within the hour."""


class Locked(Exception):
    """An editor has locked the entry."""


@dataclass
class ChangedMeanwhile(Exception):
    """Somebody saved the section after the form was opened: what stood in it then, and what stands now."""

    base: Values
    theirs: Values


@dataclass
class Unfinished(Exception):
    """The draft cannot be published: by field, what is wrong."""

    errors: dict[str, list[str]]


def _turn(entry: Kept, by: User) -> Any:
    """The row as it stands, for nobody else to change meanwhile. Raises Locked, or DoesNotExist for others'.

    `no_key`, here and wherever an entry is taken in turn: who registers for a meetup leans on its row.
    """
    rows: Any = type(entry)._default_manager
    live = rows.select_for_update(no_key=True).get(pk=entry.pk)
    if not rows.changeable_by(by).filter(pk=entry.pk).exists():
        raise rows.model.DoesNotExist
    if live.locked:
        raise Locked
    return live


@transaction.atomic
def begin(model: type[Kept], organisation: Organisation, values: Values, *, by: User) -> Kept:
    """Make a draft of something that `organisation` keeps, such as an initiative. Raises TooMany."""
    _turn(organisation, by)
    # As all that makes addresses.
    one_at_a_time("directory.import")
    mine: Any = model._default_manager
    if mine.changeable_by(by).filter(live=False, first_published_at=None).count() >= MOST_DRAFTS:
        raise TooMany
    entry: Any = model(live=False, slug=free_slug(model, values["title"], model.RESERVED))
    entry.begin_for(organisation)
    write(entry, values)
    entry.save()
    # What is missing in other sections is said when all is sent.
    entry.save_revision(user=by, clean=False)
    log(entry, "directory.begin", user=by)
    return entry


@transaction.atomic
def save_section(entry: Kept, section: Section, values: Values, *, by: User, based_on: int | None) -> bool:
    """Keep what was written of `section` in the draft; whether that is anything new.

    `based_on` is the revision that the form was filled from. What others saved in other sections meanwhile
    stays. Raises ChangedMeanwhile when they changed this one, Locked, or TooMany; then nothing has happened. A
    picture among the values is a file, of which an image is made.
    """
    live = _turn(entry, by)
    draft: Any = live.get_latest_revision_as_object()
    theirs = values_of(draft, section.names)
    if live.latest_revision_id != based_on:
        base = _base(live, based_on, section)
        if theirs not in (base, values):
            raise ChangedMeanwhile(base, theirs)
    if values == theirs:
        return False
    _begin_history(live)
    write(draft, _with_images(values, live, by))
    revision = draft.save_revision(user=by, clean=False)
    log(live, "directory.write", user=by, revision=revision, data={"section": section.slugs["sv"]})
    _hide_at_once(live, values, by)
    return True


def _base(entry: Kept, based_on: int | None, section: Section) -> Values:
    """What the form was filled from; without a number, from before the first revision."""
    revisions = Revision.objects.for_instance(entry)
    revision = revisions.filter(pk=based_on).first() if based_on else revisions.order_by("created_at", "pk").first()
    return values_of(revision.as_object(), section.names) if revision else {}


def _begin_history(live: Kept) -> None:
    """The history begins with what stood before."""
    if live.latest_revision_id is None:
        first = live.save_revision(changed=False, clean=False)
        if live.live:
            live.live_revision = first
            live.save(update_fields=["live_revision"])


def _with_images(values: Values, entry: Kept, by: User) -> Values:
    sent = get_image_model().objects.filter(uploaded_by_user=by, created_at__gt=timezone.now() - timedelta(hours=1))

    def kept(value: Any, filter: Any) -> Any:
        if not isinstance(value, ContentFile):
            return value
        if sent.count() >= MOST_PICTURES:
            raise TooMany
        image = pictures.keep(entry, value, by=by)
        # Made now, since looking at a preview writes nothing.
        image.get_rendition(filter)
        return image.pk

    kept_values = {name: kept(value, LOGO) for name, value in values.items()}
    if "images" in values:
        kept_values["images"] = [{**row, "image": kept(row["image"], IMAGE)} for row in values["images"]]
    return kept_values


def _hide_at_once(live: Any, values: Values, by: User) -> None:
    """Who asks not to be shown does not wait for a review: protected addresses, and contacts without a yes."""
    if "contacts" in values:
        said = dict.fromkeys(map(str, live.consents.values_list("person", flat=True)), False)
        record_consents(live, said | {row["key"]: row["is_public"] for row in values["contacts"]}, by=by)
    if values.get("contact_said_yes") is False:
        type(live)._default_manager.filter(pk=live.pk).update(contact_said_yes=False)
    protected = {_address(row) for row in values.get("places", []) if row["is_hidden"]}
    if not protected:
        return
    # Read anew: where nothing waited the draft was written in this very object.
    stands = type(live)._default_manager.get(pk=live.pk)
    shown = [place for place in stands.places.all() if not place.is_hidden]
    # Also what stands nowhere any more: the protected one may be written otherwise now.
    open_ones = {_address(row) for row in values.get("places", []) if not row["is_hidden"]} - protected
    if hidden := [place.pk for place in shown if _address(vars(place)) not in open_ones]:
        type(shown[0]).objects.filter(pk__in=hidden).update(is_hidden=True, is_visited=False)
        # So that what follows an entry's saving forgets them too.
        stands.save()


def _address(row: Values) -> str:
    return (row["street"] or " ".join((row["name"], row["postcode"], row["town"]))).casefold()


def waits(entry: Kept) -> bool:
    """Whether there is a draft that is not public."""
    return entry.has_unpublished_changes or not entry.live


@transaction.atomic
def send(entry: Kept, *, by: User, shown: int | None) -> bool:
    """Publish the draft that was shown, or ask the editors to; whether it is public now.

    Raises NotAsShown, Locked, or Unfinished with what is missing.
    """
    live = _turn(entry, by)
    if live.latest_revision_id != shown or not waits(live):
        raise NotAsShown
    draft: Any = live.get_latest_revision_as_object()
    _finished(draft)
    confirm(live)
    if publishes_alone(by, live, draft):
        live.latest_revision.publish(user=by, skip_permission_checks=True)
        return True
    state = live.current_workflow_state
    is_told = _sent_lately(by) < MOST_LETTERS
    if state is None:
        workflow_of(live).start(live, by)
    elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(by)
    else:
        raise NotAsShown
    letters.write(
        [person for person in editors() if person != by] if is_told else [],
        gettext_noop("A change waits for the editors"),
        gettext_noop(
            "Those who keep %(entry)s ask to publish what they have written. "
            "What changes stands side by side in the admin:"
        ),
        link=("directory_reviews:review", [live._meta.model_name, live.pk]),
        entry=live.called,
    )
    return False


def _sent_lately(by: User) -> int:
    """How often somebody has sent something to the editors within the hour, also what is deleted since."""
    actions = ("wagtail.workflow.start", "wagtail.workflow.resume")
    hour = timezone.now() - timedelta(hours=1)
    return ModelLogEntry.objects.filter(user=by, action__in=actions, timestamp__gt=hour).count()


def _finished(draft: Kept) -> None:
    try:
        draft.full_clean()
    except ValidationError as wrong:
        raise Unfinished(wrong.message_dict) from None


def confirm(live: Kept) -> None:
    """Who sends a profile has looked at it."""
    if isinstance(live, Organisation):
        OrganisationStanding.objects.filter(organisation=live).update(confirmed_at=timezone.now())
        # It stands anew among those lately confirmed.
        search.publish(live)


@transaction.atomic
def take_back(entry: Kept, *, by: User) -> None:
    """Take what waits for the editors back to those who wrote it: the draft stays. Raises NotAsShown."""
    state = _turn(entry, by).current_workflow_state
    if state is None:
        raise NotAsShown
    state.cancel(user=by)


@transaction.atomic
def discard(entry: Kept, *, by: User, shown: int | None) -> None:
    """Go back to what is public; what was never public is deleted. Raises NotAsShown or Locked.

    What an editor has written in the draft is not a keeper's to throw away: NotAsShown too.
    """
    live = _turn(entry, by)
    if live.latest_revision_id != shown or not waits(live) or others_wrote(live):
        raise NotAsShown
    if not live.live and live.first_published_at is None and not isinstance(live, Organisation):
        live.delete()
        return
    if not live.live:
        raise NotAsShown
    if state := live.current_workflow_state:
        state.cancel(user=by)
    revision = live.save_revision(user=by, changed=False, clean=False)
    live.live_revision, live.has_unpublished_changes = revision, False
    live.save(update_fields=["live_revision", "has_unpublished_changes"])
    log(live, "directory.discard", user=by, revision=revision)
    if isinstance(live, Organisation):
        follow_publishing(live)
