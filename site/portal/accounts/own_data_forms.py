from django import forms
from django.utils.translation import gettext_lazy as _

from portal.plugins.guarded_forms import GuardedForm

WHOLE_ADDRESS = _("Write the whole address, for example name@example.org.")


class AddressForm(forms.Form):
    """Whose data is asked for."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": WHOLE_ADDRESS, "invalid": WHOLE_ADDRESS},
    )


class AskForm(GuardedForm, AddressForm):
    """Anybody's."""

    subject = "own_data"


class EraseForm(forms.Form):
    """So that nobody erases by a slip of the hand."""

    is_sure = forms.BooleanField(
        label=_("Yes, erase all of it. It cannot be undone."),
        error_messages={"required": _("Tick the box if you mean it.")},
    )
