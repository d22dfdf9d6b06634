"""Fields for what people write, without what cannot be seen."""

from typing import Any

from django import forms

from directory.alphabet import tidy


class TidyCharField(forms.CharField):
    """Text without what cannot be seen; of one line unless it is written in several."""

    def to_python(self, value: Any) -> str:
        text = tidy(super().to_python(value) or "")
        return text if isinstance(self.widget, forms.Textarea) else " ".join(text.split())
