"""The rows of a profile's form: places, channels, contact persons, links. A row left empty is one taken away."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from directory.models import Channel, ContactPerson, Municipality, OrganisationLink, OrganisationPlace
from directory.models.organisations import only_web
from directory.tidy_fields import TidyCharField

Row = dict[str, Any]


class WebAddressField(forms.URLField):
    def __init__(self, **kwargs: Any) -> None:
        given: dict[str, Any] = {"max_length": 300, "validators": [only_web], "assume_scheme": "https", **kwargs}
        super().__init__(**given)


class RowForm(forms.ModelForm):
    """One row; its values are in the shape that `services.profiles.profile_values` gives."""

    @property
    def values(self) -> Row:
        return {name: value.pk if isinstance(value, Model) else value for name, value in self.cleaned_data.items()}

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), "organisation"}  # ty: ignore[missing-attribute]


class LinkForm(RowForm):
    label = TidyCharField(label=_("Text"), max_length=80)
    url = WebAddressField(label=_("Address"))

    class Meta:
        model = OrganisationLink
        fields = ["label", "url"]


class PlaceForm(RowForm):
    class Meta:
        model = OrganisationPlace
        fields = [
            "name",
            "street",
            "postcode",
            "town",
            "municipality",
            "latitude",
            "longitude",
            "is_visited",
            "is_hidden",
        ]
        field_classes = dict.fromkeys(("name", "street", "postcode", "town"), TidyCharField)
        labels = {
            "name": _("What the place is called"),
            "street": _("Street address"),
            "postcode": _("Postcode"),
            "town": _("Town"),
            "municipality": _("Municipality"),
            "latitude": _("Latitude"),
            "longitude": _("Longitude"),
            "is_visited": _("Visitors are welcome here"),
            "is_hidden": _("Protected address"),
        }

    def __init__(self, *args: Any, municipalities: list[tuple], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Read once for all rows.
        self.fields["municipality"].choices = municipalities


class ChannelForm(RowForm):
    url = WebAddressField(label=_("Address"))

    class Meta:
        model = Channel
        fields = ["kind", "url"]
        labels = {"kind": _("Channel")}


class ContactForm(RowForm):
    """A contact person; `key` says who it is in every version of the profile."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = ContactPerson
        fields = ["name", "role", "email", "phone", "is_public"]
        field_classes = dict.fromkeys(("name", "role", "phone"), TidyCharField)
        labels = {
            "name": _("Name"),
            "role": _("Role"),
            "email": _("E-mail"),
            "phone": _("Phone"),
            "is_public": _("Has said yes to being shown to everybody"),
        }

    @property
    def changed_data(self) -> list[str]:
        """A row with nothing but its key is empty."""
        return [name for name in super().changed_data if name != "key"]

    @property
    def values(self) -> Row:
        try:
            key = UUID(self.cleaned_data.get("key", ""))
        except ValueError:
            key = uuid4()
        return {**super().values, "key": str(key)}


class RowFormSet(forms.BaseFormSet):
    @property
    def values(self) -> list[Row]:
        return [form.values for form in self.forms if form.has_changed()]

    def add_fields(self, form: forms.Form, index: Any) -> None:
        super().add_fields(form, index)
        form.empty_permitted = True


def _formset(form: type[RowForm], extra: int, most: int) -> type[Any]:
    return forms.formset_factory(
        form, formset=RowFormSet, extra=extra, max_num=most, absolute_max=most + 8, validate_max=True
    )


# By the name of the relation that they fill; in the order of the form.
ROWS: dict[str, type[Any]] = {
    "places": _formset(PlaceForm, 1, 12),
    "contacts": _formset(ContactForm, 1, 12),
    "channels": _formset(ChannelForm, 1, 12),
    "links": _formset(LinkForm, 2, 12),
}
ROW_LABELS = {
    "places": _("Places"),
    "contacts": _("Contact persons"),
    "channels": _("Social channels"),
    "links": _("Links"),
}


def formsets(data: Any = None, initial: dict[str, Any] | None = None) -> dict[str, RowFormSet]:
    """Those of a profile's form.

    What is sent is compared with empty rows, not with what stood there: an unchanged row is still one.
    """
    municipalities = [("", "—"), *((place.pk, place.name) for place in Municipality.objects.all())]
    made = {}
    for name, kind in ROWS.items():
        given: dict[str, Any] = {"form_kwargs": {"municipalities": municipalities}} if name == "places" else {}
        made[name] = kind(data or None, initial=None if data else (initial or {}).get(name), prefix=name, **given)
    return made
