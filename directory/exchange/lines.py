"""Columns whose cells hold rows of their own, one a line: places, channels, links; parts and contact persons."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.exchange.columns import BadCell, Column, Kind, Known, Written, chosen, code_of, in_both_languages
from directory.exchange.words import is_whole_region, joined, parted
from directory.models import (
    Channel,
    InitiativeLink,
    InitiativePlace,
    OrganisationLink,
    OrganisationPlace,
)
from directory.terms import HOSTS, ChannelKind

MOST_LINES = 40
VISITED = gettext_lazy("visiting address")
YES = frozenset({"ja", "yes", "x", "1"})


class Lines(Column):
    """Rows of the entry's own, of which each line is one; its parts are separated by |."""

    NOTHING = []
    models: ClassVar[dict[Kind, type[Any]]]

    def told(self, entry: Any, kind: Kind) -> list[Any]:
        """Those that a file tells of."""
        return list(getattr(entry, self.fields[kind]).all())

    def kept(self, entry: Any, kind: Kind) -> list[Any]:
        """Those that a file never tells of, and that stay as they are."""
        return []

    def written(self, row: Any) -> list[Any]:
        raise NotImplementedError

    def parts(self, value: list[Any], known: Known) -> list[str]:
        return [str(part) for part in value]

    def fields_of(self, parts: list[str], known: Known) -> dict[str, Any]:
        """The fields of a row from the parts of a line. Raises BadCell."""
        raise NotImplementedError

    def value(self, entry: Any, kind: Kind) -> list[list[Any]]:
        return [self.written(row) for row in self.told(entry, kind)]

    def text(self, value: list[list[Any]], kind: Kind, known: Known) -> str:
        return "\n".join(joined(self.parts(row, known), "|") for row in value)

    def read(self, text: str, kind: Kind, known: Known) -> list[list[Any]]:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) > MOST_LINES:
            raise BadCell(_("has more than %(most)s lines") % {"most": MOST_LINES})
        return [self._read_line(line, kind, known) for line in lines]

    def _read_line(self, line: str, kind: Kind, known: Known) -> list[Any]:
        row = self.models[kind](**self.fields_of([" ".join(part.split()) for part in parted(line, "|")], known))
        try:
            row.clean_fields(exclude=["organisation", "initiative", "municipality"])
            row.clean()
        except ValidationError as error:
            raise BadCell(f"{line[:60]!r}: {' '.join(error.messages)}") from None
        return self.written(row)

    def rows(self, value: list[list[Any]], kind: Kind) -> list[Any]:
        return [self.models[kind](sort_order=number, **self.from_written(row)) for number, row in enumerate(value)]

    def put(self, entry: Any, value: list[list[Any]], kind: Kind) -> None:
        rows = [*self.rows(value, kind), *self.kept(entry, kind)]
        for number, row in enumerate(rows):
            row.sort_order = number
        setattr(entry, self.fields[kind], rows)

    def from_written(self, value: list[Any]) -> dict[str, Any]:
        raise NotImplementedError


class Links(Lines):
    models: ClassVar[dict[Kind, type[Any]]] = {"organisation": OrganisationLink, "initiative": InitiativeLink}

    def written(self, row: Any) -> list[Any]:
        return [row.label, row.url]

    def fields_of(self, parts: list[str], known: Known) -> dict[str, Any]:
        if len(parts) != 2:
            raise BadCell(_("write a text, | and an address on each line"))
        return {"label": parts[0], "url": parts[1]}

    def from_written(self, value: list[Any]) -> dict[str, Any]:
        return dict(zip(("label", "url"), value, strict=True))


class Channels(Lines):
    models: ClassVar[dict[Kind, type[Any]]] = {"organisation": Channel}

    def written(self, row: Any) -> list[Any]:
        return [row.kind, row.url]

    def parts(self, value: list[Any], known: Known) -> list[str]:
        return [str(dict(ChannelKind.choices).get(value[0], value[0])), value[1]]

    def fields_of(self, parts: list[str], known: Known) -> dict[str, Any]:
        if len(parts) == 1:
            # An address alone says which channel it is.
            hosts = ((kind, host) for kind, hosts in HOSTS.items() for host in hosts)
            parts = [next((str(kind) for kind, host in hosts if host in parts[0]), ""), parts[0]]
        if len(parts) != 2 or (kind := chosen(ChannelKind.choices, parts[0])) is None:
            raise BadCell(_("write a channel, | and an address on each line, for example Facebook | https://…"))
        return {"kind": kind, "url": parts[1]}

    def from_written(self, value: list[Any]) -> dict[str, Any]:
        return dict(zip(("kind", "url"), value, strict=True))

    def read(self, text: str, kind: Kind, known: Known) -> list[list[Any]]:
        # An address stands once.
        return list({row[1]: row for row in super().read(text, kind, known)}.values())


class Places(Lines):
    """Where it is. A protected place is in no file, and no import touches it."""

    models: ClassVar[dict[Kind, type[Any]]] = {"organisation": OrganisationPlace, "initiative": InitiativePlace}
    FIELDS = ("name", "street", "postcode", "town", "municipality_id", "latitude", "longitude", "is_visited")

    def told(self, entry: Any, kind: Kind) -> list[Any]:
        return [row for row in entry.places.all() if not row.is_hidden]

    def kept(self, entry: Any, kind: Kind) -> list[Any]:
        return [row for row in entry.places.all() if row.is_hidden]

    def written(self, row: Any) -> list[Any]:
        return [getattr(row, name) for name in self.FIELDS]

    def parts(self, value: list[Any], known: Known) -> list[str]:
        *texts, code, latitude, longitude, is_visited = value
        degrees = ["" if one is None else repr(one) for one in (latitude, longitude)]
        return [*texts, known.places.get(code or "", ""), *degrees, str(VISITED) if is_visited else ""]

    def fields_of(self, parts: list[str], known: Known) -> dict[str, Any]:
        if len(parts) > len(self.FIELDS):
            raise BadCell(_("has a line with more than eight parts"))
        parts = [*parts, *[""] * (len(self.FIELDS) - len(parts))]
        if not any(parts[:7]):
            raise BadCell(_("has a line that says no place"))
        found: dict[str, Any] = dict(zip(self.FIELDS, parts, strict=True))
        found["municipality_id"] = None if is_whole_region(parts[4]) else code_of(parts[4], known)
        found["latitude"], found["longitude"] = _degrees(parts[5], 90), _degrees(parts[6], 180)
        if (found["latitude"] is None) != (found["longitude"] is None):
            raise BadCell(_("needs both latitude and longitude, or neither"))
        if parts[7] and parts[7].casefold() not in YES | in_both_languages(VISITED):
            raise BadCell(_("%(text)r is not known as the eighth part of a line") % {"text": parts[7][:40]})
        return {**found, "is_visited": bool(parts[7])}

    def from_written(self, value: list[Any]) -> dict[str, Any]:
        return dict(zip(self.FIELDS, value, strict=True))


class Parts(Written):
    """The public organisations of an initiative, and their part in it."""

    def value(self, entry: Any, kind: Kind) -> list[list[str]]:
        return [[part.organisation.name, part.role] for part in entry.parts.all() if part.organisation.live]

    def text(self, value: list[list[str]], kind: Kind, known: Known) -> str:
        return "\n".join(joined(row, "|") for row in value)


class Contacts(Written):
    """Contact persons who have said yes to being shown. Nobody comes in by a file: there is no yes in one."""

    def value(self, entry: Any, kind: Kind) -> list[list[str]]:
        return [[person.name, person.role, person.email, person.phone] for person in entry.public_contacts]

    def text(self, value: list[list[str]], kind: Kind, known: Known) -> str:
        return "\n".join(joined(row, "|") for row in value)


def _degrees(text: str, most: int) -> float | None:
    if not text:
        return None
    try:
        degrees = float(text.replace(",", "."))
    except ValueError:
        degrees = most + 1.0
    if not abs(degrees) <= most:
        raise BadCell(_("%(text)r are no degrees") % {"text": text[:20]})
    return degrees
