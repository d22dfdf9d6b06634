"""The end of one person's data, by e-mail address: in what is public, in drafts and in every version."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from wagtail.models import Revision

from directory.models import (
    ContactPerson,
    ErrorReport,
    ImportRow,
    Initiative,
    InitiativeStanding,
    Invitation,
    Organisation,
    OrganisationStanding,
    SupportOffer,
    SupportOfferStanding,
)
from directory.services import contacts, duplicates
from portal.plugins import search
from portal.plugins.personal_data import is_same, mentioning, without

ENTRIES: tuple[type[Any], ...] = (Organisation, Initiative, SupportOffer)
# What goes with an address that is the person's own.
CONTACT = ("contact_name", "contact_email", "contact_phone")


def versions_that_mention(address: str) -> QuerySet[Revision]:
    """Of everything in the directory."""
    types = ContentType.objects.get_for_models(*ENTRIES).values()
    return mentioning(Revision.objects.filter(base_content_type__in=types), "content", address)


def contact_rows(address: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Contact persons with this address: the number of the organisation, and what stands of them, once each."""
    seen = set()
    for person in ContactPerson.objects.filter(email__iexact=address):
        seen.add(str(person.key))
        values = ("name", "role", "email", "phone", "is_public")
        yield person.organisation_id, {"key": str(person.key), **{name: getattr(person, name) for name in values}}
    for version in versions_that_mention(address).order_by("-pk"):
        for row in version.content.get("contacts", []):
            if is_same(row.get("email"), address) and row["key"] not in seen:
                seen.add(row["key"])
                yield int(version.object_id), row


def erase_contacts(address: str) -> None:
    """Take a person out of profiles and offers, of their drafts and of their history."""
    persons: dict[int, set[str]] = defaultdict(set)
    for organisation, row in contact_rows(address):
        persons[organisation].add(row["key"])
    for organisation in Organisation.objects.filter(pk__in=persons):
        contacts.erase(organisation, persons[organisation.pk])
    touched: list[Model] = []
    for model in (Organisation, SupportOffer):
        found = model.objects.filter(contact_email__iexact=address)
        touched += found
        found.update(**_emptied(model))
    SupportOfferStanding.objects.filter(support_offer__in=_of(SupportOffer, touched)).update(contact_said_yes_at=None)
    for version in versions_that_mention(address):
        content = version.content
        if is_same(content.get("contact_email"), address):
            content = {
                **content,
                **{name: value for name, value in _emptied(Organisation, SupportOffer).items() if name in content},
            }
        # Past `save`, which would mark this as the newest version.
        Revision.objects.filter(pk=version.pk).update(content=without(content, address))
    now = [type(entry)._default_manager.get(pk=entry.pk) for entry in touched]
    duplicates.follow([entry for entry in now if isinstance(entry, Organisation)])
    search.publish_many(now)


def _of(model: type[Model], entries: list[Model]) -> list[int]:
    return [entry.pk for entry in entries if isinstance(entry, model)]


def _emptied(*models: type[Model]) -> dict[str, Any]:
    names = {field.name for model in models for field in model._meta.concrete_fields}
    values = {**dict.fromkeys(CONTACT, ""), "contact_said_yes": False}
    return {name: value for name, value in values.items() if name in names}


def import_rows(address: str) -> QuerySet[ImportRow]:
    """Rows of imports in which the address stands."""
    found: set[int] = set()
    for name in ("new", "old", "said", "said_before"):
        found |= set(mentioning(ImportRow.objects.all(), name, address).values_list("pk", flat=True))
    return ImportRow.objects.filter(pk__in=found)


def standings_that_mention(address: str) -> Iterator[Any]:
    """Entries of which the last import said something with this address in it."""
    for model in (OrganisationStanding, InitiativeStanding, SupportOfferStanding):
        yield from mentioning(model._default_manager.all(), "source_row", address)


def erase_imported(address: str) -> None:
    for row in import_rows(address):
        for name in ("new", "old", "said", "said_before"):
            values = getattr(row, name)
            if is_same(values.get("contact_email"), address):
                values = {**values, **({"contact_phone": ""} if "contact_phone" in values else {})}
            setattr(row, name, without(values, address))
        row.save(update_fields=["new", "old", "said", "said_before"])
    for standing in standings_that_mention(address):
        said = standing.source_row
        if is_same(said.get("contact_email"), address) and "contact_phone" in said:
            said = {**said, "contact_phone": ""}
        standing.source_row = without(said, address)
        standing.save(update_fields=["source_row"])


def reports_of(address: str) -> QuerySet[ErrorReport]:
    return ErrorReport.objects.filter(
        Q(email__iexact=address) | Q(text__icontains=address) | Q(answer__icontains=address)
    )


def erase_reports(address: str) -> None:
    """What is wrong stays to be put right; who said so is forgotten."""
    for report in reports_of(address):
        report.email = "" if is_same(report.email, address) else report.email
        report.text, report.answer = without(report.text, address), without(report.answer, address)
        report.save(update_fields=["email", "text", "answer"])


def erase_invitations(address: str) -> None:
    Invitation.objects.filter(email__iexact=address).delete()
