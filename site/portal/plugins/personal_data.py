"""What is kept about people: a plugin's `personal_data.py` exports `holdings: list[type[PersonalDataHolding]]`."""

import json
import re
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst

# One thing that is kept about a person: what a value is called, and the value, which JSON can hold.
Row = dict[str, Any]


class CannotErase(Exception):
    """Something must be done first. The message is for the person to read; nothing has been erased."""


class PersonalDataHolding:
    """One kind of thing that is kept about people: subclass, and list it in the plugin's `personal_data.py`.

    The words stand in the public register of processing, in both languages: whole sentences, as to the person.
    `fields` names the columns that it answers for, by model: `{"events.Registration": ("name", "email")}`.
    """

    label: ClassVar[str | Promise]
    whose: ClassVar[str | Promise]
    what: ClassVar[str | Promise]
    purpose: ClassVar[str | Promise]
    legal_basis: ClassVar[str | Promise]
    retention: ClassVar[str | Promise]
    fields: ClassVar[dict[str, tuple[str, ...]]] = {}

    def held(self, address: str) -> list[Row]:
        """All that is kept about the person with this e-mail address."""
        raise NotImplementedError

    def erase(self, address: str) -> None:
        """Leave nothing of it, in versions and drafts either; within a transaction of the caller's.

        What hangs on the person's account need not be erased here: it goes with it.
        """
        raise NotImplementedError


def row_of(thing: Model, *names: str) -> Row:
    """Some fields of a thing that have a value, called as the person reads them."""
    row: Row = {}
    for name in names:
        field: Any = thing._meta.get_field(name)
        value = getattr(thing, f"get_{name}_display", lambda name=name: getattr(thing, name))()
        if value not in ("", None):
            row[str(capfirst(str(field.verbose_name)))] = value if isinstance(value, bool | int) else _in_words(value)
    return row


def _in_words(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return str(value)


def mentioning(rows: QuerySet, field: str, address: str) -> QuerySet:
    """Those of `rows` in whose `field`, text or JSON, the address stands; some more, perhaps."""
    escaped = json.dumps(address)[1:-1]
    rows = rows.annotate(words_of_it=Cast(field, TextField()))
    return rows.filter(Q(words_of_it__icontains=address) | Q(words_of_it__icontains=escaped))


def is_same(value: Any, address: str) -> bool:
    return isinstance(value, str) and value.strip().casefold() == address.strip().casefold()


def alone(address: str) -> re.Pattern[str]:
    """The address, but not as the end or the beginning of somebody else's."""
    return re.compile(rf"(?<![\w.+-]){re.escape(address)}(?![\w-]|\.\w)", re.IGNORECASE)


def without(value: Any, address: str) -> Any:
    """`value`, as JSON has it, with the address nowhere in its texts."""
    if not address:
        return value
    match value:
        case str():
            return alone(address).sub("", value)
        case dict():
            return {key: without(part, address) for key, part in value.items()}
        case list():
            return [without(part, address) for part in value]
    return value
