"""The demonstration's directory: the real organisations of the open file, and invented ones that may be played with.

Of real organisations only public facts are shown. Initiatives with stages and parts, members and
invitations belong to the invented ones, marked as demonstration.
"""

import re
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils.text import slugify
from wagtail.images import get_image_model

import directory
from demonstration.directory_content import INITIATIVES, MERGED, ORGANISATIONS, PARTNERS, PROPOSALS, SYNONYMS, TAGS
from demonstration.people import EDITOR, MEMBER
from demonstration.pictures import fields
from directory.models import (
    Channel,
    ContactPerson,
    Initiative,
    InitiativeImage,
    InitiativeLink,
    InitiativePart,
    InitiativePlace,
    InitiativeTag,
    Membership,
    Municipality,
    Organisation,
    OrganisationLink,
    OrganisationPlace,
    OrganisationStanding,
    OrganisationTag,
    Tag,
)
from directory.services import tags as vocabulary
from directory.services.keeping import invite
from portal.accounts.models import User
from portal.plugins import search

# What stands in rows of its own.
SEPARATE = {"municipality", "tags", "links", "parts", "places", "contacts", "channels", "images"}
FILE = Path(directory.__file__).parent / "data" / "organisations.csv"


def load() -> None:
    call_command("import_directory", str(FILE), strict=True, stdout=StringIO())
    OrganisationStanding.objects.filter(source_id__in=PARTNERS).update(is_partner=True)
    tags = {name: Tag.objects.create(name=name, label_en=label_en) for name, label_en, _words in TAGS}
    _sort_under_tags(tags)
    _keep_vocabulary(tags)
    organisations = {content["name"]: add_organisation(content, tags) for content in ORGANISATIONS}
    for content in INITIATIVES:
        _initiative(content, organisations, tags)
    kept, asked = organisations["Klubbhuset Fyren"], organisations["Lagningskooperativet Nålsögat"]
    Membership.objects.create(
        organisation=kept, user=User.objects.get_by_natural_key(MEMBER), role=Membership.Role.OWNER
    )
    for name, word in PROPOSALS:
        vocabulary.propose(organisations[name], word, by=User.objects.get_by_natural_key(MEMBER))
    invite(asked, "ny.medlem@example.org", by=User.objects.get_by_natural_key(EDITOR))


def _sort_under_tags(tags: dict[str, Tag]) -> None:
    """Give the imported ones the tags that their summaries name."""
    kinds: list[tuple[Any, Any]] = [(Organisation, OrganisationTag), (Initiative, InitiativeTag)]
    for model, through in kinds:
        entries = list(model.objects.all())
        through.objects.bulk_create(
            through(tag=tags[name], content_object=entry)
            for entry in entries
            for name, _label, words in TAGS
            if words and re.search(words, f"{entry} {entry.summary_sv}", re.IGNORECASE)
        )
        search.publish_many(entries)


def _keep_vocabulary(tags: dict[str, Tag]) -> None:
    """Synonyms, and a tag that an editor has merged into another."""
    for name, words in SYNONYMS.items():
        vocabulary.set_synonyms(tags[name], words)
    for name, label_en, into in MERGED:
        vocabulary.merge(
            Tag.objects.create(name=name, label_en=label_en),
            tags[into],
            by=User.objects.get_by_natural_key(EDITOR),
        )


def _places(kind: type[Any], places: list[dict]) -> list[Any]:
    return [
        kind(sort_order=order, **{**place, "municipality": _place(place.get("municipality", ""))})
        for order, place in enumerate(places)
    ]


def _image(name: str) -> Any:
    file = ContentFile(fields(name), name=f"{name}.jpg")
    return get_image_model().objects.create(title=name, file=file)


def _place(name: str) -> Municipality | None:
    return Municipality.objects.get(name=name) if name else None


def add_organisation(content: dict, tags: dict[str, Tag]) -> Organisation:
    fields = {name: value for name, value in content.items() if name not in SEPARATE}
    organisation = Organisation(slug=slugify(content["name"]), municipality=_place(content["municipality"]), **fields)
    organisation.tagged = [OrganisationTag(tag=tags[name]) for name in content["tags"]]
    organisation.links = [
        OrganisationLink(label=label, url=url, sort_order=order)
        for order, (label, url) in enumerate(content.get("links", []))
    ]
    organisation.places = _places(OrganisationPlace, content.get("places", []))
    organisation.contacts = [
        ContactPerson(sort_order=order, **person) for order, person in enumerate(content.get("contacts", []))
    ]
    organisation.channels = [
        Channel(kind=kind, url=url, sort_order=order) for order, (kind, url) in enumerate(content.get("channels", []))
    ]
    organisation.save()
    organisation.save_revision().publish()
    OrganisationStanding.objects.filter(organisation=organisation).update(is_demonstration=True)
    return organisation


def _initiative(content: dict, organisations: dict[str, Organisation], tags: dict[str, Tag]) -> None:
    fields = {name: value for name, value in content.items() if name not in SEPARATE}
    initiative = Initiative(slug=slugify(content["title"]), municipality=_place(content["municipality"]), **fields)
    initiative.tagged = [InitiativeTag(tag=tags[name]) for name in content["tags"]]
    initiative.parts = [
        InitiativePart(organisation=organisations[name], role=role, sort_order=order)
        for order, (name, role) in enumerate(content["parts"])
    ]
    initiative.places = _places(InitiativePlace, content.get("places", []))
    initiative.links = [
        InitiativeLink(label=label, url=url, sort_order=order)
        for order, (label, url) in enumerate(content.get("links", []))
    ]
    initiative.images = [
        InitiativeImage(image=_image(name), alt_sv=alt_sv, alt_en=alt_en, sort_order=order)
        for order, (name, alt_sv, alt_en) in enumerate(content.get("images", []))
    ]
    initiative.save()
    initiative.save_revision().publish()
    initiative.standing.is_demonstration = True
    initiative.standing.save()
