"""What a profile still lacks, said kindly, with the way to where it is written."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.forms_of_organising import OrganisationForm
from directory.models import Organisation
from directory.sections import SECTIONS


@dataclass(frozen=True)
class Missing:
    """`label` is what would be there; `why` what it is good for; `url` the form."""

    label: str | Promise
    why: str | Promise
    url: str


# The field that would hold it, what it is called, and what visitors have of it. What helps most comes first.
PARTS: list[tuple[str, str | Promise, str | Promise]] = [
    ("description_sv", _("A description"), _("What you do, for whom and how one joins: the first that people read.")),
    ("tags", _("Subjects"), _("You are found under them, and shown beside those who do the like.")),
    ("contact_email", _("A way to reach you"), _("An e-mail address or a phone number.")),
    ("website", _("A website"), _("Where people read more; a page in social media will do.")),
    ("logo", _("A logo"), _("You are recognised in lists and on the map.")),
    ("places", _("A place"), _("Then you stand on the map, and are found nearest first.")),
    ("contacts", _("A contact person"), _("People rather write to somebody with a name. Ask them first.")),
    ("audiences", _("For whom you are"), _("Those who look for something for a group find you.")),
    ("organisation_number", _("The organisation number"), _("Others see that it is you; an association has one too.")),
    ("summary_en", _("A summary in English"), _("One or two sentences, for those who do not read Swedish.")),
]


def what_is_missing(organisation: Organisation) -> list[Missing]:
    """What would make the latest version of the profile complete, what helps most first; empty for a complete one."""
    draft = organisation.get_latest_revision_as_object()
    there = {
        "description_sv": draft.description_sv,
        "tags": draft.tagged.all(),
        "contact_email": draft.contact_email or draft.contact_phone,
        "website": draft.website or draft.channels.all(),
        "logo": draft.logo_id,
        "places": draft.places.all(),
        "contacts": draft.contacts.all(),
        "audiences": draft.audiences,
        # An informal network has none.
        "organisation_number": draft.organisation_number or draft.form == OrganisationForm.NETWORK,
        "summary_en": draft.summary_en,
    }
    return [Missing(label, why, _form(organisation, name)) for name, label, why in PARTS if not there[name]]


def _form(organisation: Organisation, name: str) -> str:
    """Where it is written."""
    section = next(section for section in SECTIONS[Organisation] if name in section.names)
    return reverse("directory:section", args=[organisation.slug, section.slug])
