"""Who works on a question, and the way to take it, for its page: `{% takers question %}`."""

from typing import Any

from django import template

from events.science_shop.models import Question, Researcher
from events.science_shop.permissions import researcher_of
from events.science_shop.services.taking import FREE
from events.science_shop.vocabulary import Side

register = template.Library()


@register.inclusion_tag("science_shop/takers.html", takes_context=True)
def takers(context: template.Context, question: Question) -> dict[str, Any]:
    """Who works on `question`, whose `takings__researcher` are prefetched."""
    user = context["request"].user
    found = question.active_takings
    is_mine = any(one.researcher and one.researcher.user_id == user.pk for one in found)
    actor = context.get("actor")
    is_free = question.stage in FREE and not is_mine
    may_take = is_free and researcher_of(user) is not None
    return {
        "question": question,
        "takings": found,
        "is_mine": is_mine,
        "writes": bool(actor and actor.may(Side.COORDINATOR) and question.is_open),
        "may_take": may_take,
        "waits": is_free and not may_take and Researcher.objects.filter(user_id=user.pk).exists(),
        "is_sought": question.stage in FREE and question.is_public and not user.is_authenticated,
    }
