"""What is found of the science shop."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from events.science_shop.models import Researcher, Round
from events.science_shop.round_queries import for_page
from portal.plugins.search import Document, SearchSource


class RoundSource(SearchSource):
    kind = "round"
    label = _("Round")
    plural = _("Rounds")
    icon = "path"
    tone = "brick"
    model = Round

    def visible(self) -> QuerySet:
        return for_page(Round.objects.filter(live=True))

    def documents(self, thing: Any) -> Iterator[Document]:
        partners = [one.organisation.name for one in thing.partners.all() if one.organisation.live]
        tags = [tagged.tag for tagged in thing.tagged.all()]
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                yield Document(
                    language=language,
                    title=thing.title,
                    url=thing.get_absolute_url(),
                    summary=thing.lead,
                    # The space keeps words on both sides of a tag apart.
                    text="\n".join([strip_tags(thing.body.replace("<", " <")), " · ".join(partners)]),
                    tags=tuple(label for tag in tags for label in tag.labels),
                    municipalities=(thing.municipality.name,) if thing.municipality else (),
                    facets={"tag": {tag.slug: tag.label for tag in tags}},
                    published_at=thing.first_published_at,
                )


class ResearcherSource(SearchSource):
    kind = "researcher"
    label = _("Researcher")
    plural = _("Researchers")
    icon = "user"
    tone = "heather"
    model = Researcher

    def visible(self) -> QuerySet:
        return Researcher.objects.public().prefetch_related("fields", "tagged__tag")

    def documents(self, thing: Any) -> Iterator[Document]:
        tags = [tagged.tag for tagged in thing.tagged.all()]
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                yield Document(
                    language=language,
                    title=thing.name,
                    url=thing.get_absolute_url(),
                    summary=f"{thing.get_role_display()}, {thing.affiliation}",
                    text="\n".join([thing.about, *(str(field) for field in thing.fields.all())]),
                    tags=tuple(label for tag in tags for label in tag.labels),
                    facets={"tag": {tag.slug: tag.label for tag in tags}},
                )


sources = [RoundSource, ResearcherSource]
