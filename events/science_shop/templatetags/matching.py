"""Where researchers and those who ask meet, for the pages of either: `{% asker_matches question %}`."""

from typing import Any

from django import template

from events.science_shop import remedy_queries as queries
from events.science_shop.matching_queries import may_answer, shown_to_asker
from events.science_shop.models import Match, Question, Side
from events.science_shop.permissions import asks, researcher_of
from events.science_shop.services.matching import why_not

register = template.Library()


@register.inclusion_tag("science_shop/asker_matches.html", takes_context=True)
def asker_matches(context: template.Context, question: Question) -> dict[str, Any]:
    """The researchers who could meet whoever asks `question`; on the page of the mailed link by that link."""
    request = context["request"]
    token = request.resolver_match.kwargs.get("token", "") if request.resolver_match else ""
    matches = [(match, may_answer(match, Side.ORGANISATION)) for match in shown_to_asker(question)]
    return {"matches": matches, "question": question, "token": token, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("science_shop/perhaps.html", takes_context=True)
def perhaps(context: template.Context, question: Question) -> dict[str, Any]:
    """The button by which a confirmed researcher says that they may know something; for others nothing."""
    user = context["request"].user
    researcher = researcher_of(user)
    can = researcher and not asks(user, question)
    match = Match.objects.filter(question=question, researcher=researcher).first() if can else None
    return {
        "question": question,
        "match": match,
        "is_offered": can and match is None and not why_not(question),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("science_shop/remedies_tried.html")
def remedies_tried(question: Question) -> dict[str, Any]:
    """What has been tried to answer `question`, as everybody may know it."""
    return {"rungs": queries.remedies_tried(question)}
