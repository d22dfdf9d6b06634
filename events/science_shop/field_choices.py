"""Choosing fields of research: 42 of them, by the six areas that they belong to."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.science_shop.vocabulary import AREAS, ResearchField

MOST_FIELDS = 8


class FieldPicker(forms.CheckboxSelectMultiple):
    """Checkboxes, folded by area: nothing but HTML, so that it works without JavaScript and on a phone."""

    template_name = "science_shop/field_picker.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With each area's boxes, and how many of them are ticked."""
        context = super().get_context(name, value, attrs)
        areas = []
        for label, options, _number in context["widget"]["optgroups"]:
            ticked = sum(bool(option["selected"]) for option in options)
            areas.append({"label": label, "options": options, "ticked": ticked})
        context["widget"]["areas"] = areas
        return context


class ResearchFieldsField(forms.MultipleChoiceField):
    """Some fields of research, at most MOST_FIELDS."""

    widget = FieldPicker

    def __init__(self, **kwargs: Any) -> None:
        given: dict[str, Any] = {"label": _("Fields of research"), "choices": by_area, **kwargs}
        super().__init__(**given)

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if len(set(value)) > MOST_FIELDS:
            raise ValidationError(_("Choose at most %(most)d.") % {"most": MOST_FIELDS})


def by_area() -> list[tuple[Any, list[tuple[str, Any]]]]:
    return [
        (label, [(field.value, field.label) for field in ResearchField if field.value[0] == digit])
        for digit, label in AREAS.items()
    ]
