"""What people fill in to keep a profile, to ask for one, and to answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.models import Membership, Organisation
from directory.models.organisations import only_web
from directory.tidy_fields import TidyCharField, said

ROLES = [
    (Membership.Role.KEEPER, _("Keeper: edits the profile")),
    (Membership.Role.OWNER, _("Owner: edits the profile, and says who keeps it")),
]


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, initial=Membership.Role.KEEPER, widget=forms.RadioSelect)


class PositionField(TidyCharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Your part in the organisation"),
            help_text=_("For example chair, employed, volunteer."),
            max_length=80,
            **kwargs,
        )


class ClaimForm(forms.Form):
    position = PositionField()
    message = TidyCharField(
        label=_("Message"),
        required=False,
        max_length=1000,
        help_text=_("What helps those who answer to see that you belong to the organisation."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class CommentForm(forms.Form):
    """The answer to a request; a no says why."""

    comment = TidyCharField(
        label=_("Comment to the person"),
        required=False,
        max_length=1000,
        help_text=_("It is mailed to them. A no, and sending back, need one."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ApplicationForm(forms.ModelForm):
    name = TidyCharField(label=_("The organisation's name"), max_length=160)
    summary_sv = TidyCharField(
        label=_("Short description"),
        max_length=300,
        help_text=_("One or two sentences: what you do, for whom. They stand in lists and in search."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    website = forms.URLField(
        label=_("Website"),
        max_length=300,
        required=False,
        validators=[only_web],
        assume_scheme="https",  # ty: ignore[unknown-argument]
    )
    position = PositionField()

    class Meta:
        model = Organisation
        fields = ["name", "form", "municipality", "summary_sv", "website"]
        labels = {"form": _("Form of organising"), "municipality": _("Municipality")}
        help_texts = {"municipality": ""}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].empty_label = _("The whole of Skåne")  # ty: ignore[missing-attribute]
        self.fields["form"].choices = said(self.fields["form"].choices)
        self.fields["name"].widget.attrs["autocomplete"] = "organization"

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
