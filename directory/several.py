"""A column with several values of a closed list, such as languages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

Choices = type[models.TextChoices] | type[models.IntegerChoices]


class SeveralField(models.JSONField):
    """A list of `of`'s values, each once and in its order, whatever is written into it.

    What `of` no longer knows is left out when it is saved: an old revision can be published.
    """

    def __init__(self, *args: Any, of: Choices | None = None, **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def known(self, values: Any) -> list:
        chosen = values if isinstance(values, list | tuple) else []
        return list(chosen) if self.of is None else [value for value in self.of.values if value in chosen]

    def clean(self, value: Any, model_instance: models.Model | None) -> list:
        known = self.known(value)
        if len(known) != len(set(map(str, value or []))):
            raise ValidationError(_("Choose from the list."))
        return super().clean(known, model_instance)

    def pre_save(self, model_instance: models.Model, add: bool) -> list:
        value = self.known(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        # What passes by no instance, as `update` does. No database can check a list in a way that the other knows.
        return super().get_db_prep_save(self.known(value) if isinstance(value, list | tuple) else value, connection)

    def formfield(self, **kwargs: Any) -> forms.Field:
        number = self.of is not None and issubclass(self.of, models.IntegerChoices)
        return forms.TypedMultipleChoiceField(
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
            required=False,
            coerce=int if number else str,
            choices=self._offered,
            widget=kwargs.get("widget", forms.CheckboxSelectMultiple),
        )

    def _offered(self) -> list[tuple[Any, Any]]:
        """Asked for each time a form is shown: what is numbered is text already, in the reader's language."""
        return [(choice.value, getattr(choice, "numbered", choice.label)) for choice in self.of or ()]

    def labels(self, values: list) -> list[str]:
        return [str(self.of(value).label) for value in self.known(values)] if self.of else []
