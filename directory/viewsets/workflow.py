"""Wagtail's addresses for an entry's workflow: for who may change such entries, and about this one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.snippets.views import snippets


class ForEditors:
    """Wagtail says what an entry is called, and whether it waits, before it asks who wants to know."""

    model: Any
    object: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        label = self.model._meta
        if not request.user.has_perm(f"{label.app_label}.change_{label.model_name}"):
            raise PermissionDenied
        # Nor does it ask whether the step that is answered is one of this entry.
        state = getattr(self, "task_state", None)
        if state and not self.object.workflow_states.filter(pk=state.workflow_state_id).exists():
            raise Http404
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # ty: ignore[missing-attribute]
        return answer


class WorkflowActionView(ForEditors, snippets.WorkflowActionView):
    pass


class CollectWorkflowActionDataView(ForEditors, snippets.CollectWorkflowActionDataView):
    pass


class ConfirmWorkflowCancellationView(ForEditors, snippets.ConfirmWorkflowCancellationView):
    pass


class WorkflowPreviewView(ForEditors, snippets.WorkflowPreviewView):
    pass
