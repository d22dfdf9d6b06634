"""The forms of an entry's sections, for those who keep it."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from directory.content import Values
from directory.models import Initiative, Municipality, Organisation, SupportOffer, Tag
from directory.models.common import Kept
from directory.models.organisations import only_web
from directory.picture_fields import PictureField
from directory.rich_text import DescriptionField, canonical, to_text
from directory.row_forms import ROW_FORMS, RowFormSet, row_formset
from directory.sections import Section
from directory.tag_forms import ProposalField, TagChoices, TagsField, tag_called
from directory.tidy_fields import TidyCharField, said
from portal.accounts.models import User


class DescriptionFormField(TidyCharField):
    """A description as a person writes it; what comes out is what is stored."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return to_text(canonical(value)) if value else value

    def clean(self, value: Any) -> str:
        return canonical(super().clean(value))


def field_for_keepers(field: Any, **kwargs: Any) -> forms.Field | None:
    """A model's field as keepers fill it in."""
    if isinstance(field, DescriptionField):
        return field.formfield(form_class=DescriptionFormField, **{**kwargs, "widget": forms.Textarea})
    if field.get_internal_type() == "URLField":
        return field.formfield(validators=[only_web], assume_scheme="https", **kwargs)
    if field.get_internal_type() in ("CharField", "TextField") and not field.choices:
        return field.formfield(form_class=TidyCharField, **kwargs)
    made = field.formfield(**kwargs)
    if field.choices:
        made.choices = said(made.choices)
    return made


class SectionForm(forms.ModelForm):
    """One section: of the model's fields only those that stand in it."""

    tags = TagsField(label=_("Subjects"), queryset=Tag.objects.current(), required=False, widget=TagChoices)
    # What is filled in beside a field: goes where it goes.
    BESIDE: dict[str, tuple[str, ...]] = {}

    def __init__(self, *args: Any, section: Section, initial: Values, **kwargs: Any) -> None:
        super().__init__(*args, initial=initial, **kwargs)
        shown = [each for name in section.fields for each in (name, *self.BESIDE.get(name, ()))]
        self.fields = {name: self.fields[name] for name in shown if name in self.fields}
        if "municipality" in self.fields:
            self.fields["municipality"].empty_label = _("The whole of Skåne")  # ty: ignore[invalid-assignment]
        self.written = section.fields

    def _update_errors(self, errors: ValidationError) -> None:
        """What is wrong in another section is said where everything is sent, not here."""
        by_name: Any = getattr(errors, "error_dict", None)
        if by_name is not None:
            here: Any = {name: wrong for name, wrong in by_name.items() if name in (*self.fields, NON_FIELD_ERRORS)}
            if not here:
                return
            errors = ValidationError(here)
        super()._update_errors(errors)  # ty: ignore[missing-attribute]

    @property
    def values(self) -> Values:
        """What was written, as `content.values_of` gives it."""
        return {name: self.value_of(name) for name in self.written}

    def value_of(self, name: str) -> Any:
        field: Any = self.instance._meta.get_field(name)
        if field.many_to_many or name == "tags":
            return sorted(chosen.pk for chosen in self.cleaned_data[name])
        # As the model tidies it.
        return getattr(self.instance, field.attname)


class OrganisationSectionForm(SectionForm):
    proposed_tag = ProposalField(
        label=_("Propose a subject"),
        max_length=60,
        required=False,
        help_text=_("Is a word missing? The editors read it before anybody else sees it."),
    )
    new_logo = PictureField(label=_("New logo"), help_text=_("PNG, JPEG or WebP, at most 5 MB. It is shown on white."))
    remove_logo = forms.BooleanField(label=_("Take the logo away"), required=False)
    BESIDE = {"tags": ("proposed_tag",), "logo": ("new_logo", "remove_logo")}

    class Meta:
        model = Organisation
        formfield_callback = field_for_keepers
        fields = [
            "name",
            "other_names",
            "form",
            "organisation_number",
            "founded",
            "summary_sv",
            "description_sv",
            "municipality",
            "audiences",
            "languages",
            "goals",
            "website",
            "contact_email",
            "contact_phone",
            "summary_en",
            "description_en",
        ]
        labels = {
            "name": _("Name"),
            "other_names": _("Other names"),
            "form": _("Form of organising"),
            "organisation_number": _("Organisation number"),
            "founded": _("Founded in the year"),
            "audiences": _("For whom"),
            "languages": _("Languages"),
            "goals": _("Global goals"),
            "summary_sv": _("Summary"),
            "description_sv": _("Description"),
            "municipality": _("Municipality"),
            "website": _("Website"),
            "contact_email": _("E-mail"),
            "contact_phone": _("Phone"),
            "summary_en": _("Summary in English"),
            "description_en": _("Description in English"),
        }
        help_texts = {
            "description_sv": _(
                "An empty line begins a new paragraph, “- ” a list and “## ” a heading; **two stars** make it bold."
            ),
            "contact_email": _("Of the organisation, shown to everybody."),
            "organisation_number": _("Ten digits. A person's number is refused."),
        }
        widgets = {
            "other_names": forms.Textarea(attrs={"rows": 2}),
            "summary_sv": forms.Textarea(attrs={"rows": 3}),
            "summary_en": forms.Textarea(attrs={"rows": 3}),
        }

    def clean(self) -> dict[str, Any]:
        """A proposed word that is a tag's already, or its synonym, is that tag."""
        cleaned = super().clean() or self.cleaned_data
        if (word := cleaned.get("proposed_tag")) and (tag := tag_called(word)) and "tags" in cleaned:
            cleaned["tags"] = Tag.objects.filter(pk__in=[tag.pk, *(chosen.pk for chosen in cleaned["tags"])])
            cleaned["proposed_tag"] = ""
        return cleaned

    def value_of(self, name: str) -> Any:
        if name != "logo":
            return super().value_of(name)
        kept = None if self.cleaned_data["remove_logo"] else self.instance.logo_id
        return self.cleaned_data["new_logo"] or kept


class InitiativeSectionForm(SectionForm):
    class Meta:
        model = Initiative
        formfield_callback = field_for_keepers
        fields = [
            "title",
            "form",
            "stage",
            "started",
            "ended",
            "summary_sv",
            "goals",
            "website",
            "challenge_sv",
            "solution_sv",
            "results_sv",
            "lessons_sv",
            "municipality",
            "summary_en",
            "challenge_en",
            "solution_en",
            "results_en",
            "lessons_en",
        ]
        labels = {
            "title": _("What the initiative is called"),
            "form": _("Form of organising"),
            "stage": _("Stage"),
            "summary_sv": _("Summary"),
            "goals": _("Global goals"),
            "website": _("Website"),
            "challenge_sv": _("The challenge"),
            "solution_sv": _("The solution"),
            "results_sv": _("What has come of it"),
            "lessons_sv": _("What we would say to somebody who starts the same"),
            "municipality": _("Municipality"),
        }
        widgets = {
            "summary_sv": forms.Textarea(attrs={"rows": 3}),
            "summary_en": forms.Textarea(attrs={"rows": 3}),
        }


class SupportOfferSectionForm(SectionForm):
    municipalities = forms.ModelMultipleChoiceField(
        label=_("Municipalities"),
        queryset=Municipality.objects.all(),
        required=False,
        help_text=_("Choose none for the whole of Skåne."),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = SupportOffer
        formfield_callback = field_for_keepers
        fields = [
            "title",
            "kind",
            "summary_sv",
            "description_sv",
            "for_whom_sv",
            "how_to_apply_sv",
            "application_url",
            "deadline",
            "is_free",
            "cost_sv",
            "website",
            "contact_name",
            "contact_said_yes",
            "contact_email",
            "contact_phone",
            "summary_en",
            "description_en",
            "for_whom_en",
            "how_to_apply_en",
            "cost_en",
        ]
        labels = {
            "title": _("What the support is called"),
            "kind": _("Kind of support"),
            "summary_sv": _("Summary"),
            "description_sv": _("Description"),
            "for_whom_sv": _("For whom"),
            "how_to_apply_sv": _("How to apply"),
            "application_url": _("Where to apply"),
            "deadline": _("Last day to apply"),
            "is_free": _("It costs nothing"),
            "cost_sv": _("What it costs"),
            "website": _("Website"),
            "contact_name": _("Contact person"),
            "contact_said_yes": _("Has said yes to being shown to everybody"),
            "contact_email": _("E-mail"),
            "contact_phone": _("Phone"),
        }
        widgets = {
            "summary_sv": forms.Textarea(attrs={"rows": 3}),
            "summary_en": forms.Textarea(attrs={"rows": 3}),
            "deadline": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }


FORMS: dict[type[Kept], type[SectionForm]] = {
    Organisation: OrganisationSectionForm,
    Initiative: InitiativeSectionForm,
    SupportOffer: SupportOfferSectionForm,
}


class SectionForms:
    """All that one section's page asks: a form, and a formset for each relation with rows."""

    def __init__(
        self, draft: Kept, section: Section, values: Values, *, user: User, data: Any = None, files: Any = None
    ) -> None:
        model = type(draft)
        self.form = FORMS[model](data, files, instance=draft, section=section, initial=values)
        self.rows: dict[str, RowFormSet] = {}
        for name in section.rows:
            related: Any = model._meta.get_field(name).related_model
            self.rows[name] = row_formset(ROW_FORMS[related], name, values[name], user=user, data=data, files=files)

    def is_valid(self) -> bool:
        """Every part is judged, so that all that is wrong is said at once."""
        return all(part.is_valid() for part in (self.form, *self.rows.values()))

    @property
    def values(self) -> Values:
        return {**self.form.values, **{name: rows.values for name, rows in self.rows.items()}}

    @property
    def has_files(self) -> bool:
        """Whether files were sent, which no browser sends again."""
        return bool(self.form.files)
