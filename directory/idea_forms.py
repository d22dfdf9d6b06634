"""What somebody writes to see whether there is something like it already."""

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.tidy_fields import TidyCharField

LONGEST_IDEA = 10_000


class IdeaForm(forms.Form):
    idea = TidyCharField(
        label=_("Your idea in a few sentences"),
        help_text=_("What does it do, for whom, and how? What you write is not kept, and only you see it."),
        max_length=LONGEST_IDEA,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        error_messages={"required": _("Describe your idea in some words.")},
    )

    def clean_idea(self) -> str:
        idea = self.cleaned_data["idea"]
        if not any(letter.isalpha() for letter in idea):
            raise forms.ValidationError(self.fields["idea"].error_messages["required"])
        return idea
