"""Checks that every plugin's tests may call."""

import re
from collections.abc import Container, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from portal.plugins.registry import each_contribution

# What a column is called that may tell of a person.
_WORDS = "avatar|answer|author|comment|contact|email|message|mime|name|note|person|phone|recipients|sender|speakers"
_PERSONAL = re.compile(rf"(^|_)({_WORDS})(_|$)")
# With these the account's own holding tells of it, and it goes, or knows nobody any more, with the account.
_FOLLOWS_THE_ACCOUNT = {models.SET_NULL}


def fields_without_a_holding(excepted: Container[str] = ()) -> list[str]:
    """Columns that look personal and that no holding answers for, as "app.Model.field".

    `excepted` are those of which it is known why they are nobody's.
    """
    held = {
        f"{model}.{name}"
        for _app, holding in each_contribution("personal_data")
        for model, names in holding.fields.items()
        for name in names
    }
    return [called for called in _personal() if called not in held and called not in excepted]


def _personal() -> Iterator[str]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if _is_personal(field):
                yield f"{model._meta.label}.{field.name}"


def _is_personal(field: Any) -> bool:
    if isinstance(field, models.ForeignKey):
        is_account = field.related_model._meta.label == settings.AUTH_USER_MODEL
        return is_account and field.remote_field.on_delete not in _FOLLOWS_THE_ACCOUNT
    if isinstance(field, models.EmailField):
        return True
    holds_words = isinstance(field, models.CharField | models.TextField | models.JSONField | models.BinaryField)
    return (holds_words or isinstance(field, models.FileField)) and bool(_PERSONAL.search(field.name))
