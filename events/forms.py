"""The anonymous registration form: a name, an address, and two quiet traps for robots."""

import time
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.models import Event, Way
from events.services.registering import normalised

SHORTEST_SECONDS = 1
# Whoever lets the page lie open for longer has surely loaded it anew.
LONGEST_SECONDS = 7 * 24 * 3600
SALT = "events.form"
WHOLE_ADDRESS = _("Write the whole address, for example name@example.org.")


class RegistrationForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("We send a link here that confirms your seat."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": WHOLE_ADDRESS, "invalid": WHOLE_ADDRESS},
    )
    way = forms.ChoiceField(
        label=_("You take part"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how you take part."),
            "invalid_choice": _("Those seats are taken. Is there another way in which you can take part?"),
        },
    )
    # No browser fills these in by itself.
    leave_empty = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, event: Event, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"opened": signing.dumps([event.pk, time.time()], salt=SALT)})
        self.event = event
        if len(event.ways) == 1:
            del self.fields["way"]
        else:
            free = [] if event.has_waiting_list else [Way(pool.way) for pool in event.open_pools if pool.is_open]
            self.fields["way"].choices = [(way.value, way.label) for way in free or event.ways]
        self.only_way = event.ways[0].value

    def clean_name(self) -> str:
        try:
            return normalised(self.cleaned_data["name"])
        except ValueError:
            raise forms.ValidationError(_("Write the name with letters only, without hidden characters.")) from None

    def clean_email(self) -> str:
        try:
            return normalised(self.cleaned_data["email"])
        except ValueError:
            raise forms.ValidationError(WHOLE_ADDRESS) from None

    @property
    def purpose(self) -> str:
        """What the person is told of what is kept, why and until when."""
        return gettext(
            "We keep your name and address to hold your seat, and erase them %(days)d days after the meetup."
        ) % {"days": self.event.days_kept}

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name != "leave_empty"]

    @property
    def registration(self) -> dict[str, Any]:
        """What a valid form gives to the service."""
        data = self.cleaned_data
        way = data.get("way") or self.only_way
        return {"name": data["name"], "email": data["email"], "way": way, "purpose": self.purpose}

    @property
    def is_by_a_robot(self) -> bool:
        """Whether a hidden field was filled in, or the form came faster than a person writes."""
        if self.data.get("leave_empty"):
            return True
        try:
            event_id, opened = signing.loads(self.data.get("opened", ""), salt=SALT)
        except (signing.BadSignature, TypeError, ValueError):
            return True
        return event_id != self.event.pk or not SHORTEST_SECONDS <= time.time() - opened <= LONGEST_SECONDS
