"""Rows of a file of organisations: read, judged and mapped to what the directory knows. Nothing is written here."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.core.exceptions import ValidationError

from directory.alphabet import sameness_key, tidy
from directory.forms_of_organising import InitiativeForm, OrganisationForm
from directory.models.organisations import only_web

COLUMNS = ["source_id", "name", "form", "municipality", "website", "summary", "source_url"]
LONGEST = {"source_id": 60, "name": 160, "website": 300, "summary": 300, "source_url": 500}
REQUIRED = ["source_id", "name", "form", "summary"]
WHOLE_REGION = {"", "skåne", "skåne (regional)", "hela skåne"}

Kind = Literal["organisation", "initiative"]
Form = OrganisationForm | InitiativeForm

# What a form in the words of a source begins with or holds, the telling ones first. What is done in
# cooperation or by an organisation is an initiative, not an organisation.
FORMS: list[tuple[str, Form]] = [
    ("idéburet offentligt partnerskap", InitiativeForm.PARTNERSHIP),
    ("verksamhet vid", InitiativeForm.ACTIVITY),
    ("mötesplats", InitiativeForm.MEETING_PLACE),
    ("initiativ", InitiativeForm.VOLUNTARY),
    ("arbetsintegrerande socialt företag", OrganisationForm.WORK_INTEGRATION),
    ("socialt företag", OrganisationForm.SOCIAL_ENTERPRISE),
    ("kooperativ", OrganisationForm.COOPERATIVE),
    ("paraply", OrganisationForm.UMBRELLA),
    ("folkhögskola", OrganisationForm.FOLK_HIGH_SCHOOL),
    ("studieförbund", OrganisationForm.ADULT_EDUCATION),
    ("folkuniversitetet", OrganisationForm.ADULT_EDUCATION),
    ("universitet", OrganisationForm.UNIVERSITY),
    ("akademi", OrganisationForm.UNIVERSITY),
    ("stiftelse", OrganisationForm.FOUNDATION),
    ("trossamfund", OrganisationForm.FAITH_COMMUNITY),
    ("särskild vinstutdelningsbegränsning", OrganisationForm.LIMITED_PROFIT_COMPANY),
    ("aktiebolag", OrganisationForm.COMPANY),
    ("ekonomisk förening", OrganisationForm.COOPERATIVE),
    ("byalag", OrganisationForm.VILLAGE),
    ("ideell förening", OrganisationForm.ASSOCIATION),
    ("idrottsförening", OrganisationForm.ASSOCIATION),
    ("nätverk", OrganisationForm.NETWORK),
    ("offentlig", OrganisationForm.PUBLIC),
    ("kommun", OrganisationForm.PUBLIC),
    ("ideell", OrganisationForm.CIVIL_SOCIETY),
    ("idéburen", OrganisationForm.CIVIL_SOCIETY),
    ("projekt", InitiativeForm.PROJECT),
]
OWN_FORMS: dict[str, Form] = {form.value: form for form in [*OrganisationForm, *InitiativeForm]}


class UnreadableFile(Exception):
    """A file that cannot be read at all; the message is one sentence with the mend."""


@dataclass(frozen=True)
class Row:
    """A line of the file, ready to be written. `part_of` names the organisation that an activity belongs to."""

    line: int
    kind: Kind
    source_id: str
    name: str
    form: Form
    municipality: str | None
    website: str
    summary: str
    source_url: str
    words_of_source: str
    part_of: str = ""

    @property
    def content(self) -> dict[str, str | None]:
        """What is compared with the last import: the columns of the model, by its names."""
        return {
            ("name" if self.kind == "organisation" else "title"): self.name,
            "form": str(self.form.value),
            "municipality_id": self.municipality,
            "website": self.website,
            "summary_sv": self.summary,
        }


@dataclass(frozen=True)
class BadRow:
    line: int
    source_id: str
    reason: str


def read(path: Path, municipalities: dict[str, str], kinds: dict[str, Kind]) -> Iterator[Row | BadRow]:
    """Yield each line of the file at `path`, judged.

    `municipalities` is name → code; `kinds` says what the directory knows under a source_id already.
    Raises UnreadableFile before the first line when it is no such file.
    """
    codes = {sameness_key(name): code for name, code in municipalities.items()}
    seen: dict[str, int] = {}
    for line, cells in _lines(path):
        source_id = cells.get("source_id", "")
        try:
            row = _row(line, cells, codes)
            if (earlier := seen.setdefault(row.source_id, line)) != line:
                raise ValueError(f"the same source_id as in line {earlier}")
            if kinds.get(row.source_id, row.kind) != row.kind:
                raise ValueError(f"{source_id} is an {kinds[source_id]} in the directory already")
        except ValueError as reason:
            yield BadRow(line, source_id[:60], str(reason))
        else:
            yield row


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path} is not in UTF-8: save it as “CSV UTF-8” and try again.") from error
    first_line = text.split("\n", 1)[0]
    reader = csv.reader(text.splitlines(keepends=True), delimiter=";" if ";" in first_line else ",", strict=True)
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        if missing := [column for column in COLUMNS if column not in header]:
            raise UnreadableFile(
                f"{path} lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}: "
                f"its first line must name {', '.join(COLUMNS)}."
            )
        begins = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                # Too many cells become one that no column has; too few are empty.
                values = dict(zip(header, cells, strict=False))
                values["surplus"] = "".join(cells[len(header) :])
                yield begins, {name: tidy(value) for name, value in values.items()}
            begins = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile(f"{path} is no CSV file from line {reader.line_num} on: {error}.") from error


def _row(line: int, cells: dict[str, str], codes: dict[str, str]) -> Row:
    """Raises ValueError with the reason when the row is bad."""
    if cells["surplus"]:
        raise ValueError("more cells than the first line has columns; is a text with a comma not in quotes?")
    values = {column: " ".join(cells.get(column, "").split()) for column in COLUMNS}
    for column in REQUIRED:
        if not values[column]:
            raise ValueError(f"{column} is empty")
    for column, longest in LONGEST.items():
        if len(values[column]) > longest:
            raise ValueError(f"{column} has {len(values[column])} characters; at most {longest} fit")
    for column in ("website", "source_url"):
        try:
            if values[column]:
                only_web(values[column])
        except ValidationError:
            raise ValueError(f"{column} {values[column]!r} is no web address") from None
    form = _form(values["form"])
    part_of = re.match(r"verksamhet vid (.+)", values["form"], re.IGNORECASE)
    return Row(
        line=line,
        kind="initiative" if isinstance(form, InitiativeForm) else "organisation",
        source_id=values["source_id"],
        name=values["name"],
        form=form,
        municipality=_municipality(values["municipality"], codes),
        website=values["website"],
        summary=values["summary"],
        source_url=values["source_url"],
        words_of_source=values["form"],
        part_of=part_of[1] if part_of else "",
    )


def _form(words: str) -> Form:
    if words in OWN_FORMS:
        return OWN_FORMS[words]
    for begins_or_holds, form in FORMS:
        if begins_or_holds in words.casefold():
            return form
    raise ValueError(f"form {words!r} is not known; write for example “ideell förening” or “stiftelse”")


def _municipality(name: str, codes: dict[str, str]) -> str | None:
    key = sameness_key(name)
    if key in WHOLE_REGION:
        return None
    if key not in codes:
        raise ValueError(f"municipality {name!r} is none of the region's; leave it empty for the whole of Skåne")
    return codes[key]
