"""What questions came to: the list of the answers, the page of each, and the sheet on paper."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.science_shop import knowledge_queries as queries
from events.science_shop.models import KnowledgeItem
from events.science_shop.structured_data import answer_json_ld
from events.science_shop.views.crumbs import Crumb, science_shop_crumbs

PER_PAGE = 24


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """All answers, by field of research and subject."""
    public, choice = KnowledgeItem.objects.public(), queries.Choice.of(request.GET)
    groups = choice.groups(public)
    checked = [(group["name"], option) for group in groups for option in group["options"] if option["checked"]]
    context = {
        "page": Paginator(queries.for_lists(choice.apply(public)), PER_PAGE).get_page(request.GET.get("page")),
        "groups": groups,
        "chips": [
            {"label": option["label"], "query": choice.query_without(name, option["value"])} for name, option in checked
        ],
        "chosen": len(checked),
        "crumbs": science_shop_crumbs(),
    }
    return render(request, "science_shop/answers.html", context)


@require_safe
def knowledge(request: HttpRequest, slug: str) -> HttpResponse:
    """What a question came to. Printed, it is a sheet of one page."""
    item = get_object_or_404(queries.for_page(KnowledgeItem.objects.public()), question__slug=slug)
    context = {
        **queries.shown(item),
        "structured_data": answer_json_ld(item, request.build_absolute_uri(item.get_absolute_url())),
        "crumbs": [*science_shop_crumbs(), answers_crumb()],
    }
    return render(request, "science_shop/knowledge.html", context)


def answers_crumb() -> Crumb:
    return {"label": _("Answers"), "url": reverse("science_shop:answers")}
