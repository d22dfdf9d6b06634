"""Fields that stand in rows: web addresses, points on the map, names of organisations."""

import re
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext

from directory.models.organisations import only_web

# "55.6090, 13.0007", as maps on the web give a point.
PAIR = re.compile(r"\s*(-?\d{1,3}\.\d+)\s*[,;\s]\s*(-?\d{1,3}\.\d+)\s*")


class WebAddressField(forms.URLField):
    def __init__(self, **kwargs: Any) -> None:
        given: dict[str, Any] = {"max_length": 300, "validators": [only_web], "assume_scheme": "https", **kwargs}
        super().__init__(**given)


class DegreesField(forms.FloatField):
    """A number with a point or, as Swedes write it, a comma. Text to the browser, which would drop the comma."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(required=False, widget=widget, **kwargs)

    def to_python(self, value: Any) -> float | None:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class OrganisationInput(forms.TextInput):
    """A field for a name, which names.js completes."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        asked = {
            "data-names": reverse("api:organisations"),
            "data-found": gettext("Suggestions:"),
            "data-none": gettext("No organisation in the directory is called so."),
            "autocomplete": "off",
        }
        return super().get_context(name, value, {**(attrs or {}), **asked})
