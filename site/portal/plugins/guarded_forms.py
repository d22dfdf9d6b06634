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
    `design/components/traps.html`. What came faster than a person writes, or from a page that was open for very long,
    is not valid: its page is shown with all that was typed, to be sent once more.
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
        seconds = self._seconds_open
        if seconds is not None and SHORTEST_SECONDS <= seconds <= LONGEST_SECONDS:
            return data
        # A new time, also for one that is not ours: the key may have changed while the page was open.
        self.data: Any = self.data.copy()
        self.data["opened"] = mark(self.subject)
        if seconds is None or seconds > LONGEST_SECONDS:
            self.add_error(None, _("The page had been open for very long. Look it through and send it again."))
        elif not self.errors:
            # Nobody who has something to mend anyhow need be told.
            self.add_error(None, _("That went very fast. See whether all is right, and send it again."))
        return data

    @property
    def is_by_a_robot(self) -> bool:
        """Whether the hidden field was filled in, which nobody sees."""
        return bool(self.data.get("leave_empty"))

    @property
    def _seconds_open(self) -> float | None:
        """For how long the form was open; None when it is not one of ours."""
        try:
            subject, opened = signing.loads(self.data.get("opened", ""), salt=SALT)
        except (signing.BadSignature, TypeError, ValueError):
            return None
        return time.time() - opened if subject == self.subject else None
