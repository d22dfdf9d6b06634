"""What coordinators fill in: a move, other words, a step, what a question is about."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.tidy_fields import TidyCharField
from events.forms import AddressField, NameField
from events.science_shop.models import Side, Step, Wording
from events.science_shop.stages import Asked, Move
from events.science_shop.vocabulary import Criterion

MOST_MOVES = 2**31 - 1
LONGEST_AHEAD = timedelta(days=3 * 365)


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Write the day like 2027-03-14.")},
        **kwargs,
    )


def _asked(name: Asked, required: bool, is_shown: bool) -> forms.Field:
    if name == Asked.COMMENT:
        by_all = _("Stands on the question's page for all to read, and is mailed to whoever asks.")
        by_them = _("Is mailed to whoever asks, and stands on their page. Nobody else reads it while it is not shown.")
        return TidyCharField(
            label=_("Your comment"),
            max_length=2000,
            required=required,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=by_all if is_shown else by_them,
            error_messages={"required": _("Write why, in a sentence or two.")},
        )
    if name == Asked.LOOK_AGAIN_ON:
        return day_field(_("Look at it again on"), required=required)
    if name == Asked.STEP:
        return TidyCharField(
            label=_("Agreed next step"),
            max_length=300,
            required=required,
            help_text=_("What the researchers do first. Stands on the question's page."),
            error_messages={"required": _("Write what is done next.")},
        )
    if name == Asked.DUE_ON:
        return day_field(_("Done by"), required=required)
    return forms.MultipleChoiceField(
        label=_("What the question meets"),
        choices=Criterion.choices,
        required=required,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick what holds. Grey areas are judged case by case. Seen by those who coordinate, and kept."),
    )


class MoveForm(forms.Form):
    """What a move asks for, as the table of stages has it; `version` is that of the question as it was shown.

    `is_shown` says whether everybody reads of the question once it is made.
    """

    version = forms.IntegerField(min_value=0, max_value=MOST_MOVES, widget=forms.HiddenInput)

    def __init__(self, move: Move, data: Any = None, *, is_shown: bool = True, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name in Asked:
            if name in (*move.asks, *move.optional):
                self.fields[name.value] = _asked(name, name in move.asks, is_shown)

    @property
    def said(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version" and value}


class RewordForm(forms.Form):
    """The question in other words; `shown` is the number of the wording that stood there."""

    shown = forms.IntegerField(min_value=0, max_value=MOST_MOVES, widget=forms.HiddenInput)
    text = TidyCharField(
        label=_("The question"),
        max_length=Wording._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the question.")},
    )
    reason = TidyCharField(
        label=_("Why it is put so"),
        max_length=500,
        help_text=_("Stands beside the wording for all to read."),
        error_messages={"required": _("Write why, in a sentence or two.")},
    )

    def clean_text(self) -> str:
        return " ".join(self.cleaned_data["text"].split())


class ContactForm(forms.Form):
    """Who the contact is; `shown` is the mark of what stood there."""

    shown = forms.CharField(max_length=24, widget=forms.HiddenInput)
    contact_name = NameField(
        label=_("Contact person"), error_messages={"required": _("Write the name of the person whom we can talk to.")}
    )
    contact_email = AddressField(
        label=_("The contact person's e-mail"),
        help_text=_(
            "Another address is asked by mail first. From then on whoever asked until now has no way to the question, "
            "neither by their link nor by their account, unless they keep the organisation that asks."
        ),
    )


class StepForm(forms.Form):
    """Something that somebody has agreed to do."""

    text = TidyCharField(
        label=_("What is done"),
        max_length=Step._meta.get_field("text").max_length,
        help_text=_("Stands on the question's page if it is the next one. No person by name."),
        error_messages={"required": _("Write what is done next.")},
    )
    side = forms.ChoiceField(
        label=_("Who has it"), choices=Side.choices, error_messages={"required": _("Choose who has it.")}
    )
    due_on = day_field(_("Done by"))

    def clean_due_on(self) -> date:
        day, today = self.cleaned_data["due_on"], timezone.localdate()
        if not today <= day <= today + LONGEST_AHEAD:
            raise forms.ValidationError(_("Choose a day from today on, within three years."))
        return day
