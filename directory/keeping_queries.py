"""What those who keep something, and those who review it, have before them."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import WorkflowState

from directory.models import Initiative, Organisation, SupportOffer
from directory.models.common import Kept, Person
from directory.sections import SECTIONS


def kept_by(user: Person) -> list[dict[str, Any]]:
    """Each organisation that `user` keeps, with its initiatives and support offers: drafts too."""
    organisations = list(Organisation.objects.kept_by(user).with_states())
    entries: dict[int, list[Kept]] = {organisation.pk: [] for organisation in organisations}
    for initiative in Initiative.objects.kept_by(user).with_states().prefetch_related("parts"):
        for part in initiative.parts.all():
            if part.organisation_id in entries:
                entries[part.organisation_id].append(initiative)
    for offer in SupportOffer.objects.kept_by(user).with_states():
        entries[offer.organisation_id].append(offer)
    return [{"organisation": organisation, "entries": entries[organisation.pk]} for organisation in organisations]


def in_review() -> QuerySet:
    """What waits for the editors, the longest waiting first."""
    types = ContentType.objects.get_for_models(*SECTIONS).values()
    waiting = WorkflowState.objects.filter(base_content_type__in=types, status=WorkflowState.STATUS_IN_PROGRESS)
    return waiting.select_related("current_task_state", "requested_by", "base_content_type").order_by(
        "current_task_state__started_at", "pk"
    )


def with_entries(states: QuerySet | list[WorkflowState]) -> list[dict[str, Any]]:
    """Each with what it is about, read in one query per kind."""
    states = list(states)
    found: dict[tuple[int, str], Kept] = {}
    for model in SECTIONS:
        content_type = ContentType.objects.get_for_model(model)
        keys = [state.object_id for state in states if state.base_content_type_id == content_type.pk]
        rows = model._default_manager.filter(pk__in=keys) if keys else []
        found |= {(content_type.pk, str(row.pk)): row for row in rows}
    pairs = ((state, found.get((state.base_content_type_id, state.object_id))) for state in states)
    return [{"state": state, "entry": entry} for state, entry in pairs if entry]
