"""What goes with changes that pass through no service: those of the Wagtail admin and of its schedule."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, ProtectedError, Q
from django.db.models.signals import post_save, pre_delete, pre_save
from django.utils import timezone
from wagtail.admin import signal_handlers
from wagtail.models import WorkflowState
from wagtail.signals import (
    published,
    unpublished,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)

from directory.models import (
    GoneAddress,
    Initiative,
    InitiativePart,
    InitiativeStanding,
    InitiativeTag,
    Municipality,
    Organisation,
    OrganisationStanding,
    OrganisationTag,
    SupportOffer,
    SupportOfferStanding,
    SupportOfferTag,
    Tag,
)
from directory.models.common import Entry
from directory.models.initiatives import IMAGE
from directory.models.kinds import KINDS
from directory.models.organisations import LOGO
from directory.sections import SECTIONS
from directory.services import duplicates, forgetting, freshness, listing, memberships, offer_contacts, reviews
from directory.services.contacts import follow_publishing
from portal.accounts.models import User
from portal.plugins import search


def _organisation_saved(sender: type[Model], instance: Organisation, created: bool, raw: bool, **kwargs: Any) -> None:
    if created and not raw:
        OrganisationStanding.objects.get_or_create(organisation=instance)
    if not raw:
        duplicates.follow([instance])
    _find_anew(instance)


def _initiative_saved(sender: type[Model], instance: Initiative, created: bool, raw: bool, **kwargs: Any) -> None:
    if created and not raw:
        InitiativeStanding.objects.get_or_create(initiative=instance)
    _find_anew(instance)


def _offer_is_saved(sender: type[Model], instance: SupportOffer, raw: bool, **kwargs: Any) -> None:
    """Who offered it until now: their profile stands under its kind in the list."""
    others = Organisation.objects.exclude(pk=instance.organisation_id)
    instance.left = list(others.filter(support_offers=instance.pk)) if instance.pk and not raw else []


def _offer_saved(sender: type[Model], instance: SupportOffer, created: bool, raw: bool, **kwargs: Any) -> None:
    if created and not raw:
        SupportOfferStanding.objects.get_or_create(support_offer=instance)
    search.publish_many([instance, *instance.left])


def _published(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    # Renditions are made now, since looking at a page writes nothing.
    if isinstance(instance, Organisation):
        if instance.logo:
            instance.logo.get_rendition(LOGO)
        follow_publishing(instance)
        freshness.follow_change(instance)
    elif isinstance(instance, SupportOffer):
        offer_contacts.follow_publishing(instance)
    elif isinstance(instance, Initiative):
        for row in instance.images.select_related("image"):
            row.image.get_rendition(IMAGE)
    _find_anew(instance)


def _unpublished(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Organisation):
        freshness.follow_change(instance)
    _find_anew(instance)


def _find_anew(entry: Entry) -> None:
    """Bring the search in step with `entry`, and with what names it."""
    offers = SupportOffer.objects.filter(organisation=entry) if isinstance(entry, Organisation) else []
    search.publish_many([entry, *_named_by(entry), *offers])


def _named_by(entry: Entry) -> list[Initiative]:
    return list(Initiative.objects.filter(parts__organisation=entry)) if isinstance(entry, Organisation) else []


def _entry_goes(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    search.withdraw(instance)
    if isinstance(instance, Organisation):
        # What leads on to it would lead nowhere: those addresses say that it has gone.
        for merged in Organisation.objects.filter(merger__kept=instance).select_related("standing"):
            known = {"source_id": merged.standing.source_id or "", "gone_at": timezone.now()}
            GoneAddress.objects.update_or_create(slug=merged.slug, defaults=known)
            merged.delete()
    if initiatives := _named_by(instance):
        InitiativePart.objects.filter(organisation=instance).delete()
        search.publish_many(initiatives)


def _renamed(sender: type[Model], instance: Any, created: bool, raw: bool, **kwargs: Any) -> None:
    if not (raw or created):
        search.publish_many(_under(instance))


def _tag_goes(sender: type[Model], instance: Tag, **kwargs: Any) -> None:
    if instance.merged_into_id:
        raise ProtectedError(f"Old addresses and versions lead on by the merged tag {instance.name}.", {instance})
    entries = _under(instance)
    OrganisationTag.objects.filter(tag=instance).delete()
    InitiativeTag.objects.filter(tag=instance).delete()
    SupportOfferTag.objects.filter(tag=instance).delete()
    search.publish_many(entries)


def _under(word: Municipality | Tag) -> list[Model]:
    """The entries that are sorted under `word`."""
    of_an_entry = of_an_offer = Q(tagged__tag=word)
    if isinstance(word, Municipality):
        of_an_entry = Q(municipality=word) | Q(places__municipality=word)
        of_an_offer = Q(municipalities=word)
    entries = (*Organisation.objects.filter(of_an_entry), *Initiative.objects.filter(of_an_entry))
    return list(dict.fromkeys((*entries, *SupportOffer.objects.filter(of_an_offer))))


def _told_published(things: list[Model], **kwargs: Any) -> None:
    listing.follow(things)


def _told_withdrawn(things: list[Model], **kwargs: Any) -> None:
    for thing in things:
        listing.forget(thing)


def _account_goes(sender: type[Model], instance: User, **kwargs: Any) -> None:
    memberships.before_account_goes(instance)
    forgetting.before_account_goes(instance)


def _approved(sender: type[Model], instance: WorkflowState, user: User | None = None, **kwargs: Any) -> None:
    if _is_ours(instance):
        reviews.tell_approved(instance, user)


def _sent_back(sender: type[Model], instance: WorkflowState, user: User | None = None, **kwargs: Any) -> None:
    if _is_ours(instance):
        reviews.tell_sent_back(instance, user)


def _cancelled(sender: type[Model], instance: WorkflowState, user: User | None = None, **kwargs: Any) -> None:
    if _is_ours(instance):
        reviews.tell_ended(instance, user)


def _is_ours(state: WorkflowState) -> bool:
    return state.base_content_type.model_class() in SECTIONS


def _unless_ours(notify: Callable) -> Callable:
    def notify_about_others(sender: type[Model], instance: WorkflowState, **kwargs: Any) -> None:
        if not _is_ours(instance):
            notify(instance=instance, **kwargs)

    return notify_about_others


def _silence_mail_of_wagtail() -> None:
    """Its letters lead into the admin, which keepers cannot enter: ours are sent instead.

    Wagtail connects its own later, under names that are taken then.
    """
    for event, notify in (
        ("submitted", signal_handlers.workflow_submission_email_notifier),
        ("approved", signal_handlers.workflow_approval_email_notifier),
        ("rejected", signal_handlers.workflow_rejection_email_notifier),
    ):
        WORKFLOW_SIGNALS[event].connect(
            _unless_ours(notify),
            sender=WorkflowState,
            dispatch_uid=f"workflow_state_{event}_email_notification",
            weak=False,
        )


WORKFLOW_SIGNALS = {"submitted": workflow_submitted, "approved": workflow_approved, "rejected": workflow_rejected}


def connect() -> None:
    """Begin to listen; called once, when the app is ready."""
    post_save.connect(_organisation_saved, sender=Organisation)
    post_save.connect(_initiative_saved, sender=Initiative)
    pre_save.connect(_offer_is_saved, sender=SupportOffer)
    post_save.connect(_offer_saved, sender=SupportOffer)
    search.published.connect(_told_published)
    search.withdrawn.connect(_told_withdrawn)
    for model in KINDS.values():
        published.connect(_published, sender=model)
        unpublished.connect(_unpublished, sender=model)
        pre_delete.connect(_entry_goes, sender=model)
    for word in (Municipality, Tag):
        post_save.connect(_renamed, sender=word)
    pre_delete.connect(_tag_goes, sender=Tag)
    pre_delete.connect(_account_goes, sender=User)
    workflow_approved.connect(_approved, sender=WorkflowState)
    workflow_rejected.connect(_sent_back, sender=WorkflowState)
    workflow_cancelled.connect(_cancelled, sender=WorkflowState)
    _silence_mail_of_wagtail()
