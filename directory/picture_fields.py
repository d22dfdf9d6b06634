"""Fields for pictures that people send."""

from typing import Any

from django import forms
from django.core.files.base import ContentFile

from directory.pictures import written_anew


class PictureField(forms.FileField):
    """A picture that somebody sends; what comes out is it written anew, as a file."""

    def __init__(self, **kwargs: Any) -> None:
        given: dict[str, Any] = {
            "required": False,
            "widget": forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
            **kwargs,
        }
        super().__init__(**given)

    def clean(self, data: Any, initial: Any = None) -> ContentFile | None:
        upload = super().clean(data, initial)
        return written_anew(upload) if upload else None
