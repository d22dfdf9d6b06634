"""How a researcher describes themselves."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from directory.models import Tag
from directory.section_forms import field_for_keepers
from directory.tag_forms import TagChoices, TagsField
from directory.tidy_fields import TidyCharField
from events.science_shop.field_choices import ResearchFieldsField
from events.science_shop.identifiers import orcid_of
from events.science_shop.models import Researcher

MOST_TAGS = 12
PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class OrcidField(TidyCharField):
    """An ORCID as people paste it."""

    def to_python(self, value: Any) -> str:
        return orcid_of(super().to_python(value))


class ProfileForm(forms.ModelForm):
    fields_of_research = ResearchFieldsField(required=False, help_text=_("Questions in these fields are shown to you."))
    tags = TagsField(label=_("Subjects"), queryset=Tag.objects.current(), required=False, widget=TagChoices)
    orcid = OrcidField(
        label="ORCID",
        required=False,
        max_length=60,
        help_text=Researcher._meta.get_field("orcid").help_text,
        widget=forms.TextInput(attrs=PLAIN),
    )

    class Meta:
        model = Researcher
        formfield_callback = field_for_keepers
        fields = ["name", "role", "affiliation", "about", "offers", "orcid", "is_public"]
        labels = {
            "name": _("Your name"),
            "role": _("You are"),
            "affiliation": _("Affiliation"),
            "about": _("What you work with"),
            "offers": _("What you can offer"),
            "is_public": _("My profile may be shown to everybody"),
        }
        help_texts = {
            "about": _("In plain language, as you would tell it to an association."),
            "is_public": _(
                "Without this nobody but the coordinators sees it. You can change your mind at any time: then the page "
                "is gone at once, and your name from the questions too."
            ),
        }
        widgets = {"about": forms.Textarea(attrs={"rows": 6})}

    field_order = [
        "name",
        "role",
        "affiliation",
        "fields_of_research",
        "tags",
        "about",
        "offers",
        "orcid",
        "is_public",
    ]

    def __init__(self, *args: Any, instance: Researcher | None, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        if instance:
            self.initial["fields_of_research"] = [field.field for field in instance.fields.all()]
            self.initial["tags"] = [tagged.tag_id for tagged in instance.tagged.all()]

    def clean_tags(self) -> Any:
        tags = self.cleaned_data["tags"]
        if len(tags) > MOST_TAGS:
            raise ValidationError(_("Choose at most %(most)d.") % {"most": MOST_TAGS})
        return tags

    def validate_constraints(self) -> None:
        """The service says whose ORCID it is: the database's own words would be no help."""

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
