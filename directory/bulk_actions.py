"""What editors do with several entries of the admin's lists at once."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from directory import content
from directory.models import Application, Initiative, Organisation, OrganisationStanding, SupportOffer, Tag
from directory.services import entries, keeping
from directory.views.numbers import number
from portal.accounts.models import User

# More would keep others from writing for too long.
MOST = 500
# All of them is shown, for somebody to read.
MOST_PUBLISHED = 50


class EntriesAction(SnippetBulkAction):
    """Of the chosen entries those that the editor may read, change and do this with; the others are not named."""

    models: ClassVar[list[Any]] = [Organisation, Initiative, SupportOffer]
    template_name = "directory/admin/bulk_action.html"
    permission = "publish"
    question: str | Promise = ""
    most = MOST

    def get_actionable_objects(self) -> tuple[list[Any], dict[str, Any]]:
        return self._chosen, {"left_out": self._left_out}

    @cached_property
    def _asked(self) -> list[Any]:
        rows = self.readable()
        numbers = self.request.GET.getlist("id")
        if "all" not in numbers:
            rows = rows.filter(pk__in=[number for number in numbers if number.isdecimal() and len(number) < 12])
        return list(rows.order_by("pk")[: self.most])

    def readable(self) -> Any:
        return self.model.objects.visible_to(self.request.user)

    @cached_property
    def _chosen(self) -> list[Any]:
        if not self.permission_policy.user_has_permission(self.request.user, self.permission):
            return []
        return [entry for entry in self._asked if self.suits(entry)]

    @property
    def _left_out(self) -> int:
        return len(self._asked) - len(self._chosen)

    def suits(self, entry: Any) -> bool:
        return not entry.locked

    def object_context(self, entry: Any) -> dict[str, Any]:
        return {"item": entry}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        named: dict[str, Any] = {"action_name": self.display_name, "question": self.question}
        return {**super().get_context_data(**kwargs), **named}

    def get_execution_context(self) -> dict[str, Any]:
        return {"action": self}

    @classmethod
    def execute_action(cls, objects: Iterable[Any], **kwargs: Any) -> tuple[int, int]:
        chosen = list(objects)
        return kwargs["action"].act(chosen, kwargs["action"].request.user), 0

    def act(self, chosen: list[Any], by: User) -> int:
        """Do it; to how many."""
        raise NotImplementedError

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext("%(count)s is done.", "%(count)s are done.", num_parent_objects) % {"count": num_parent_objects}


class PublishAction(EntriesAction):
    """Never what waits beside a published entry: that is looked at one by one. Of the others what was shown."""

    display_name = gettext_lazy("Publish")
    action_type = "publish"
    aria_label = gettext_lazy("Publish the chosen ones")
    question = gettext_lazy(
        "What is not published yet becomes public. Changes that wait, and profiles that somebody has asked for, are "
        "left out: look at each. At most 50 are published at a time: read what each says."
    )
    most = MOST_PUBLISHED
    action_priority = 10

    @cached_property
    def _asked_for(self) -> set[int]:
        is_organisation = self.model is Organisation
        return set(Application.objects.open().values_list("organisation", flat=True)) if is_organisation else set()

    def suits(self, entry: Any) -> bool:
        return super().suits(entry) and not entry.live and entry.pk not in self._asked_for

    def object_context(self, entry: Any) -> dict[str, Any]:
        draft = entry.get_latest_revision_as_object()
        every = content.differences({}, content.values_of(draft), self.model)
        said = [each for each in every if each.after != _("(empty)")]
        shown = f"{entry.pk}-{entry.latest_revision_id or ''}"
        return {"item": entry, "shown": shown, "said": said, "address": reverse(draft.PREVIEW, args=[draft.slug])}

    def act(self, chosen: list[Any], by: User) -> int:
        pairs = (text.partition("-") for text in self.request.POST.getlist("shown"))
        shown = {number(pk): number(revision) for pk, _dash, revision in pairs}
        published = entries.publish(chosen, shown={pk: version for pk, version in shown.items() if pk}, by=by)
        if left := len(chosen) - published:
            told = ngettext(
                "%(count)s is not published: it has been changed since it was shown, or was not shown. Look again.",
                "%(count)s are not published: they have been changed since they were shown, or were not shown. "
                "Look again.",
                left,
            )
            messages.warning(self.request, told % {"count": left})
        return published

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> Any:
        return super().get_success_message(num_parent_objects, num_child_objects) if num_parent_objects else None


class UnpublishAction(EntriesAction):
    display_name = gettext_lazy("Unpublish")
    action_type = "unpublish"
    aria_label = gettext_lazy("Unpublish the chosen ones")
    question = gettext_lazy("They are taken from all pages, the map, the search and the open data, and stay as drafts.")
    action_priority = 20

    def suits(self, entry: Any) -> bool:
        return super().suits(entry) and entry.live

    def act(self, chosen: list[Any], by: User) -> int:
        entries.unpublish(chosen, by=by)
        return len(chosen)


class TagForm(forms.Form):
    tag = forms.ModelChoiceField(label=gettext_lazy("Tag"), queryset=Tag.objects.current())


class TagAction(EntriesAction):
    display_name = gettext_lazy("Add a tag")
    action_type = "tag"
    aria_label = gettext_lazy("Give the chosen ones a tag")
    question = gettext_lazy("Where changes wait, the tag waits with them.")
    action_priority = 25
    permission = "change"
    form_class = TagForm

    def act(self, chosen: list[Any], by: User) -> int:
        form: Any = self.cleaned_form
        entries.put_under(chosen, form.cleaned_data["tag"], by=by)
        return len(chosen)


class TrustAction(EntriesAction):
    models: ClassVar[list[Any]] = [Organisation]
    display_name = gettext_lazy("Trust")
    action_type = "trust"
    aria_label = gettext_lazy("Trust the chosen ones")
    question = gettext_lazy("What their keepers publish goes live at once, without the editors' review.")
    action_priority = 30
    permission = "change"
    trusted = True

    @cached_property
    def _are_so(self) -> set[int]:
        so = OrganisationStanding.objects.filter(is_trusted=self.trusted)
        return set(so.values_list("organisation", flat=True))

    def suits(self, entry: Any) -> bool:
        return entry.pk not in self._are_so

    def act(self, chosen: list[Any], by: User) -> int:
        keeping.trust(chosen, trusted=self.trusted, by=by)
        return len(chosen)


class DistrustAction(TrustAction):
    display_name = gettext_lazy("Trust no longer")
    action_type = "distrust"
    aria_label = gettext_lazy("Trust the chosen ones no longer")
    question = gettext_lazy("What their keepers write waits for the editors' review before anybody else sees it.")
    action_priority = 35
    trusted = False


class DeleteAction(DeleteBulkAction):
    """Wagtail's, which also names what somebody may not delete, drafts among them."""

    models: ClassVar[list[Any]] = [Organisation, Initiative, SupportOffer, Tag]

    def get_actionable_objects(self) -> tuple[list[Any], dict[str, Any]]:
        objects, _hidden = super().get_actionable_objects()
        return objects, {"items_with_no_access": []}

    @classmethod
    def execute_action(cls, objects: Iterable[Any], **kwargs: Any) -> tuple[int, int]:
        # One by one, in one order: each takes its turn before what hangs on it is looked for.
        chosen = sorted(objects, key=lambda entry: entry.pk)
        for entry in chosen:
            entry.delete()
        return len(chosen), 0

    def check_perm(self, snippet: Any) -> bool:
        leads_on = isinstance(snippet, Tag) and (snippet.merged_into_id or snippet.merged.exists())
        return bool(super().check_perm(snippet) and not leads_on)


ACTIONS = (PublishAction, UnpublishAction, TagAction, TrustAction, DistrustAction, DeleteAction)
