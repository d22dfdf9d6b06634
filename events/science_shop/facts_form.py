"""The form in which a coordinator sorts a question."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.alphabet import sort_key
from directory.models import Municipality, Organisation, Tag
from directory.models.common import Person
from directory.row_fields import OrganisationInput
from directory.tag_forms import TagChoices, TagsField
from directory.tidy_fields import TidyCharField
from events.science_shop.field_choices import ResearchFieldsField
from events.science_shop.models import Question, Round
from events.science_shop.models.rounds import COORDINATES_ALL
from events.science_shop.services.facts import Facts
from events.science_shop.vocabulary import ResearchField


class FactsForm(forms.Form):
    """`shown` is the mark of what stood there."""

    shown = forms.CharField(max_length=16, widget=forms.HiddenInput)
    fields_of_research = ResearchFieldsField(
        required=False,
        help_text=_(
            "Where the answer could be found: at least one before the question is formulated. It is shown to "
            "researchers of these fields."
        ),
    )
    tags = TagsField(label=_("Subjects"), queryset=Tag.objects.current(), required=False, widget=TagChoices)
    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Municipality.objects.all(),
        required=False,
        empty_label=_("The whole of Skåne"),
    )
    round = forms.ModelChoiceField(label=_("Round"), queryset=Round.objects.none(), required=False)
    organisation = TidyCharField(
        label=_("Organisation in the directory"),
        max_length=160,
        required=False,
        widget=OrganisationInput,
        help_text=_(
            "As it stands in the directory. Those who keep its profile then see the question as their own and act for "
            "those who ask. Leave empty if it is not there."
        ),
    )

    def __init__(self, question: Question, user: Person, stands: Facts, data: Any = None) -> None:
        initial = {
            "shown": stands.mark,
            "fields_of_research": stands.fields,
            "tags": stands.tags,
            "municipality": stands.municipality,
            "round": stands.round,
            "organisation": question.organisation.name if question.organisation else "",
        }
        super().__init__(data, initial=initial)
        self.question, self.user = question, user
        self.theirs: list[tuple[Any, str]] = []
        rounds: Any = self.fields["round"]
        rounds.queryset = Round.objects.coordinated_by(user)
        # Whoever coordinates rounds alone would see it no more.
        rounds.required = not user.has_perm(COORDINATES_ALL)
        rounds.empty_label = None if rounds.required else _("In no round")

    def clean_organisation(self) -> int | None:
        name = self.cleaned_data["organisation"]
        if not name:
            return None
        if self.question.organisation and self.question.organisation.name == name:
            return self.question.organisation_id
        live = Organisation.objects.filter(live=True).select_related("municipality").order_by("pk")
        # By its name or, where two share that, by its address: the whole of it or its end.
        found = live.filter(sort_key=sort_key(name)) or live.filter(slug=name.rstrip("/").rpartition("/")[2])
        if not found:
            raise forms.ValidationError(
                _("No organisation in the directory is called so. Look up how it is written there.")
            )
        if len(found) > 1:
            raise forms.ValidationError(
                _("Several organisations are called so. Write the address of the one you mean: %(which)s"),
                params={"which": ", ".join(f"{one.get_absolute_url()} ({one.municipality})" for one in found)},
            )
        return found[0].pk

    @property
    def facts(self) -> Facts:
        said = self.cleaned_data
        return Facts(
            fields=tuple(sorted(said["fields_of_research"])),
            tags=tuple(sorted(tag.pk for tag in said["tags"])),
            municipality=said["municipality"].pk if said["municipality"] else None,
            round=said["round"].pk if said["round"] else None,
            organisation=said["organisation"],
        )

    def in_words(self, stands: Facts) -> list[tuple[Any, str]]:
        """What stands there now, by the fields' labels."""
        question = self.question
        values = {
            "fields_of_research": "; ".join(str(ResearchField(field).label) for field in stands.fields),
            "tags": ", ".join(map(str, Tag.objects.filter(pk__in=stands.tags))),
            "municipality": str(question.municipality or _("The whole of Skåne")),
            "round": str(question.round or ""),
            "organisation": str(question.organisation or ""),
        }
        return [(self.fields[name].label, value or "–") for name, value in values.items()]
