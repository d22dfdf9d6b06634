"""What tests of taking a question, and of the work with it, begin with."""

from events.science_shop.models import Question
from events.science_shop.queries import history_of
from events.science_shop.services import taking
from tests.events.science_shop.factories import in_days

NAME = "Rut Forskare"


def address(question, *rest):
    return "/".join(["/forskarverkstad/fragor", question.slug, *rest, ""])


def written(**otherwise):
    said = {"version": 0, "until": in_days(90), "step": "Läsa tre rapporter", "due_on": in_days(20)}
    return said | otherwise


def take(question, researcher, **otherwise):
    said = {"until": in_days(90), "step": "Läsa", "due_on": in_days(20), "shown": question.version} | otherwise
    return taking.take(question, researcher, **said)


def headings(question):
    return [str(entry["heading"]) for entry in history_of(Question.objects.get(pk=question.pk))]
