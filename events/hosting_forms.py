"""The forms of hosts."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.alphabet import tidy
from events.forms import AddressField, OneLineField
from events.models import Event, Registration, Way
from events.models.vocabulary import TOLD


class WalkInForm(forms.Form):
    name = OneLineField(
        label=_("Name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the name.")},
    )
    way = forms.ChoiceField(label=_("Takes part"), error_messages={"required": _("Choose how they take part.")})

    def __init__(self, event: Event, data: Any = None) -> None:
        super().__init__(data, initial={"way": event.ways[0].value})
        self.fields["way"].choices = [(way.value, way.label) for way in event.ways]
        if len(event.ways) == 1:
            self.fields["way"].widget = forms.HiddenInput()


class AddForm(WalkInForm):
    email = AddressField(
        label=_("E-mail"),
        required=False,
        help_text=_("They are told by mail, with a link to change and cancel. Without an address they hear nothing."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    may_wait = forms.BooleanField(
        label=_("If there is no seat: put them last on the waiting list (needs an address)"), required=False
    )
    field_order = ["name", "email", "way", "may_wait"]

    def __init__(self, event: Event, data: Any = None) -> None:
        super().__init__(event, data)
        if not event.has_waiting_list or event.starts_at <= timezone.now():
            del self.fields["may_wait"]


class NoteForm(forms.Form):
    note = OneLineField(
        label=_("Your note"),
        max_length=300,
        required=False,
        help_text=_("Only those who run the meetup see it. It is erased with the name."),
    )


class MailForm(forms.Form):
    status = forms.ChoiceField(label=_("To"), required=False)
    way = forms.ChoiceField(label=_("Who take part"), required=False)
    subject = OneLineField(
        label=_("Subject of the mail"), max_length=120, error_messages={"required": _("Write what the mail is about.")}
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write the text.")},
        help_text=_("We add the meetup's name and time, and each one's own link, in the language they registered in."),
    )

    def __init__(self, event: Event, data: Any = None) -> None:
        super().__init__(data, initial={"status": Registration.Status.CONFIRMED})
        self.fields["status"].choices = [
            ("", _("All who count on the meetup")),
            *((status.value, status.label) for status in TOLD),
        ]
        self.fields["way"].choices = [("", _("In any way")), *((way.value, way.label) for way in Way)]
        if len(event.ways) == 1:
            del self.fields["way"]

    def clean_text(self) -> str:
        return tidy(self.cleaned_data["text"])
