"""What is on a meetup's agenda, and in which order."""

from django.db import transaction
from wagtail.log_actions import log

from events.models import Event
from events.science_shop.models import AgendaQuestion, Question
from events.science_shop.services.moving import NotAllowed
from portal.accounts.models import User
from portal.plugins.locks import one_at_a_time


@transaction.atomic
def put_on(event: Event, question: Question, *, by: User) -> AgendaQuestion:
    """Put `question` last on the agenda; what is on it already stays where it is."""
    order = _in_order(event)
    if on_it := next((item for item in order if item.question_id == question.pk), None):
        return on_it
    last = order[-1].sort_order if order else 0
    made = AgendaQuestion.objects.create(event=event, question=question, sort_order=last + 1)
    log(question, "science_shop.put_on_agenda", user=by, data={"event": event.pk})
    return made


@transaction.atomic
def take_off(item: AgendaQuestion, *, by: User) -> None:
    """Take a question off an agenda; a second time changes nothing.

    Raises NotAllowed once something was written about it there.
    """
    locked = AgendaQuestion.objects.select_for_update(of=("self",)).select_related("question")
    if (found := locked.filter(pk=item.pk).first()) is None:
        return
    item = found
    if item.decision or item.question.steps.filter(event=item.event_id).exists():
        raise NotAllowed
    log(item.question, "science_shop.take_off_agenda", user=by, data={"event": item.event_id})
    item.delete()


@transaction.atomic
def shift(item: AgendaQuestion, places: int) -> None:
    """Let a question come so many places later, or (-1) earlier; the first and the last stay where they are."""
    order = _in_order(item.event)
    place = next((place for place, one in enumerate(order) if one.pk == item.pk), None)
    if place is None or not 0 <= place + places < len(order):
        return
    order.insert(place + places, order.pop(place))
    for number, one in enumerate(order, 1):
        one.sort_order = number
    AgendaQuestion.objects.bulk_update(order, ["sort_order"])


def _in_order(event: Event) -> list[AgendaQuestion]:
    """The agenda, for nobody else to order until the transaction ends."""
    one_at_a_time("science_shop.agenda", event.pk)
    return list(AgendaQuestion.objects.filter(event=event))
