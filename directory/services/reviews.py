"""Editors' answers to what keepers want to publish, through Wagtail's workflow."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override
from wagtail.models import Workflow, WorkflowContentType, WorkflowState, WorkflowTask

from directory.models import Review
from directory.models.common import Kept
from directory.permissions import keepers, may_review
from directory.sections import SECTIONS
from directory.services import letters
from directory.services.memberships import NotAllowed
from portal.accounts.models import User


class NotAsShown(Exception):
    """There is a newer version than the one that was shown, or it is answered already."""


def ensure_workflow() -> Workflow:
    """The workflow with the directory's step, made where there is none; given to what has no other."""
    with override("sv"):
        # Administrators rename it as they like.
        name = _("The editors of the directory")
    task = Review.objects.filter(active=True).order_by("pk").first() or Review.objects.create(name=name)
    workflow = Workflow.objects.filter(active=True, workflow_tasks__task=task).order_by("pk").first()
    if workflow is None:
        workflow = Workflow.objects.create(name=name)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for model in SECTIONS:
        content_type = ContentType.objects.get_for_model(model)
        WorkflowContentType.objects.get_or_create(content_type=content_type, defaults={"workflow": workflow})
    return workflow


def workflow_of(entry: Kept) -> Workflow:
    """The one that an administrator has given to its kind; the directory's own where they took all away."""
    return entry.get_workflow() or ensure_workflow()


def _turn(state: WorkflowState, by: User, shown: int | None) -> WorkflowState:
    """The state as it is now, about the version that was shown. Raises NotAsShown or NotAllowed."""
    model: Any = state.base_content_type.model_class()
    entry = model.objects.select_for_update(no_key=True).get(pk=state.object_id)
    state = WorkflowState.objects.get(pk=state.pk)
    if not may_review(by, entry):
        raise NotAllowed
    if state.status != WorkflowState.STATUS_IN_PROGRESS or entry.latest_revision_id != shown:
        raise NotAsShown
    task_state = state.current_task_state
    if task_state is None:
        raise NotAsShown
    if task_state.revision_id != shown:
        # Written in after it was sent: what is answered is what was shown.
        task_state.cancel(user=by, resume=True)
        state.refresh_from_db()
    return state


@transaction.atomic
def approve(state: WorkflowState, *, by: User, shown: int | None, comment: str = "") -> None:
    """Publish exactly the revision that was shown. Raises NotAsShown or NotAllowed."""
    _act(_turn(state, by, shown), by, "approve", comment)


@transaction.atomic
def send_back(state: WorkflowState, *, by: User, shown: int | None, comment: str) -> None:
    """Ask the keepers to change something. Raises NotAsShown or NotAllowed."""
    _act(_turn(state, by, shown), by, "reject", comment)


def _act(state: WorkflowState, by: User, action: str, comment: str) -> None:
    task_state: Any = state.current_task_state
    task_state.task.specific.on_action(task_state.specific, by, action, comment=comment)


def _comment(state: WorkflowState) -> str:
    return state.current_task_state.comment if state.current_task_state else ""


def tell_approved(state: WorkflowState, by: User | None) -> None:
    """To all who keep it: it is public. Whoever answered, and wherever."""
    entry: Any = state.content_object
    letters.write(
        [keeper for keeper in keepers(entry) if keeper != by],
        gettext_noop("What you wrote about %(entry)s is public"),
        gettext_noop(
            "The editors have looked at your change, and published it.\n\n%(comment)s\n\nThis is how it looks:"
        ),
        link=(entry.PAGE, [entry.slug]),
        entry=entry.called,
        comment=_comment(state),
    )


def tell_sent_back(state: WorkflowState, by: User | None) -> None:
    """To all who keep it: what the editors ask for, with a link that works for them."""
    entry: Any = state.content_object
    letters.write(
        [keeper for keeper in keepers(entry) if keeper != by],
        gettext_noop("Your change to %(entry)s needs another look"),
        gettext_noop(
            "The editors have read what you wrote about %(entry)s, and ask you to change something:\n\n"
            "%(comment)s\n\nNothing is lost. Change it and send it again:"
        ),
        link=(entry.EDITED, [entry.slug]),
        entry=entry.called,
        comment=_comment(state),
    )


def tell_ended(state: WorkflowState, by: User | None) -> None:
    """To all who keep it, when somebody else than they ended the review: by publishing, most often."""
    entry: Any = state.content_object
    people = keepers(entry)
    if by is None or by in people:
        return
    letters.write(
        people,
        gettext_noop("The editors have ended the review of %(entry)s"),
        gettext_noop(
            "An editor has published a version, or ended the review in another way. This is how it looks now:"
        ),
        link=(entry.PAGE, [entry.slug]) if entry.live else (entry.EDITED, [entry.slug]),
        entry=entry.called,
    )
