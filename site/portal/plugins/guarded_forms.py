"""What every form has that anybody fills in: two quiet traps for robots."""

import time
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

SHORTEST_SECONDS = 1
# Whoever lets the page lie open for longer has surely loaded it anew.
LONGEST_SECONDS = 7 * 24 * 3600
SALT = "portal.form"


def mark(subject: Any, seconds: float = 0) -> str:
    """What the hidden field says of a form about `subject` that was opened so many seconds ago."""
    return signing.dumps([subject, time.time() - seconds], salt=SALT)


class GuardedForm(forms.Form):
    """A hidden field that is to stay empty, and the time at which the form was opened.

    The view drops what `is_by_a_robot` and answers as if it had been taken; the template shows both fields with
    `design/components/traps.html`. A page that was open for very long is looked through and sent once more.
    """

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
        return mark(self.subject) if field_name == "opened" else super().get_initial_for_field(field, field_name)

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if (self._seconds_open or 0) > LONGEST_SECONDS:
            self.data: Any = self.data.copy()
            self.data["opened"] = mark(self.subject)
            self.add_error(None, _("The page had been open for very long. Look it through and send it again."))
        return data

    @property
    def is_by_a_robot(self) -> bool:
        """Whether a hidden field was filled in, or the form came faster than a person writes."""
        seconds = self._seconds_open
        return bool(self.data.get("leave_empty")) or seconds is None or seconds < SHORTEST_SECONDS

    @property
    def _seconds_open(self) -> float | None:
        """For how long the form was open; None when it is not one of ours."""
        try:
            subject, opened = signing.loads(self.data.get("opened", ""), salt=SALT)
        except (signing.BadSignature, TypeError, ValueError):
            return None
        return time.time() - opened if subject == self.subject else None
