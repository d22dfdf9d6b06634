"""What organisations write of their meetups, section by section, and the forms for it: see `directory.sections`."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from directory import row_forms, section_forms
from directory.picture_fields import PictureField
from directory.row_forms import RowForm, WebAddressField
from directory.section_forms import DescriptionFormField, SectionForm, field_for_keepers
from directory.sections import ROWS, SECTIONS, Section
from directory.tidy_fields import TidyCharField, said
from events.models import AgendaItem, Event, EventOrganiser, Material, Question

STATUS = Section(
    {"sv": "andrat", "en": "changed"},
    _("Moved, postponed, cancelled"),
    ("status", "status_note"),
    (),
    _("Those registered get a mail when it is public: what has changed, with your sentence."),
)
EVENT_SECTIONS = (
    Section(
        {"sv": "om", "en": "about"},
        _("What, when and where"),
        (
            *("title", "kind", "lead", "starts_at", "ends_at", "setting", "place", "address", "municipality"),
            *("online_link", "body", "tags", "language"),
        ),
    ),
    Section(
        {"sv": "anmalan", "en": "registration"},
        _("Registration"),
        (
            *("registration", "registration_url", "seats_on_site", "seats_online", "opens_at", "closes_at"),
            *("most_companions", "has_waiting_list", "confirmation_text", "reminder_text"),
        ),
        ("questions",),
        _("Visitors register with name and e-mail, without an account, and confirm by a mailed link."),
    ),
    Section({"sv": "program", "en": "programme"}, _("Programme"), (), ("agenda",)),
    Section(
        {"sv": "hitta-dit", "en": "getting-there"},
        _("Getting there, accessibility and contact"),
        ("directions", "accessibility", "languages", "contact_name", "contact_email"),
    ),
    Section({"sv": "bild", "en": "picture"}, _("Picture"), ("image", "image_alt")),
    STATUS,
    Section(
        {"sv": "efterat", "en": "afterwards"},
        _("Afterwards"),
        ("notes",),
        ("materials",),
        _("What was said, and what remains to read, for those who came and for those who could not."),
    ),
)


MOMENTS = ("starts_at", "ends_at", "opens_at", "closes_at")
FIRST_YEAR, LAST_YEAR = 1900, 2100


def in_our_time(moment: datetime) -> None:
    """At the ends of the calendar no time can be reckoned in another zone."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValidationError(
            _("Write a year from %(first)s to %(last)s."), params={"first": FIRST_YEAR, "last": LAST_YEAR}
        )


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class EventSectionForm(SectionForm):
    body = DescriptionFormField(
        label=_("Text"),
        max_length=8000,
        required=False,
        help_text=_(
            "An empty line begins a new paragraph, “- ” a list and “## ” a heading; **two stars** make it bold."
        ),
    )
    notes = DescriptionFormField(label=_("What was said"), max_length=8000, required=False)
    new_image = PictureField(label=_("New picture"), help_text=_("PNG, JPEG or WebP, at most 5 MB."))
    remove_image = forms.BooleanField(label=_("Take the picture away"), required=False)
    BESIDE = {"image": ("new_image", "remove_image")}

    class Meta:
        model = Event
        formfield_callback = field_for_keepers
        fields = [
            *("title", "kind", "lead", "starts_at", "ends_at", "setting", "place", "address", "municipality"),
            *("online_link", "body", "language", "registration", "registration_url", "opens_at", "closes_at"),
            *("seats_on_site", "seats_online", "most_companions", "has_waiting_list", "confirmation_text"),
            *("reminder_text", "directions", "accessibility", "languages", "contact_name", "contact_email"),
            *("image_alt", "status", "status_note", "notes"),
        ]
        labels = {"title": _("What the meetup is called")}
        widgets = {
            "lead": forms.Textarea(attrs={"rows": 3}),
            **dict.fromkeys(MOMENTS, MomentInput()),
            **dict.fromkeys(
                ("status_note", "directions", "accessibility", "confirmation_text", "reminder_text"),
                forms.Textarea(attrs={"rows": 3}),
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "municipality" in self.fields:
            self.fields["municipality"].empty_label = _("Choose")  # ty: ignore[invalid-assignment]
        for name in MOMENTS:
            if name in self.fields:
                self.fields[name].validators.append(in_our_time)  # ty: ignore[invalid-argument-type]
        if "starts_at" in self.fields:
            self.fields["starts_at"].help_text = _("The day and the time in Sweden.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("new_image") and not cleaned.get("image_alt"):
            self.add_error("image_alt", _("Say in a few words what the image shows."))
        return cleaned

    def value_of(self, name: str) -> Any:
        if name != "image":
            return super().value_of(name)
        kept = None if self.cleaned_data["remove_image"] else self.instance.image_id
        return self.cleaned_data["new_image"] or kept


class AgendaItemForm(RowForm):
    heading, one, add = _("Programme"), _("Part of the programme"), _("Add a part")
    take = _("Take the part away")
    most = 30

    class Meta:
        model = AgendaItem
        fields = ["starts_at", "ends_at", "title", "speakers", "text"]
        field_classes = dict.fromkeys(("title", "speakers"), TidyCharField)
        widgets = {"starts_at": TimeInput(), "ends_at": TimeInput(), "text": forms.Textarea(attrs={"rows": 2})}


class QuestionForm(RowForm):
    heading, one, add = _("Questions to those who register"), _("Question"), _("Add a question")
    take = _("Take the question away")
    help = _("Ask only for what you need.")

    class Meta:
        model = Question
        fields = ["label", "kind", "options", "help_text", "is_required"]
        field_classes = dict.fromkeys(("label", "help_text"), TidyCharField)
        widgets = {"options": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Chosen, not given: else an empty row were no longer empty.
        self.fields["kind"].choices = said([("", ""), *Question.Kind.choices])
        self.fields["kind"].initial = ""


class MaterialForm(RowForm):
    """A link; a file that an editor has chosen stays where it is."""

    heading, one, add = _("Materials"), _("Material"), _("Add a link")
    take = _("Take the material away")
    help = _("Files are added by the editors: send them a mail.")
    document = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = TidyCharField(label=_("Title"), max_length=150)
    url = WebAddressField(label=_("Link"), required=False)

    class Meta:
        model = Material
        fields = ["title", "url"]

    @property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if name != "document"]

    def clean_document(self) -> int | None:
        """Only one that stood there: nobody takes another's by its number."""
        known = {row["document"] for row in self.rows.stood}
        return number if (number := self.cleaned_data["document"]) in known else None

    def _post_clean(self) -> None:
        # Before the model judges it.
        self.instance.document_id = self.cleaned_data.get("document")
        super()._post_clean()  # ty: ignore[missing-attribute]

    @property
    def values(self) -> row_forms.Row:
        written = self.cleaned_data
        return {"title": written["title"], "document": written["document"], "url": written["url"]}


def register() -> None:
    """Let organisations keep their meetups as they keep their profiles; called once, when the app is ready."""
    SECTIONS[Event] = EVENT_SECTIONS
    ROWS[EventOrganiser] = ("organisation",)
    ROWS[AgendaItem] = ("starts_at", "ends_at", "title", "speakers", "text")
    ROWS[Question] = ("label", "kind", "options", "help_text", "is_required")
    ROWS[Material] = ("title", "document", "url")
    section_forms.FORMS[Event] = EventSectionForm
    row_forms.ROW_FORMS |= {AgendaItem: AgendaItemForm, Question: QuestionForm, Material: MaterialForm}
    row_forms.PARENTS.add("event")
