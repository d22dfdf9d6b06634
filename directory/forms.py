"""What people fill in about organisations."""

from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from directory.logos import written_anew
from directory.models import Organisation, OrganisationStanding, Tag
from directory.models.organisations import only_web
from directory.rich_text import canonical, to_text
from directory.tag_forms import ProposalField, TagChoices, TagsField, tag_called
from directory.tidy_fields import TidyCharField


class DescriptionFormField(TidyCharField):
    """A description as a person writes it; what comes out is what is stored."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return to_text(canonical(value)) if value else value

    def clean(self, value: Any) -> str:
        return canonical(super().clean(value))


class ProfileForm(forms.ModelForm):
    """An organisation as it describes itself. Its values, with those of its rows, go to the service."""

    website = forms.URLField(
        label=_("Website"),
        max_length=300,
        required=False,
        validators=[only_web],
        assume_scheme="https",  # ty: ignore[unknown-argument]
    )
    tags = TagsField(label=_("Subjects"), queryset=Tag.objects.current(), required=False, widget=TagChoices)
    proposed_tag = ProposalField(
        label=_("Propose a subject"),
        max_length=60,
        required=False,
        help_text=_("Is a word missing? The editors read it before anybody else sees it."),
    )
    new_logo = forms.FileField(
        label=_("New logo"),
        required=False,
        help_text=_("PNG, JPEG or WebP, at most 5 MB. It is shown on white."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    remove_logo = forms.BooleanField(label=_("Take the logo away"), required=False)

    class Meta:
        model = Organisation
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
        field_classes = {
            **dict.fromkeys(("name", "other_names", "summary_sv", "contact_phone", "summary_en"), TidyCharField),
            **dict.fromkeys(("description_sv", "description_en"), DescriptionFormField),
        }
        widgets = {
            "other_names": forms.Textarea(attrs={"rows": 2}),
            "summary_sv": forms.Textarea(attrs={"rows": 3}),
            "summary_en": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].empty_label = _("The whole of Skåne")  # ty: ignore[missing-attribute]

    def clean_new_logo(self) -> ContentFile | None:
        upload = self.cleaned_data["new_logo"]
        return written_anew(upload) if upload else None

    def clean(self) -> dict[str, Any]:
        """A proposed word that is a tag's already, or its synonym, is that tag."""
        cleaned = super().clean() or self.cleaned_data
        if (word := cleaned.get("proposed_tag")) and (tag := tag_called(word)) and "tags" in cleaned:
            cleaned["tags"] = Tag.objects.filter(pk__in=[tag.pk, *(chosen.pk for chosen in cleaned["tags"])])
            cleaned["proposed_tag"] = ""
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What was written, as `services.profiles.profile_values` gives it, but for the rows."""
        # As the model tidies it.
        values = {name: getattr(self.instance, name) for name in self.Meta.fields}
        values["municipality"] = self.instance.municipality_id
        values["tags"] = sorted(tag.pk for tag in self.cleaned_data["tags"])
        return values


class StandingForm(forms.ModelForm):
    class Meta:
        model = OrganisationStanding
        fields = ["is_partner", "is_demonstration"]
