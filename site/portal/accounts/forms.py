from typing import Any

from django import forms

from portal.accounts.models import User


class NameForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["first_name", "last_name"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_name"].widget.attrs["autocomplete"] = "given-name"
        self.fields["last_name"].widget.attrs["autocomplete"] = "family-name"

    def clean(self) -> dict[str, Any]:
        """Names stand in mail and in lists: no line breaks, nothing that cannot be seen or turns the text around."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("first_name", "last_name"):
            seen = "".join(sign if sign.isprintable() else " " for sign in cleaned.get(name, ""))
            cleaned[name] = " ".join(seen.split())
        return cleaned
