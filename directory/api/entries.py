"""Organisations and initiatives as open data."""

from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from directory.api.examples import example
from directory.api.listing import Narrowing, Near, Part, described, listed, narrowed, with_goal, with_value
from directory.api.schemas import InitiativeInFull, InitiativeList, OrganisationInFull, OrganisationList
from directory.forms_of_organising import InitiativeForm, OrganisationForm, Stage
from directory.merge_queries import leads_to
from directory.models import Initiative, InitiativePart, Organisation
from directory.models.common import EntryQuerySet
from directory.terms import Audience, Goal, Language
from portal.plugins.api import NOTHING_NEW, PROBLEMS
from portal.plugins.http import led_on_to

router = Router()


class OrganisationNarrowing(Narrowing):
    form: OrganisationForm | None = described("Form of organising.", "ideell-forening")
    goal: Goal | None = described("Number of a global goal.", 11)
    language: Language | None = described("What one can speak with them.", "ar")
    audience: Audience | None = described("For whom they are there.", "unga")


class InitiativeNarrowing(Narrowing):
    form: InitiativeForm | None = described("Form.", "forening")
    stage: Stage | None = described("How far it has come.", "pilot")
    goal: Goal | None = described("Number of a global goal.", 11)


@router.get(
    "/organisations",
    response={200: OrganisationList, **NOTHING_NEW, **PROBLEMS},
    summary="Public organisations, by name",
    openapi_extra=example("organisations"),
)
def organisations(
    request: HttpRequest, narrowing: Query[OrganisationNarrowing], part: Query[Part], near: Near = ""
) -> dict[str, Any]:
    chosen, ranked = narrowed(_with_standing(Organisation.objects.visible_to(None)), "organisation", narrowing)
    if narrowing.form is not None:
        chosen = chosen.filter(form=narrowing.form)
    if narrowing.goal is not None:
        chosen = with_goal(chosen, narrowing.goal)
    if narrowing.language is not None:
        chosen = with_value(chosen, "languages", narrowing.language)
    if narrowing.audience is not None:
        chosen = with_value(chosen, "audiences", narrowing.audience)
    return listed(request, chosen, part, ranked=ranked, near=near)


@router.get(
    "/organisations/{slug}",
    response={200: OrganisationInFull, 301: None, **NOTHING_NEW, **PROBLEMS},
    summary="One public organisation, with all that its page shows",
    description="The slug or id of one that was merged into another leads there (301).",
)
def organisation(request: HttpRequest, slug: str) -> Organisation | HttpResponse:
    try:
        return Organisation.objects.visible_to(None).get_in_full(slug)
    except Organisation.DoesNotExist:
        if kept := leads_to(slug, None):
            return led_on_to(request.path.removesuffix(slug) + kept.slug)
        raise Http404 from None


@router.get(
    "/initiatives",
    response={200: InitiativeList, **NOTHING_NEW, **PROBLEMS},
    summary="Public initiatives, by title",
    openapi_extra=example("initiatives"),
)
def initiatives(
    request: HttpRequest, narrowing: Query[InitiativeNarrowing], part: Query[Part], near: Near = ""
) -> dict[str, Any]:
    chosen, ranked = narrowed(_with_standing(Initiative.objects.visible_to(None)), "initiative", narrowing)
    if narrowing.form is not None:
        chosen = chosen.filter(form=narrowing.form)
    if narrowing.stage is not None:
        chosen = chosen.filter(stage=narrowing.stage)
    if narrowing.goal is not None:
        chosen = with_goal(chosen, narrowing.goal)
    return listed(request, chosen, part, ranked=ranked, near=near)


@router.get(
    "/initiatives/{slug}",
    response={200: InitiativeInFull, **NOTHING_NEW, **PROBLEMS},
    summary="One public initiative, with all that its page shows",
)
def initiative(request: HttpRequest, slug: str) -> Initiative:
    public_parts = InitiativePart.objects.filter(organisation__live=True).select_related("organisation")
    public = Initiative.objects.visible_to(None).in_full().prefetch_related(Prefetch("parts", public_parts))
    return get_object_or_404(public, slug=slug)


def _with_standing(entries: EntryQuerySet) -> EntryQuerySet:
    return entries.select_related("standing", "municipality").prefetch_related("tagged__tag")
