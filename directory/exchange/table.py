"""The one table of columns, and where a file's first line leads in it."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from directory.alphabet import sameness_key
from directory.exchange.columns import (
    BOTH,
    Address,
    Choice,
    Column,
    Description,
    FormChoice,
    Kind,
    Names,
    OrganisationNumber,
    Place,
    Several,
    Tags,
    Text,
    Written,
    Year,
    in_both_languages,
)
from directory.exchange.lines import Channels, Contacts, Links, Parts, Places


def _same(name: str, *kinds: Kind) -> dict[Kind, str]:
    return dict.fromkeys(kinds or BOTH, name)


SEVERAL = _("Several are separated by ;.")
NAME: dict[Kind, str] = {"organisation": "name", "initiative": "title"}

# Whose row it is, and whose neither an import nor an export changes.
ID = Written("id", _("The portal's id"), _("As an export has it: the row changes that entry. Empty: a new one."), {})
SOURCE = Column(
    "source_id",
    _("Id in the source"),
    _("Your own register's number, for files that come again: the row changes what the same number brought."),
    {},
    is_written=False,
)
SOURCE_URL = Column(
    "source_url", _("Address in the source"), _("Where your own register shows it."), {}, is_written=False
)
TYPE = Written(
    "type", _("Type"), _("Organisation or initiative. Empty: the form of organising says it."), {}, example=""
)
MARKED = Written(
    "marked",
    _("Marked cells"),
    _(
        "Written by our exports as CSV: in which columns the text got an apostrophe in front, so that no spreadsheet "
        "takes it for a formula. The import takes exactly these away again. Leave it as it is."
    ),
    {},
)
CONTENT: list[Column] = [
    Text("name", _("Name"), _("The name, or the title of an initiative."), NAME, "Föreningen Exempel", is_needed=True),
    Names("other_names", _("Other names"), _("One a line."), _same("other_names", "organisation")),
    FormChoice(
        "form",
        _("Form of organising"),
        _("As the portal calls it, or in the words of a source."),
        _same("form"),
        "ideell förening",
        is_needed=True,
    ),
    Choice("stage", _("Stage"), _("Of an initiative."), _same("stage", "initiative")),
    Place(
        "municipality",
        _("Municipality"),
        _("One of the region's; empty for the whole of Skåne."),
        _same("municipality"),
        "Lund",
    ),
    Text(
        "summary",
        _("Summary in Swedish"),
        _("One or two sentences."),
        _same("summary_sv"),
        "Odlar och lagar mat tillsammans.",
        is_needed=True,
    ),
    Text("summary_en", _("Summary in English"), _("One or two sentences."), _same("summary_en")),
    Description(
        "description",
        _("Description in Swedish"),
        _("An empty line begins a new paragraph; ## a heading, - a list."),
        _same("description_sv", "organisation"),
    ),
    Description(
        "description_en",
        _("Description in English"),
        _("As in Swedish."),
        _same("description_en", "organisation"),
    ),
    *(
        Text(name, heading, _("Of an initiative."), _same(field, "initiative"))
        for name, heading, field in (
            ("challenge", _("Challenge in Swedish"), "challenge_sv"),
            ("challenge_en", _("Challenge in English"), "challenge_en"),
            ("solution", _("Solution in Swedish"), "solution_sv"),
            ("solution_en", _("Solution in English"), "solution_en"),
            ("results", _("Results in Swedish"), "results_sv"),
            ("results_en", _("Results in English"), "results_en"),
            ("lessons", _("Lessons in Swedish"), "lessons_sv"),
            ("lessons_en", _("Lessons in English"), "lessons_en"),
        )
    ),
    Tags("tags", _("Subjects"), _("Of the portal's own. Several are separated by ;."), _same("tagged"), ""),
    Several("audiences", _("Target groups"), SEVERAL, _same("audiences", "organisation"), "unga; äldre"),
    Several("languages", _("Languages"), SEVERAL, _same("languages", "organisation"), "svenska; arabiska"),
    Several(
        "goals", _("Global goals"), _("Their names or numbers. Several are separated by ;."), _same("goals"), "3; 11"
    ),
    OrganisationNumber(
        "organisation_number",
        _("Organisation number"),
        _("Ten digits. No personal identity numbers."),
        _same("organisation_number", "organisation"),
        "802424-1237",
    ),
    Year("founded", _("Founded in the year"), _("Four digits."), _same("founded", "organisation"), "2019"),
    Year("started", _("Began in the year"), _("Of an initiative."), _same("started", "initiative")),
    Year("ended", _("Ended in the year"), _("Of an initiative."), _same("ended", "initiative")),
    Address("website", _("Website"), _("With https://."), _same("website"), "https://exempel.example.org"),
    Text(
        "contact_email",
        _("E-mail"),
        _("Of the organisation, shown to everybody."),
        _same("contact_email", "organisation"),
        "info@exempel.example.org",
    ),
    Text(
        "contact_phone",
        _("Phone"),
        _("Of the organisation, shown to everybody."),
        _same("contact_phone", "organisation"),
        "040-12 34 56",
    ),
    Places(
        "places",
        _("Places"),
        _(
            "One a line: name | street | postcode | town | municipality | latitude | longitude | visiting address. "
            "Protected addresses are in no file, and an import leaves them."
        ),
        _same("places"),
        "Lokalen | Storgatan 1 | 222 22 | Lund | Lund | 55,7047 | 13,191 | besöksadress",
    ),
    Channels(
        "channels",
        _("Social channels"),
        _("One a line: channel | address."),
        _same("channels", "organisation"),
        "Facebook | https://www.facebook.com/exempel",
    ),
    Links("links", _("Links"), _("One a line: text | address."), _same("links"), ""),
    Parts(
        "organisations",
        _("Organisations and their parts"),
        _("Is written by exports only."),
        _same("parts", "initiative"),
        is_read=False,
    ),
    Contacts(
        "contacts",
        _("Contact persons"),
        _("Is written by exports only, with those who have said yes: nobody can say yes in a file."),
        _same("contacts", "organisation"),
        is_read=False,
    ),
]
URL = Written("url", _("Address in the portal"), _("Is written by exports only."), {}, is_read=False)
UPDATED = Written("updated", _("Last published"), _("Is written by exports only."), {}, is_read=False)
COLUMNS: list[Column] = [ID, TYPE, *CONTENT, URL, UPDATED, SOURCE, SOURCE_URL, MARKED]
BY_NAME = {column.name: column for column in COLUMNS}
# What a file from a source holds: `manage.py import_directory` asks for these.
OF_SOURCES = ["source_id", "name", "form", "municipality", "website", "summary", "source_url"]
WRITTEN = [column for column in COLUMNS if column.is_written and column is not MARKED]


@cache
def _headings() -> dict[str, Column]:
    named = {column.name: column for column in COLUMNS}
    return {**{key: column for column in COLUMNS for key in in_both_languages(column.heading)}, **named}


def column_of(heading: str) -> Column | None:
    """The column that a heading says: our own name for it, or what it is called in Swedish or English."""
    return _headings().get(sameness_key(heading))


def columns_of(kind: Kind, names: Iterable[Any]) -> list[Column]:
    """Those of `names` whose content an import may write for `kind`."""
    wanted = set(names)
    return [column for column in CONTENT if column.name in wanted and column.is_read and kind in column.fields]
