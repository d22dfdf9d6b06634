"""What is written about a question at a meetup."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.tidy_fields import TidyCharField
from events.science_shop.coordinating_forms import MOST_MOVES, StepForm
from events.science_shop.models import AgendaQuestion, Side
from events.science_shop.services.meeting_again import NextStep


class MinutesForm(StepForm):
    """The decision, and a step that somebody takes; `version` is that of what stood there."""

    version = forms.IntegerField(min_value=0, max_value=MOST_MOVES, widget=forms.HiddenInput)
    decision = TidyCharField(
        label=_("What was decided"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Stands on the question's page for all to read. No person by name."),
        # What stood there comes along: what nobody has touched is not written, whatever others write meanwhile.
        show_hidden_initial=True,
    )
    field_order = ["version", "decision", "text", "side", "due_on"]
    # Whether somebody else has written since.
    is_behind = False

    def __init__(self, item: AgendaQuestion, data: Any = None) -> None:
        shown = {"version": item.version, "decision": item.decision, "side": Side.COORDINATOR}
        super().__init__(data, initial=shown, prefix=f"question-{item.question_id}")
        self.item = item
        self.fields["text"].label = _("Next step")
        for name in ("text", "side", "due_on"):
            self.fields[name].required = False

    def clean_due_on(self) -> date | None:
        return super().clean_due_on() if self.cleaned_data.get("due_on") else None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("text") and not said.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Choose a day."))
        if said.get("text") and not said.get("side") and "side" not in self.errors:
            self.add_error("side", _("Choose who has it."))
        if said.get("due_on") and not said.get("text") and "text" not in self.errors:
            self.add_error("text", _("Write what is done next."))
        return said

    @property
    def is_written(self) -> bool:
        """Whether anything was filled in, right or wrong."""
        return not {"decision", "text", "due_on"}.isdisjoint(self.changed_data)

    def catch_up(self, item: AgendaQuestion) -> None:
        """Stand beside what somebody else has written meanwhile; whoever has read that may go on from there."""
        self.item = item
        self.data[self.add_prefix("version")] = item.version
        self.data[self.add_initial_prefix("decision")] = item.decision

    @property
    def step(self) -> NextStep | None:
        said = self.cleaned_data
        return NextStep(said["text"], Side(said["side"]), said["due_on"]) if said["text"] else None
