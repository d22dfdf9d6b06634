"""What people write of each kind of entry, section by section: the forms, drafts and comparisons all follow this."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from directory.models import (
    Channel,
    ContactPerson,
    Initiative,
    InitiativeImage,
    InitiativeLink,
    InitiativePart,
    InitiativePlace,
    Organisation,
    OrganisationLink,
    OrganisationPlace,
    SupportOffer,
)
from directory.models.common import Kept


@dataclass(frozen=True)
class Section:
    """A part of an entry that is written on one page: fields of its model, and relations with rows of their own."""

    slugs: dict[str, str]
    heading: str | Promise
    fields: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    lede: str | Promise = ""

    @property
    def slug(self) -> str:
        return self.slugs["en" if (get_language() or "sv").startswith("en") else "sv"]

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.fields, *self.rows)


PLACE = ("name", "street", "postcode", "town", "municipality", "latitude", "longitude", "is_visited", "is_hidden")
# Of the rows, what is written.
ROWS: dict[type[Any], tuple[str, ...]] = {
    OrganisationPlace: PLACE,
    InitiativePlace: PLACE,
    ContactPerson: ("name", "role", "email", "phone", "is_public", "key"),
    Channel: ("kind", "url"),
    OrganisationLink: ("label", "url"),
    InitiativeLink: ("label", "url"),
    InitiativePart: ("organisation", "role"),
    InitiativeImage: ("image", "alt_sv", "alt_en"),
}
IN_ENGLISH = _("What you leave empty is shown in Swedish to those who read English.")
# What a plugin's organisations keep is written and reviewed the same way: it adds its own, when its app is ready.
SECTIONS: dict[type[Kept], tuple[Section, ...]] = {
    Organisation: (
        Section(
            {"sv": "om", "en": "about"},
            _("Who you are"),
            (
                "name",
                "other_names",
                "form",
                "organisation_number",
                "founded",
                "summary_sv",
                "description_sv",
                "tags",
            ),
        ),
        Section({"sv": "logotyp", "en": "logo"}, _("Logo"), ("logo",)),
        Section({"sv": "for-vem", "en": "for-whom"}, _("For whom"), ("audiences", "languages", "goals")),
        Section(
            {"sv": "platser", "en": "places"},
            _("Where you are"),
            ("municipality",),
            ("places",),
            _("An address that you protect is hidden at once, also while the rest waits for the editors."),
        ),
        Section(
            {"sv": "kontakt", "en": "contact"},
            _("How you are reached"),
            ("website", "contact_email", "contact_phone"),
            ("contacts", "channels", "links"),
            _("A contact person who no longer wants to be shown is hidden at once."),
        ),
        Section({"sv": "engelska", "en": "english"}, _("In English"), ("summary_en", "description_en"), (), IN_ENGLISH),
    ),
    Initiative: (
        Section(
            {"sv": "om", "en": "about"},
            _("What it is"),
            ("title", "form", "stage", "started", "ended", "summary_sv", "tags", "goals", "website"),
        ),
        Section(
            {"sv": "berattelsen", "en": "story"},
            _("The story"),
            ("challenge_sv", "solution_sv", "results_sv", "lessons_sv"),
            (),
            _("Write so that somebody who wants to do the same knows how to begin."),
        ),
        Section({"sv": "deltagare", "en": "participants"}, _("Who takes part"), (), ("parts",)),
        Section({"sv": "platser", "en": "places"}, _("Where it is"), ("municipality",), ("places",)),
        Section({"sv": "bilder", "en": "pictures"}, _("Pictures"), (), ("images",)),
        Section({"sv": "lankar", "en": "links"}, _("Links"), (), ("links",)),
        Section(
            {"sv": "engelska", "en": "english"},
            _("In English"),
            ("summary_en", "challenge_en", "solution_en", "results_en", "lessons_en"),
            (),
            IN_ENGLISH,
        ),
    ),
    SupportOffer: (
        Section(
            {"sv": "om", "en": "about"},
            _("What you offer"),
            ("title", "kind", "summary_sv", "description_sv", "for_whom_sv", "municipalities", "tags"),
        ),
        Section(
            {"sv": "ansokan", "en": "application"},
            _("Application and cost"),
            ("how_to_apply_sv", "application_url", "deadline", "is_free", "cost_sv"),
        ),
        Section(
            {"sv": "kontakt", "en": "contact"},
            _("Contact"),
            ("website", "contact_name", "contact_said_yes", "contact_email", "contact_phone"),
        ),
        Section(
            {"sv": "engelska", "en": "english"},
            _("In English"),
            ("summary_en", "description_en", "for_whom_en", "how_to_apply_en", "cost_en"),
            (),
            IN_ENGLISH,
        ),
    ),
}


def section_at(model: type[Kept], slug: str) -> Section | None:
    """The section at an address in either language: the language switch keeps the other's word."""
    return next((section for section in SECTIONS[model] if slug in section.slugs.values()), None)
