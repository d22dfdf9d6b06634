"""Questions as open data: what the idea bank shows to everybody, and no person's name."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from events.science_shop.bank_queries import WAITING, BankFilters, in_order, narrowed
from events.science_shop.models import Question
from events.science_shop.queries import for_page, history_of
from portal.plugins.api import LAST_ITEM, MOST_ITEMS, NOTHING_NEW, PROBLEMS, with_etag

router = Router()
router.add_decorator(with_etag, mode="view")


class FoundSource(Schema):
    title: str
    url: str


class Found(Schema):
    kind: str = Field(description="existing, advice or new.")
    text: str
    certainty: str = Field(description="high, medium, low or unknown.")
    sources: list[FoundSource]


class Happening(Schema):
    at: datetime
    heading: str
    text: str


class BankQuestion(Schema):
    slug: str
    uuid: UUID
    url: str
    title: str
    language: str
    stage: str = Field(description="Of what is evaluated: what came of it.")
    stage_since: datetime
    problem: str
    affected: str
    use: str
    needed_by: date | None
    asked_by: str = Field(description="The organisation, if it wants to be named.")
    municipality: str | None = Field(description="Its slug; none: the whole of Skåne.")
    round: str | None
    fields: list[str] = Field(description="Codes of the Swedish national standard of fields of research.")
    tags: list[str]
    same_here: list[str] = Field(description="Slugs of other organisations that have the same question.")
    researchers: int = Field(description="How many work on it now.")
    findings: list[Found]
    answer: str


class OneQuestion(BankQuestion):
    history: list[Happening]


class BankQuestions(Schema):
    items: list[BankQuestion]
    count: int


class Wanted(Schema):
    """What a caller may ask the list for."""

    stage: str = Field("", max_length=20)
    field: str = Field("", max_length=3)
    tag: str = Field("", max_length=60, description="Its slug.")
    municipality: str = Field("", max_length=60, description="Its slug.")
    round: str = Field("", max_length=150, description="Its slug.")
    waiting: bool = Field(False, description="Those that have waited longest first, not the newly moved.")
    limit: int = Field(20, ge=1, le=MOST_ITEMS)
    offset: int = Field(0, ge=0, le=LAST_ITEM)

    @property
    def filters(self) -> BankFilters:
        chosen = {name: getattr(self, name) for name in BankFilters.FACETS}
        given: dict[str, Any] = {name: (value,) for name, value in chosen.items() if value}
        return BankFilters(**given)


COPIED = ("slug", "uuid", "title", "language", "stage_since", "problem", "affected", "use", "needed_by")


def _fields_of(question: Any, request: HttpRequest) -> dict[str, object]:
    return {
        **{name: getattr(question, name) for name in COPIED},
        "url": request.build_absolute_uri(question.get_absolute_url()),
        "stage": question.shown_stage.value,
        "asked_by": question.shown_organisation_name,
        "municipality": question.municipality.slug if question.municipality else None,
        "round": question.round.slug if question.round and question.round.live else None,
        "fields": [field.field for field in question.fields.all()],
        "tags": [tagged.tag.name for tagged in question.tagged.all()],
        "same_here": [one.organisation.slug for one in question.same_here.all()],
        "researchers": len(question.active_takings),
        "findings": [
            {
                "kind": finding.kind,
                "text": finding.text,
                "certainty": finding.certainty,
                "sources": [{"title": source.title, "url": source.address} for source in finding.sources.all()],
            }
            for finding in question.shown_findings
        ],
        "answer": question.answer.summary if question.answer else "",
    }


@router.get(
    "/", response={200: BankQuestions, **NOTHING_NEW, 422: PROBLEMS[422]}, summary="The questions of the idea bank"
)
def questions(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, object]:
    found = narrowed(wanted.filters)
    page = in_order(for_page(found), WAITING if wanted.waiting else "")[wanted.offset : wanted.offset + wanted.limit]
    return {"items": [_fields_of(question, request) for question in page], "count": found.count()}


@router.get("/{slug}/", response={200: OneQuestion, **NOTHING_NEW, 404: PROBLEMS[404]}, summary="One question")
def question(request: HttpRequest, slug: str) -> dict[str, object]:
    found = get_object_or_404(for_page(Question.objects.public()), slug=slug)
    history = [
        {"at": one["when"], "heading": str(one["heading"]), "text": str(one["text"])} for one in history_of(found)
    ]
    return {**_fields_of(found, request), "history": history}
