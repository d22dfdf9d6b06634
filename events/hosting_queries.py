"""What hosts read of those registered: the list as it was asked for, the figures, what somebody needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.http import QueryDict

from directory.alphabet import sort_key
from events.models import Answer, Attendee, CheckIn, Event, Question, Registration, RegistrationQuerySet, Way
from events.services.registering import normalised

LONGEST_WORDS = 100


@dataclass(frozen=True)
class Chosen:
    """Which of a meetup's registrations a host wants to see."""

    status: str = ""
    way: str = ""
    words: str = ""
    # By the number of a question with one answer of several: the answer.
    answers: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, query: QueryDict, questions: list[Question]) -> "Chosen":
        """Read an address's query; what is not known is left out."""

        def one_of(name: str, known: Sequence[str]) -> str:
            return value if (value := query.get(name, "")) in known else ""

        try:
            words = normalised(query.get("q", "")[:LONGEST_WORDS])
        except ValueError:
            words = ""
        answers = {question.pk: one_of(f"answer-{question.pk}", question.choices) for question in questions}
        return cls(
            status=one_of("status", Registration.Status.values),
            way=one_of("way", Way.values),
            words=words,
            answers={pk: answer for pk, answer in answers.items() if answer},
        )

    @property
    def query(self) -> str:
        """As the query of an address, without what is not chosen."""
        query = QueryDict(mutable=True)
        values = {"status": self.status, "way": self.way, "q": self.words}
        values |= {f"answer-{pk}": answer for pk, answer in self.answers.items()}
        query.update({name: value for name, value in values.items() if value})
        return query.urlencode()

    def apply(self, registrations: RegistrationQuerySet) -> RegistrationQuerySet:
        if self.status:
            registrations = registrations.filter(status=self.status)
        if self.way:
            registrations = registrations.filter(pool__way=self.way)
        if self.words:
            key = self.words.casefold()
            by_name = Q(name_key__contains=key) | Q(email_key__contains=key)
            # As it was written too: SQLite knows no case beyond ASCII.
            companions = Q(companions__name__icontains=self.words)
            # Nobody is to be guessed by their name who has not said yes.
            answered = registrations.exclude(is_added_by_host=True, confirmed_at=None)
            registrations = answered.filter(by_name | companions).distinct()
        for pk, answer in self.answers.items():
            registrations = registrations.filter(answers__question=pk, answers__value=answer)
        return registrations


def of_event(event: Event) -> RegistrationQuerySet:
    """Those of whom something is still kept, with all that a row of the list shows."""
    return event.registrations.filter(erased_at=None).with_people()


def choice_questions(event: Event) -> list[Question]:
    """The questions by whose answer the list can be narrowed."""
    return [question for question in event.questions.all() if question.kind == Question.Kind.ONE]


@dataclass(frozen=True)
class Figures:
    """How many people, those erased since among them. `missing` is known when the meetup is over and had check-ins."""

    seated: int
    applied: int
    came: int
    missing: int | None


def figures(event: Event) -> Figures:
    registrations = Registration.objects.filter(event=event)

    def people(status: Registration.Status) -> int:
        return registrations.filter(status=status).aggregate(number=Sum("seats"))["number"] or 0

    seated = people(Registration.Status.CONFIRMED)
    came = _came(event).count()
    return Figures(
        seated=seated,
        applied=registrations.filter(status=Registration.Status.APPLIED).count(),
        came=came,
        missing=seated - came if event.is_past and came else None,
    )


def _came(event: Event) -> QuerySet:
    return CheckIn.objects.filter(
        registration__event=event,
        registration__status=Registration.Status.CONFIRMED,
        seat__lt=F("registration__seats"),
    )


def needs(event: Event) -> dict[str, list[Answer]]:
    """What those with seats have said of food and access, by question."""
    answers = Answer.objects.filter(registration__in=event.registrations.confirmed(), is_sensitive=True).select_related(
        "registration"
    )
    found: dict[str, list[Answer]] = {}
    for answer in answers.order_by("question__sort_order", "label", "registration__name_key", "pk"):
        found.setdefault(answer.label, []).append(answer)
    return found


def attendees(event: Event, way: str = "") -> list[Attendee]:
    """Everybody who has a seat, by name as Swedish sorts."""
    registrations: Any = event.registrations.confirmed().with_people()
    if way:
        registrations = registrations.filter(pool__way=way)
    people = [person for registration in registrations for person in registration.people]
    return sorted(people, key=lambda person: (sort_key(person.name), person.registration.pk, person.seat))
