"""Fields for what people write, without what cannot be seen."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.alphabet import tidy


def said(choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """`choices` with a word for the empty one, in the place of Django's dashes."""
    return [(value, label if value else _("Choose")) for value, label in choices]


class TidyCharField(forms.CharField):
    """Text without what cannot be seen; of one line unless it is written in several."""

    def to_python(self, value: Any) -> str:
        text = tidy(super().to_python(value) or "")
        return text if isinstance(self.widget, forms.Textarea) else " ".join(text.split())
