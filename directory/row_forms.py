"""The rows of a section: places, contact persons, channels, links, parts, pictures.

A row is taken away by its tick (which rows.js makes a button of), or by emptying it.
"""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from directory.alphabet import sort_key
from directory.models import (
    Channel,
    ContactPerson,
    InitiativeImage,
    InitiativeLink,
    InitiativePart,
    InitiativePlace,
    Municipality,
    Organisation,
    OrganisationLink,
    OrganisationPlace,
)
from directory.picture_fields import PictureField
from directory.row_fields import PAIR, DegreesField, OrganisationInput, WebAddressField
from directory.tidy_fields import TidyCharField, said
from portal.accounts.models import User

Row = dict[str, Any]


class RowForm(forms.ModelForm):
    """One row; its values are in the shape that `content.values_of` gives."""

    do_not_call_in_templates = True
    number = 1
    # How its page speaks of the rows: together, of one, of adding one and of taking one away.
    heading: Promise | str
    one: Promise | str
    add: Promise | str
    take: Promise | str
    help: Promise | str = ""
    most = 12
    # What no two rows may have in common.
    once = ""

    def __init__(self, *args: Any, rows: "RowFormSet", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows

    def full_clean(self) -> None:
        """Of what is taken away nothing is wrong."""
        super().full_clean()
        if self.is_bound and self.is_taken_away:
            self.errors.clear()

    @property
    def is_taken_away(self) -> bool:
        return self.cleaned_data.get("remove", False)

    @property
    def called(self) -> str:
        """As errors name it: "Place 2"."""
        return f"{self.one} {self.number}"

    @property
    def values(self) -> Row:
        written = {name: value for name, value in self.cleaned_data.items() if name != "remove"}
        return {name: value.pk if isinstance(value, Model) else value for name, value in written.items()}

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), *PARENTS}  # ty: ignore[missing-attribute]


class LinkForm(RowForm):
    heading, one, add, take = _("Links"), _("Link"), _("Add a link"), _("Take the link away")
    label = TidyCharField(label=_("Text"), max_length=80)
    url = WebAddressField(label=_("Address"))

    class Meta:
        model = OrganisationLink
        fields = ["label", "url"]


class PlaceForm(RowForm):
    heading, one, add, take = _("Places"), _("Place"), _("Add a place"), _("Take the place away")
    help = _(
        "Latitude and longitude say where on the map a place stands: without them it stands in the middle of its "
        "municipality. Most maps on the web show both if you right-click the place or hold your finger on it. Copy "
        "them, and paste both where latitude is asked for."
    )
    latitude = DegreesField(label=_("Latitude"), help_text=_("In degrees, for example 55.6090."))
    longitude = DegreesField(label=_("Longitude"), help_text=_("In degrees, for example 13.0007."))

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
            "is_visited": _("Visitors are welcome here"),
            "is_hidden": _("Protected address"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = self.rows.municipalities
        latitude, longitude = self.add_prefix("latitude"), self.add_prefix("longitude")
        if self.is_bound and (pair := PAIR.fullmatch(self.data.get(latitude, ""))) and not self.data.get(longitude):
            self.data = self.data.copy()
            self.data[latitude], self.data[longitude] = pair.groups()

    def clean(self) -> Row:
        cleaned = super().clean() or self.cleaned_data
        missing = [name for name in ("latitude", "longitude") if cleaned.get(name) is None]
        if len(missing) == 1 and missing[0] in cleaned:
            self.add_error(missing[0], _("Write both latitude and longitude, in degrees, or neither."))
        if cleaned.get("is_hidden") and cleaned.get("is_visited"):
            self.add_error("is_visited", _("A protected address is no visiting address."))
        return cleaned


class ChannelForm(RowForm):
    heading, one, add = _("Social channels"), _("Social channel"), _("Add a social channel")
    take = _("Take the channel away")
    once = "url"
    url = WebAddressField(label=_("Address"))

    class Meta:
        model = Channel
        fields = ["kind", "url"]
        labels = {"kind": _("Channel")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = said(self.fields["kind"].choices)


class ContactForm(RowForm):
    """A contact person; `key` says who it is in every version of the profile."""

    heading, one, add = _("Contact persons"), _("Contact person"), _("Add a contact person")
    take = _("Take the person away")
    help = _(
        "Only those who have said yes are shown to everybody. Whom you take away is forgotten, in earlier versions too."
    )

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    # Whether their yes held when the form was opened: one that is taken back meanwhile is not given anew by it.
    had_said_yes = forms.BooleanField(required=False, widget=forms.HiddenInput)

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial:
            self.initial["had_said_yes"] = self.initial.get("is_public")

    @property
    def changed_data(self) -> list[str]:
        """A row with nothing but what nobody sees is empty."""
        return [name for name in super().changed_data if name not in ("key", "had_said_yes")]

    @property
    def values(self) -> Row:
        """With the key that stood there: nobody takes another's, and no two rows are one person."""
        key = self.cleaned_data.get("key", "")
        same = next(form for form in self.rows.forms if form is self or form.cleaned_data.get("key") == key)
        stood = {row["key"]: row["is_public"] for row in self.rows.stood}
        written = super().values
        was_taken_back = written.pop("had_said_yes") and stood.get(key) is False
        return {
            **written,
            "is_public": written["is_public"] and not was_taken_back,
            "key": key if same is self and key in stood else str(uuid4()),
        }


class InitiativeLinkForm(LinkForm):
    class Meta(LinkForm.Meta):
        model = InitiativeLink


class InitiativePlaceForm(PlaceForm):
    class Meta(PlaceForm.Meta):
        model = InitiativePlace


class PartForm(RowForm):
    """An organisation, by its name: a list to choose from would have thousands."""

    heading, one, add = _("Organisations and their parts"), _("Organisation"), _("Add an organisation")
    take = _("Take the organisation away")
    help = _("Those that stand here may change the initiative too.")
    once = "organisation"

    organisation = TidyCharField(
        label=_("The organisation's name"),
        max_length=160,
        help_text=_("As it stands in the directory. Names are suggested while you write."),
        widget=OrganisationInput,
    )

    class Meta:
        model = InitiativePart
        fields = ["role"]
        field_classes = {"role": TidyCharField}
        labels = {"role": _("Its part")}
        help_texts = {"role": _("For example: runs it, lends the room.")}

    field_order = ["organisation", "role"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if pk := self.initial.get("organisation"):
            self.initial["organisation"] = self.rows.organisations.get(pk, "")

    def clean_organisation(self) -> int:
        name = self.cleaned_data["organisation"]
        there = next((pk for pk, known in self.rows.organisations.items() if known == name), None)
        found = Organisation.objects.visible_to(self.rows.user).filter(sort_key=sort_key(name)).order_by("-live", "pk")
        pk = there or found.values_list("pk", flat=True).first()
        if pk is None:
            raise ValidationError(_("No organisation in the directory is called so. Look up how it is written there."))
        return pk

    @property
    def values(self) -> Row:
        return {"organisation": self.cleaned_data["organisation"], "role": self.cleaned_data["role"]}


class PictureForm(RowForm):
    heading, one, add, take = _("Pictures"), _("Picture"), _("Add a picture"), _("Take the picture away")
    help = _("Only pictures that you may publish, and whose people have said yes.")
    most = 8

    image = forms.IntegerField(required=False, widget=forms.HiddenInput)
    file = PictureField(label=_("Picture file"), help_text=_("PNG, JPEG or WebP, at most 5 MB."))

    class Meta:
        model = InitiativeImage
        fields = ["alt_sv", "alt_en"]
        field_classes = dict.fromkeys(("alt_sv", "alt_en"), TidyCharField)
        labels = {"alt_sv": _("What it shows"), "alt_en": _("What it shows, in English")}

    field_order = ["file", "alt_sv", "alt_en", "image"]

    def clean(self) -> Row:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("image") not in self.rows.pictures:
            cleaned["image"] = None
        if not (cleaned.get("image") or cleaned.get("file") or "file" in self.errors):
            self.add_error("file", _("Choose a picture."))
        return cleaned

    @property
    def values(self) -> Row:
        written = self.cleaned_data
        return {"image": written["file"] or written["image"], "alt_sv": written["alt_sv"], "alt_en": written["alt_en"]}


PARENTS = {"organisation", "initiative"}
ROW_FORMS: dict[type[Model], type[RowForm]] = {
    OrganisationPlace: PlaceForm,
    ContactPerson: ContactForm,
    Channel: ChannelForm,
    OrganisationLink: LinkForm,
    InitiativePart: PartForm,
    InitiativePlace: InitiativePlaceForm,
    InitiativeImage: PictureForm,
    InitiativeLink: InitiativeLinkForm,
}


class RowFormSet(forms.BaseFormSet):
    """The rows of one relation, with what all of them need, read once."""

    user: User
    stood: list[Row]

    @property
    def values(self) -> list[Row]:
        return [form.values for form in self.forms if form.has_changed() and not form.is_taken_away]

    @property
    def filled(self) -> int:
        """The number of the last row that has something."""
        return max((form.number for form in self.forms if form.initial or form.has_changed()), default=0)

    @cached_property
    def municipalities(self) -> list[tuple[Any, str]]:
        return [("", "—"), *((place.pk, place.name) for place in Municipality.objects.all())]

    @cached_property
    def organisations(self) -> dict[int, str]:
        """Those that stood there, with their names."""
        return dict(
            Organisation.objects.filter(pk__in=[row["organisation"] for row in self.stood]).values_list("pk", "name")
        )

    @cached_property
    def pictures(self) -> set[int]:
        """Those that stood there: nobody takes another's by its number."""
        return {row["image"] for row in self.stood}

    def clean(self) -> None:
        seen = set()
        for form in (form for form in self.forms if not form.is_taken_away):
            if (once := form.once) and (value := form.cleaned_data.get(once)):
                if value in seen:
                    form.add_error(once, _("This stands in another row already."))
                seen.add(value)

    def get_form_kwargs(self, index: Any) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "rows": self}

    def add_fields(self, form: RowForm, index: Any) -> None:
        """With Django's tick that takes a row away, by a name that says so."""
        super().add_fields(form, index)
        form.fields["remove"] = form.fields.pop(DELETION_FIELD_NAME)
        form.fields["remove"].label = form.take  # ty: ignore[invalid-assignment]
        form.empty_permitted, form.number = True, (index or 0) + 1

    def _should_delete_form(self, form: RowForm) -> bool:
        return form.is_taken_away


def row_formset(
    form: type[RowForm], name: str, stood: list[Row], *, user: User, data: Any = None, files: Any = None, empty: int = 1
) -> RowFormSet:
    """The rows of the relation `name`, filled with what `stood` there or with what was sent, and some `empty` ones.

    What is sent is compared with empty rows, not with what stood there: an unchanged row is still one.
    """
    kind: Any = forms.formset_factory(
        form,
        formset=RowFormSet,
        extra=empty,
        max_num=form.most,
        absolute_max=form.most + 8,
        validate_max=True,
        can_delete=True,
    )
    rows = kind(data or None, files or None, initial=None if data else stood, prefix=name)
    rows.user, rows.stood = user, stood
    return rows
