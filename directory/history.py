"""What has happened to a profile, told to those who keep it: who did what when, and in which parts of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry, Revision

from directory.models import Organisation
from directory.permissions import editors
from directory.sections import SECTIONS
from portal.accounts.models import User

PER_PAGE = 30
# As versions call what the forms call otherwise.
CALLED = {"tags": "tagged"}
# What a row is numbered by says nothing.
NUMBERS = {"pk", "organisation", "content_object", "sort_order"}

# Of what Wagtail does: what was done, as of all else, where it says what has become of the profile.
SAID = {
    "wagtail.create": _("Began the profile"),
    "wagtail.edit": _("Changed the profile"),
    "wagtail.publish": _("Published the profile"),
    "wagtail.publish.scheduled": _("Published the profile"),
    "wagtail.unpublish": _("Unpublished the profile"),
    "wagtail.unpublish.scheduled": _("Unpublished the profile"),
    "wagtail.lock": _("Locked the profile"),
    "wagtail.unlock": _("Unlocked the profile"),
    "wagtail.revert": _("Went back to an earlier version"),
    "wagtail.workflow.start": _("Sent the changes to the editors"),
    "wagtail.workflow.resume": _("Sent the changes to the editors again"),
    "wagtail.workflow.approve": _("Approved the changes"),
    "wagtail.workflow.reject": _("Sent the changes back"),
    "wagtail.workflow.cancel": _("Took back what was sent to the editors"),
}


@dataclass(frozen=True)
class Happening:
    when: datetime
    heading: str
    text: str


def history(organisation: Organisation, page_number: Any) -> Page:
    """A page of happenings, the newest first."""
    logged = ModelLogEntry.objects.for_instance(organisation).select_related("user").order_by("-timestamp", "-pk")
    page = Paginator(logged, PER_PAGE).get_page(page_number)
    entries = list(page.object_list)
    names = _Names(organisation)
    changed = _changed_sections(organisation, {entry.revision_id for entry in entries if entry.revision_id})
    page.object_list = [  # ty: ignore[invalid-assignment]
        Happening(
            entry.timestamp,
            str(SAID.get(entry.action) or capfirst(str(entry.message))),
            _text(names.of(entry), changed.get(entry.revision_id, [])),
        )
        for entry in entries
    ]
    return page


def _text(who: str, sections: list[str]) -> str:
    return gettext("%(who)s: %(what)s") % {"who": who, "what": ", ".join(sections)} if sections else who


class _Names:
    """How people are called: those who keep the profile by their name, and nobody by an address they do not see."""

    def __init__(self, organisation: Organisation) -> None:
        self.keepers = set(organisation.memberships.values_list("user", flat=True))
        self.editors = {user.pk for user in editors()}

    def of(self, entry: ModelLogEntry) -> str:
        user: User | None = entry.user
        if user is None:
            if entry.user_id:
                return gettext("Somebody who has deleted their account")
            return gettext("A visitor") if entry.action == "directory.report" else gettext("The portal")
        if user.pk in self.keepers:
            return user.get_full_name() or gettext("One of you")
        if user.pk in self.editors or user.is_superuser:
            return gettext("The editors")
        return gettext("Somebody who does not keep the profile now")


def _changed_sections(organisation: Organisation, wanted: set[int]) -> dict[int, list[str]]:
    """Of each wanted version the sections that differ from the version before it."""
    if not wanted:
        return {}
    versions = Revision.objects.for_instance(organisation).order_by("pk")
    before = versions.filter(pk__lt=min(wanted)).last()
    found = {}
    for version in versions.filter(pk__range=(min(wanted), max(wanted))).iterator(chunk_size=20):
        if before and version.pk in wanted:
            found[version.pk] = list(differing(before.content, version.content))
        before = version
    return found


def differing(old: dict[str, Any], new: dict[str, Any]) -> Iterable[str]:
    """The names of the sections in which two versions differ."""
    for section in SECTIONS[Organisation]:
        names = [CALLED.get(name, name) for name in section.names]
        if any(_plain(old.get(name)) != _plain(new.get(name)) for name in names):
            yield str(section.heading)


def _plain(value: Any) -> Any:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [{name: part for name, part in row.items() if name not in NUMBERS} for row in value]
    return value or None
