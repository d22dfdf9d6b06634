"""The identifiers of people and publications: ORCID and DOI, as people paste them and as they are kept."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.iso7064 import mod_11_2

ORCID = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")
ORCID_PAGE = re.compile(r"^(https?://)?(www\.)?orcid\.org/", re.IGNORECASE)
DOI = re.compile(r"10\.[0-9]{4,9}(\.[0-9]+)*/[^\s<>\"]+")
DOI_PAGE = re.compile(r"^((https?://)?((dx|www)\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


def orcid_of(text: str) -> str:
    """An ORCID as it is kept, of whatever people write: the page's address, or without hyphens."""
    signs = re.sub(r"[\s-]", "", ORCID_PAGE.sub("", text.strip())).rstrip("/").upper()
    return "-".join(signs[place : place + 4] for place in range(0, len(signs), 4))


def only_orcid(value: str) -> None:
    """Refuse what is no ORCID, by its check sign (ISO 7064 mod 11-2)."""
    if not (ORCID.fullmatch(value) and mod_11_2.is_valid(value.replace("-", ""))):
        raise ValidationError(_("This is no ORCID. Copy it from orcid.org, for example 0000-0002-1825-0097."))


def doi_of(text: str) -> str:
    """A DOI as it is kept: without the address around it, and in small letters, since a DOI knows no capitals."""
    return DOI_PAGE.sub("", text.strip()).lower()


def only_doi(value: str) -> None:
    if not DOI.fullmatch(value):
        raise ValidationError(_("This is no DOI. It begins with 10, for example 10.1234/abcd."))
