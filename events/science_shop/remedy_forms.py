"""What coordinators fill in about what they try."""

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.tidy_fields import TidyCharField
from events.science_shop.models import RemedyAttempt
from events.science_shop.vocabulary import Remedy


class AttemptForm(forms.Form):
    remedy = forms.ChoiceField(
        label=_("Which way do you try?"),
        choices=Remedy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is tried.")},
    )
    text = TidyCharField(
        label=_("Whom or what"),
        max_length=RemedyAttempt._meta.get_field("text").max_length,
        help_text=_("For example: a journal, a department, a course. No person by name, no address."),
        error_messages={"required": _("Write whom or what you try.")},
    )

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if "@" in text:
            raise forms.ValidationError(_("Write the place, not somebody's address."))
        return text
