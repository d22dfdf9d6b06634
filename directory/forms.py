"""What people fill in about organisations."""

from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from directory.alphabet import tidy
from directory.logos import written_anew
from directory.models import Organisation, OrganisationStanding, Tag
from directory.models.organisations import only_web


class TidyCharField(forms.CharField):
    """Text without what cannot be seen; of one line unless it is written in several."""

    def to_python(self, value: Any) -> str:
        text = tidy(super().to_python(value) or "")
        return text if isinstance(self.widget, forms.Textarea) else " ".join(text.split())


class TagsField(forms.ModelMultipleChoiceField):
    """Chosen tags; a number that no database knows is a wrong choice like any other."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:
            raise forms.ValidationError(self.error_messages["invalid_pk_value"], params={"pk": "…"}) from None


class ProfileForm(forms.ModelForm):
    """An organisation as it describes itself. Its values, with `LinkFormSet`'s, go to the service."""

    website = forms.URLField(
        label=_("Website"),
        max_length=300,
        required=False,
        validators=[only_web],
        assume_scheme="https",  # ty: ignore[unknown-argument]
    )
    tags = TagsField(
        label=_("Subjects"), queryset=Tag.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
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
            "form",
            "summary_sv",
            "description_sv",
            "municipality",
            "website",
            "contact_name",
            "contact_email",
            "contact_phone",
            "summary_en",
            "description_en",
        ]
        labels = {
            "name": _("Name"),
            "form": _("Form of organising"),
            "summary_sv": _("Summary"),
            "description_sv": _("Description"),
            "municipality": _("Municipality"),
            "contact_name": _("Contact person"),
            "contact_email": _("E-mail"),
            "contact_phone": _("Phone"),
            "summary_en": _("Summary in English"),
            "description_en": _("Description in English"),
        }
        field_classes = dict.fromkeys(
            ("name", "summary_sv", "description_sv", "contact_name", "contact_phone", "summary_en", "description_en"),
            TidyCharField,
        )
        widgets = {
            "summary_sv": forms.Textarea(attrs={"rows": 3}),
            "summary_en": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].empty_label = _("The whole of Skåne")  # ty: ignore[missing-attribute]

    def clean_new_logo(self) -> ContentFile | None:
        upload = self.cleaned_data["new_logo"]
        return written_anew(upload) if upload else None

    @property
    def values(self) -> dict[str, Any]:
        """What was written, as `services.profiles.profile_values` gives it, but for the links."""
        cleaned = self.cleaned_data
        values = {name: cleaned[name] for name in self.Meta.fields}
        values["municipality"] = cleaned["municipality"].pk if cleaned["municipality"] else None
        values["tags"] = sorted(tag.pk for tag in cleaned["tags"])
        return values


class LinkForm(forms.Form):
    label = TidyCharField(label=_("Text"), max_length=80)
    url = forms.URLField(
        label=_("Address"),
        max_length=300,
        validators=[only_web],
        assume_scheme="https",  # ty: ignore[unknown-argument]
    )


class BaseLinkFormSet(forms.BaseFormSet):
    """A row left empty is a link taken away."""

    @property
    def values(self) -> list[dict[str, str]]:
        return [form.cleaned_data for form in self.forms if form.cleaned_data.get("url")]

    def add_fields(self, form: forms.Form, index: Any) -> None:
        super().add_fields(form, index)
        form.empty_permitted = True


LinkFormSet = forms.formset_factory(
    LinkForm, formset=BaseLinkFormSet, extra=2, max_num=12, absolute_max=20, validate_max=True
)


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"))


class StandingForm(forms.ModelForm):
    class Meta:
        model = OrganisationStanding
        fields = ["is_partner", "is_demonstration"]
