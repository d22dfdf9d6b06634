"""What every form has that anybody fills in: two quiet traps for robots."""

import time
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

SHORTEST_SECONDS = 1
# Whoever lets the page lie open for longer has surely loaded it anew.
LONGEST_SECONDS = 7 * 24 * 3600
SALT = "events.form"


class GuardedForm(forms.Form):
    """A hidden field that is to stay empty, and the time at which the form was opened."""

    # No browser fills these in by itself.
    leave_empty = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def subject(self) -> Any:
        """What the form is about: one that was opened for something else is not ours."""
        raise NotImplementedError

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field_name == "opened":
            return signing.dumps([self.subject, time.time()], salt=SALT)
        return super().get_initial_for_field(field, field_name)

    @property
    def is_by_a_robot(self) -> bool:
        """Whether a hidden field was filled in, or the form came faster than a person writes."""
        seconds = self._seconds_open
        return bool(self.data.get("leave_empty")) or seconds is None or seconds < SHORTEST_SECONDS

    @property
    def is_stale(self) -> bool:
        """Whether the page has been open for so long that we no longer know it."""
        return (self._seconds_open or 0) > LONGEST_SECONDS

    @property
    def _seconds_open(self) -> float | None:
        """For how long the form was open; None when it is not one of ours."""
        try:
            subject, opened = signing.loads(self.data.get("opened", ""), salt=SALT)
        except (signing.BadSignature, TypeError, ValueError):
            return None
        return time.time() - opened if subject == self.subject else None

    def reopened(self) -> Any:
        """What was sent, as if the form had just been opened."""
        data = self.data.copy()
        data["opened"] = self.get_initial_for_field(self.fields["opened"], "opened")
        return data
