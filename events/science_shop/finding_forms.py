"""A finding with its sources, as a researcher writes them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.row_fields import WebAddressField
from directory.row_forms import RowForm, RowFormSet, row_formset
from directory.section_forms import field_for_keepers
from directory.tidy_fields import TidyCharField
from events.science_shop.coordinating_forms import MOST_MOVES
from events.science_shop.identifiers import doi_of
from events.science_shop.models import Finding, Source
from portal.accounts.models import User

MOST_SOURCES = 10
# So many more can be written at a time.
EMPTY = 3


class DoiField(TidyCharField):
    """A DOI as people paste it."""

    def to_python(self, value: Any) -> str:
        return doi_of(super().to_python(value))


class FindingForm(forms.ModelForm):
    version = forms.IntegerField(min_value=0, max_value=MOST_MOVES, widget=forms.HiddenInput, initial=0)

    class Meta:
        model = Finding
        formfield_callback = field_for_keepers
        fields = ["text", "kind", "certainty"]
        labels = {"text": _("What is found, in plain language"), "kind": _("Kind"), "certainty": _("How sure it is")}
        help_texts = {
            "text": _("As you would say it to those who ask. One finding here, the next in one of its own. No names.")
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 7})}

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class SourceForm(RowForm):
    heading, one, add, take = _("Sources"), _("Source"), _("Add a source"), _("Take the source away")
    help = _("Where it is from, so that others can read it: at least one, at most ten.")
    most = MOST_SOURCES
    doi = DoiField(
        label="DOI",
        required=False,
        max_length=300,
        help_text=_("For example 10.1234/abcd, or its address at doi.org."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    url = WebAddressField(label=_("Link"), required=False, max_length=500)

    class Meta:
        model = Source
        fields = ["title", "doi", "url"]
        field_classes = {"title": TidyCharField}
        labels = {"title": _("Author, year, title")}
        help_texts = {"title": ""}

    field_order = ["title", "doi", "url"]


def source_rows(finding: Finding | None, *, user: User, data: Any = None) -> RowFormSet:
    stood = list(finding.sources.values("title", "doi", "url")) if finding else []
    return row_formset(SourceForm, "sources", stood, user=user, data=data, empty=EMPTY)
