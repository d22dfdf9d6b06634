"""What is found of the directory."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet, TextChoices
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from directory.forms_of_organising import InitiativeForm, OfferKind, OrganisationForm, Stage
from directory.models import Initiative, InitiativePart, InitiativePlace, Organisation, OrganisationPlace, SupportOffer
from directory.rich_text import words
from directory.terms import Goal
from portal.plugins.search import Document, SearchSource


class OrganisationSource(SearchSource):
    kind = "organisation"
    label = _("Organisation")
    plural = _("Organisations")
    icon = "users-three"
    tone = "beech"
    model = Organisation

    def visible(self) -> QuerySet:
        return (
            Organisation.objects.visible_to(None)
            .select_related("municipality")
            .prefetch_related("tagged__tag__words", Prefetch("places", OrganisationPlace.objects.public()))
        )

    def documents(self, thing: Any) -> Iterator[Document]:
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                yield Document(
                    language=language,
                    title=thing.name,
                    url=thing.get_absolute_url(),
                    summary=thing.summary,
                    text=_joined(
                        OrganisationForm(thing.form).label,
                        *thing.also_called,
                        words(thing.description),
                        *thing.audience_labels,
                        *_goals(thing),
                        *thing.public_places,
                    ),
                    **_sorted_under(thing, OrganisationForm),
                )


class InitiativeSource(SearchSource):
    kind = "initiative"
    label = _("Initiative")
    plural = _("Initiatives")
    icon = "plant"
    tone = "raps"
    model = Initiative

    def visible(self) -> QuerySet:
        public_parts = InitiativePart.objects.filter(organisation__live=True).select_related("organisation")
        return (
            Initiative.objects.visible_to(None)
            .select_related("municipality")
            .prefetch_related(
                "tagged__tag__words",
                Prefetch("parts", public_parts),
                Prefetch("places", InitiativePlace.objects.public()),
            )
        )

    def documents(self, thing: Any) -> Iterator[Document]:
        names = [part.organisation.name for part in thing.parts.all()]
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                stage = {thing.stage: str(Stage(thing.stage).label)} if thing.stage else {}
                yield Document(
                    language=language,
                    title=thing.title,
                    url=thing.get_absolute_url(),
                    summary=thing.summary,
                    text=_joined(
                        InitiativeForm(thing.form).label,
                        thing.challenge,
                        thing.solution,
                        thing.results,
                        thing.lessons,
                        *names,
                        *_goals(thing),
                        *thing.public_places,
                    ),
                    **_sorted_under(thing, InitiativeForm, stage=stage),
                )


class SupportOfferSource(SearchSource):
    kind = "offer"
    label = _("Support")
    plural = _("Support")
    icon = "handshake"
    tone = "beech"
    model = SupportOffer

    def visible(self) -> QuerySet:
        return (
            SupportOffer.objects.visible_to(None)
            .select_related("organisation")
            .prefetch_related("tagged__tag__words", "municipalities")
        )

    def documents(self, thing: Any) -> Iterator[Document]:
        tags = [tagged.tag for tagged in thing.tagged.all()]
        places = thing.places
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                kind = str(OfferKind(thing.kind).label)
                told = (words(thing.description), thing.for_whom, thing.how_to_apply, thing.organisation.name)
                yield Document(
                    language=language,
                    title=thing.title,
                    url=thing.get_absolute_url(),
                    summary=thing.summary,
                    text=_joined(kind, *told, *places),
                    tags=tuple(label for tag in tags for label in tag.labels),
                    municipalities=tuple(places),
                    facets={"tag": {tag.slug: tag.label for tag in tags}, "form": {thing.kind: kind}},
                    published_at=thing.first_published_at,
                )


def _joined(*texts: Any) -> str:
    """What says different things, kept apart where a piece of it is shown."""
    return " · ".join(str(text) for text in texts if text)


def _goals(thing: Any) -> list[str]:
    return [str(Goal(goal).label) for goal in thing.goals]


def _municipalities(thing: Any) -> list[str]:
    """Its own first, then those of its places that the public may know."""
    towns = [thing.municipality, *(place.municipality for place in thing.public_places)]
    return list(dict.fromkeys(town.name for town in towns if town))


def _sorted_under(thing: Any, forms: type[TextChoices], **more: dict[str, str]) -> dict:
    tags = [tagged.tag for tagged in thing.tagged.all()]
    return {
        "tags": tuple(label for tag in tags for label in tag.labels),
        "municipalities": tuple(_municipalities(thing)),
        "facets": {
            "tag": {tag.slug: tag.label for tag in tags},
            "form": {thing.form: str(forms(thing.form).label)} if thing.form else {},
            **more,
        },
        "published_at": thing.first_published_at,
    }


sources = [OrganisationSource, InitiativeSource, SupportOfferSource]
