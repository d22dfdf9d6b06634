"""In which a coordinator writes what a question came to."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from directory.models.organisations import only_web
from directory.row_fields import WebAddressField
from directory.tidy_fields import TidyCharField
from events.science_shop.models import KnowledgeItem, ResearchProject
from events.science_shop.models.results import MOST_WORDS

# What is no time matches none.
NEVER = datetime.min.replace(tzinfo=UTC)


class ShownForm(forms.Form):
    """What a person saw when they wrote, and what they say of the move that goes with it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    comment = TidyCharField(
        label=_("A word about it"),
        max_length=2000,
        required=False,
        help_text=_("Stands on the question's page."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AnswerForm(ShownForm, forms.ModelForm):
    """The comment is said by whoever `decides`, with the answer."""

    written = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    field_order = ["summary", "remains", "methods", "whom_to_ask", "comment"]

    class Meta:
        model = KnowledgeItem
        fields = ["summary", "remains", "methods", "whom_to_ask"]
        field_classes = dict.fromkeys(fields, TidyCharField)
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 12}),
            "remains": forms.Textarea(attrs={"rows": 4}),
            "methods": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, decides: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if decides:
            self.fields["comment"].label = _("What remains")
            self.fields["comment"].help_text = _(
                "Needed if the question is partly answered. Stands on the question's page when you publish."
            )
        else:
            del self.fields["comment"]

    def clean_written(self) -> datetime | None:
        """When what the person saw was changed."""
        text = self.cleaned_data["written"]
        try:
            return (parse_datetime(text) or NEVER) if text else None
        except ValueError:
            return NEVER

    @property
    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def words(self) -> int:
        return len(str(self["summary"].value() or "").split())

    most_words = MOST_WORDS


class ProjectForm(ShownForm, forms.ModelForm):
    field_order = ["title", "url", "funding", "partners", "starts_on", "comment"]

    class Meta:
        model = ResearchProject
        fields = ["title", "url", "funding", "partners", "starts_on"]
        field_classes = {**dict.fromkeys(("title", "funding", "partners"), TidyCharField), "url": WebAddressField}
        widgets = {"starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address: Any = self.fields["url"]
        # The model's own, which says the same once more.
        address.validators = [only_web]
        address.error_messages["invalid"] = _("Write the whole address, for example https://example.org.")

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
