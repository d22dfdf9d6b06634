"""The admin's form, when somebody else has saved meanwhile."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView

from directory import content
from directory.views.numbers import number


class EntryEditView(EditView):
    """Writes over nothing that the editor has not seen (Wagtail asks only when it saves by itself).

    Both writers' words are kept in a draft, the editor's where they wrote and the other's elsewhere, and the
    editor is shown what the other changed before anything is published.
    """

    request: HttpRequest
    object: Any
    model: Any
    # What is written here and in no section.
    beside: tuple[str, ...] = ("slug",)

    def get_object(self, queryset: QuerySet | None = None) -> Any:
        found = super().get_object(queryset)
        if self.request.method == "POST":
            # Whoever saves at the same moment waits here (the admin's requests are transactions), and then finds
            # what the first has written. Keepers' saves take the same turn.
            self.model._base_manager.select_for_update(no_key=True).filter(pk=found.pk).first()
            found = super().get_object(queryset)
        return found

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        leave_it = self.expects_json_response or self.locked_for_user or self.action == "cancel-workflow"
        if leave_it or not self.is_out_of_date:
            return super().post(request, *args, **kwargs)
        shown = number(request.POST.get("overwrite_revision_id") or request.POST.get("loaded_revision_id", ""))
        stood = get_object_or_404(self.object.revisions, pk=shown).as_object()
        names = [*content.every_name(self.model), *self.beside]
        base = content.values_of(stood, names)
        form: Any = self.get_form_class()(request.POST, request.FILES, instance=stood, for_user=request.user)
        form.defer_required_fields()
        if not form.is_valid():
            # As it was sent: what the other changed is said once this is right.
            self.object.latest_revision_id = shown
            self.__dict__["latest_revision_created_at"] = request.POST.get("loaded_revision_created_at", "")
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)
        theirs = content.values_of(self.object, names)
        mine = content.values_of(form.save(commit=False), names)
        merged, changes = content.bring_together(base, theirs, mine, self.model)
        with transaction.atomic():
            content.write(self.object, merged)
            self.object.save_revision(user=request.user, log_action=True, clean=False)
        messages.warning(request, _told(changes))
        return redirect(self.get_edit_url())

    @cached_property
    def overwrite_revision(self) -> Any:
        """Those who keep it, and who review, may have the latest version before them: it stays as they see it."""
        is_kept = self.object.kept_through().filter(memberships__isnull=False).exists()
        return None if is_kept else super().overwrite_revision

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = super().header_more_buttons
        if self.object.live and not self.object.has_unpublished_changes:
            return buttons
        url = reverse("directory_reviews:review", args=[self.model._meta.model_name, self.object.pk])
        return [*buttons, Button(_("Look at the change"), url=url, icon_name="view", priority=4)]


def _told(changes: list[content.Difference]) -> SafeString:
    begin = _(
        "Somebody else has saved while you wrote. What you both wrote is kept in this draft, and nothing is "
        "published. Look at what the other wrote:"
    )
    yours = _("You changed this too: the draft has what you wrote.")
    theirs = _("You had not changed this: the draft has it now.")
    rows = ((change.label, change.after, yours if change.is_disputed else theirs) for change in changes)
    return format_html("{}<ul>{}</ul>", begin, format_html_join("", "<li><strong>{}</strong>: {} ({})</li>", rows))
