"""The five questions to both sides of a question that has ended."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.tidy_fields import TidyCharField
from events.science_shop.vocabulary import Grade


def _grade(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=Grade.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what comes nearest.")},
    )


class EvaluationForm(forms.Form):
    met_expectations = _grade(_("Was it as you hoped?"))
    cooperation = _grade(_("Did you work well together?"))
    usefulness = _grade(_("Can the answer be used?"))
    is_used = forms.TypedChoiceField(
        label=_("Is the answer used already?"),
        choices=[("yes", _("Yes")), ("no", _("Not yet"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what comes nearest.")},
    )
    text = TidyCharField(
        label=_("What else do you want to say?"),
        max_length=2000,
        required=False,
        help_text=_("What you would do otherwise, or what the answer has led to. Name nobody."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
