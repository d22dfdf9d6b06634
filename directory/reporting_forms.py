"""What people fill in to say that something is wrong, to answer that, and to end a profile."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.alphabet import sameness_key
from directory.models import ErrorReport, Organisation
from directory.tidy_fields import TidyCharField
from portal.plugins.guarded_forms import GuardedForm


class ReportForm(GuardedForm):
    """Anybody's."""

    text = TidyCharField(
        label=_("What is wrong?"),
        max_length=1000,
        help_text=_("For example: the phone number is not in use, the organisation has moved. Write no secrets."),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what is wrong.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=254,
        required=False,
        help_text=_("If you want an answer. It is shown to the editors alone, and erased when you have got it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Write the whole address, for example name@example.org.")},
    )

    def __init__(self, subject: str, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self._subject = subject

    @property
    def subject(self) -> str:
        return self._subject


class AnswerForm(forms.Form):
    """What came of a report."""

    outcome = forms.ChoiceField(
        label=_("What came of it"),
        choices=[(state.value, state.label) for state in ErrorReport.SETTLED],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of it.")},
    )
    answer = TidyCharField(
        label=_("Answer"),
        max_length=1000,
        help_text=_(
            "One or two sentences. Whoever reported it, and left an address, is told by mail what came of it; "
            "what an editor writes goes along."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what you have done, or why it is right as it stands.")},
    )


class WithdrawForm(forms.Form):
    """The name, written once more by who means it."""

    name = TidyCharField(
        label=_("Write the organisation's name"),
        max_length=200,
        help_text=_("So that nobody ends a profile by a slip of the hand."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, organisation: Organisation, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.organisation = organisation

    def clean_name(self) -> str:
        written = self.cleaned_data["name"]
        if sameness_key(written) != sameness_key(self.organisation.name):
            raise forms.ValidationError(_("This is not the name. Write %(name)s."), params={"name": self.organisation})
        return written
