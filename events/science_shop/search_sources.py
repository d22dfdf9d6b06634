"""What is found of the science shop."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from events.science_shop import knowledge_queries
from events.science_shop.bank_queries import KIND
from events.science_shop.models import KnowledgeItem, Question, Researcher, Round
from events.science_shop.round_queries import for_page
from portal.plugins.search import Document, FixedPage, FixedPageSource, SearchSource

SUMMARY = 200
# The science shop's own pages, each with the words that stand on top of it.
PAGES = (
    FixedPage(
        "science_shop:start",
        _("Science shop"),
        _("Organisations and researchers in Skåne formulate questions together, look for knowledge and meet again."),
    ),
    FixedPage(
        "science_shop:ask",
        _("Ask a question"),
        _(
            "Tell what your organisation or group needs to know. Researchers look for the answer together with you. No "
            "account is needed."
        ),
    ),
    FixedPage(
        "science_shop:questions",
        _("Idea bank"),
        _(
            "Questions from civil society in Skåne: those that seek researchers, those that are worked on, and those "
            "that are answered."
        ),
    ),
    FixedPage(
        "science_shop:answers",
        _("Answers"),
        _("What researchers and organisations in Skåne have found out together, in plain language, with sources."),
    ),
    FixedPage(
        "science_shop:rounds",
        _("Rounds of the science shop"),
        _("A round gathers questions around a theme, and meets three or four times until they are answered."),
    ),
    FixedPage(
        "science_shop:researchers",
        _("Researchers"),
        _(
            "Researchers, students and supervisors who look for answers together with civil society in Skåne, and want "
            "to be seen."
        ),
    ),
    FixedPage(
        "science_shop:figures",
        _("The science shop in figures"),
        _("How many questions are raised, taken and answered, and how long it takes."),
    ),
)


class QuestionSource(SearchSource):
    """What everybody may read of a question, and no person's name."""

    kind = KIND
    label = _("Question")
    plural = _("Questions")
    icon = "chats-circle"
    tone = "heather"
    model = Question

    def visible(self) -> QuerySet:
        return (
            Question.objects.public()
            .select_related("organisation", "round", "municipality")
            .prefetch_related("tagged__tag__words", "fields", "wordings", "changes", "findings")
        )

    def documents(self, thing: Any) -> Iterator[Document]:
        tags = [tagged.tag for tagged in thing.tagged.all()]
        asker = thing.shown_organisation_name
        round_title = thing.round.title if thing.round and thing.round.live else ""
        words = [thing.problem, thing.affected, thing.use]
        words += [wording.text for wording in thing.shown_wordings if wording.text != thing.title]
        words += [finding.text for finding in thing.shown_findings]
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                facts = [thing.stage_in_words, *map(str, thing.fields.all()), round_title, asker]
                yield Document(
                    language=language,
                    title=thing.title,
                    url=thing.get_absolute_url(),
                    summary=Truncator(thing.problem).chars(SUMMARY),
                    text="\n".join([*words, " · ".join(filter(None, facts))]),
                    tags=tuple(label for tag in tags for label in tag.labels),
                    municipalities=(thing.municipality.name,) if thing.municipality else (),
                    facets={
                        "tag": {tag.slug: tag.label for tag in tags},
                        "stage": {thing.shown_stage.value: thing.stage_in_words},
                    },
                    published_at=thing.submitted_at or thing.created_at,
                )


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
        return Researcher.objects.public().prefetch_related("fields", "tagged__tag__words")

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


class AnswerSource(SearchSource):
    kind = "answer"
    label = _("Answer")
    plural = _("Answers")
    icon = "check-circle"
    tone = "heather"
    model = KnowledgeItem

    def visible(self) -> QuerySet:
        return knowledge_queries.for_page(KnowledgeItem.objects.public())

    def documents(self, thing: Any) -> Iterator[Document]:
        question = thing.question
        tags = [tagged.tag for tagged in question.tagged.all()]
        found = [finding.text for finding in question.findings.all()]
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                fields = [str(field) for field in question.fields.all()]
                texts = [thing.summary, *found, thing.remains, thing.methods, " · ".join(fields)]
                yield Document(
                    language=language,
                    title=question.title,
                    url=thing.get_absolute_url(),
                    summary=Truncator(thing.summary).words(40),
                    text="\n".join(filter(None, texts)),
                    tags=tuple(label for tag in tags for label in tag.labels),
                    municipalities=(question.municipality.name,) if question.municipality else (),
                    facets={
                        "tag": {tag.slug: tag.label for tag in tags},
                        "stage": {question.outcome: question.get_outcome_display()},
                    },
                    published_at=thing.published_at,
                )


class PlaceSource(FixedPageSource):
    """The science shop's own pages."""

    kind = "science_shop"
    label = _("Science shop")
    icon = "chats-circle"
    tone = "heather"
    pages = PAGES


sources = [PlaceSource, QuestionSource, RoundSource, ResearcherSource, AnswerSource]
