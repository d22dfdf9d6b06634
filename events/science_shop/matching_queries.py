"""Who and what fits a question, and what they share with it, at a constant number of queries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Self

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.idea_queries import Group, Groups, like
from directory.models import Tag
from directory.models.common import Person
from events.science_shop.models import Match, Question, Researcher, Side
from events.science_shop.models.rounds import COORDINATES_ALL
from events.science_shop.telling_words import telling_words
from portal.plugins import search

MOST_SHOWN = 12
# Of what is answered, so many are compared word by word: those that share the most fields and tags.
MOST_COMPARED = 60
# An answer's key is that of its question.
ANSWERED_KINDS = ("question", "answer")
# Somebody fits who shares a field, a tag, or so many words. What more than a share of them have says little.
MOST_WORDS = 6
COMMON_SHARE = 0.2
FEW = 4
# What the search looks through beside: kind → what its group is called, and how many of it are shown.
BESIDE: Groups = {
    "initiative": (gettext_lazy("Initiatives that do something like it"), 6),
    "guidance": (gettext_lazy("Guidance to read"), 4),
}


@dataclass(frozen=True)
class Fit:
    """Something that fits a question, and all that the two share, as a person reads it."""

    thing: Any
    fields: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def worth(self) -> int:
        """A field says the most, then a tag, then a word."""
        return 3 * len(self.fields) + 2 * len(self.tags) + len(self.words)

    @property
    def is_by_field_alone(self) -> bool:
        return bool(self.fields) and not self.tags and not self.words

    @property
    def fits(self) -> bool:
        return bool(self.fields or self.tags) or len(self.words) >= search.FEWEST_SHARED


@dataclass(frozen=True)
class Sought:
    """What a question is about."""

    fields: frozenset[str]
    tags: frozenset[int]
    words: dict[str, str]

    @classmethod
    def of(cls, question: Question) -> Self:
        return cls(
            frozenset(one.field for one in question.fields.all()),
            frozenset(one.tag_id for one in question.tagged.all()),
            telling_words(text_of(question)),
        )

    def compared(self, thing: Any, text: str) -> tuple[Fit, set[str]]:
        """`thing`, whose fields and tags are prefetched, with what it shares; and the stems of its words."""
        stems = self.words.keys() & telling_words(text).keys()
        fields = tuple(str(one) for one in thing.fields.all() if one.field in self.fields)
        tags = tuple(sorted(_label(one.tag) for one in thing.tagged.all() if one.tag_id in self.tags))
        return Fit(thing, fields, tags), stems

    def fitting(self, compared: Iterable[tuple[Fit, set[str]]]) -> list[Fit]:
        """Those that fit, who share the most first; of equals in the order in which they came."""
        rows = list(compared)
        having = Counter(stem for _fit, stems in rows for stem in stems)
        common = max(FEW, len(rows) * COMMON_SHARE)
        named = [
            replace(
                fit, words=tuple(self.words[stem] for stem in self.words if stem in stems and having[stem] <= common)
            )
            for fit, stems in rows
        ]
        found = sorted((fit for fit in named if fit.fits), key=lambda fit: -fit.worth)
        return [replace(fit, words=fit.words[:MOST_WORDS]) for fit in found[:MOST_SHOWN]]


def text_of(question: Question) -> str:
    return f"{question.title}\n{question.problem}"


def _label(tag: Tag) -> str:
    return str(tag.label)


def with_what_it_is_about(questions: QuerySet[Question]) -> QuerySet[Question]:
    return questions.select_related("round", "organisation").prefetch_related("fields", "tagged__tag")


def fitting_researchers(question: Question) -> list[Fit]:
    """Confirmed researchers who are not yet asked; those of the question's own account are not asked at all."""
    asked = Match.objects.filter(question=question).values("researcher")
    researchers = (
        Researcher.objects.to_be_met()
        .exclude(pk__in=asked)
        .exclude(user_id=question.raised_by_id)
        .select_related("user")
        .prefetch_related("fields", "tagged__tag")
        .order_by("name", "pk")
    )
    sought = Sought.of(question)
    return sought.fitting(sought.compared(one, f"{one.affiliation}\n{one.about}") for one in researchers)


def fitting_answers(question: Question) -> list[Fit]:
    """Answered questions that everybody may read: perhaps this one is answered already."""
    sought = Sought.of(question)
    alike = search.similar(text_of(question), language=question.language, kinds=ANSWERED_KINDS, limit=MOST_COMPARED)
    answered = Question.objects.public().exclude(outcome="").exclude(pk=question.pk)
    # Of an empty list Django makes no count at all.
    keys = [int(hit.key) for hit in alike if hit.key.isdigit()]
    near = (
        answered.annotate(
            by_field=Count("fields", Q(fields__field__in=sought.fields or {""}), distinct=True),
            by_tag=Count("tagged", Q(tagged__tag__in=sought.tags or {0}), distinct=True),
        )
        .filter(Q(by_field__gt=0) | Q(by_tag__gt=0) | Q(pk__in=keys))
        .order_by((F("by_field") + F("by_tag")).desc(), "-stage_since", "-pk")
        .select_related("organisation")
        .prefetch_related("fields", "tagged__tag")[:MOST_COMPARED]
    )
    return sought.fitting(sought.compared(one, text_of(one)) for one in near)


def fitting_beside(question: Question) -> list[Group]:
    """Initiatives and guidance that are clearly like it, with the words and subjects that they share."""
    return like(text_of(question), language=question.language, groups=BESIDE, clearly=True)


@dataclass(frozen=True)
class Standing:
    """A match, for who coordinates: with whom, and where it is."""

    match: Match
    # Empty: a researcher who is not shown to this reader.
    name: str
    label: str
    kind: str
    since: Any


def matches_of(question: Question, user: Person) -> list[Standing]:
    """Whom `question` has been brought together with: whom each waits for, and since when."""
    matches = Match.objects.filter(question=question).select_related("researcher__user").order_by("-invited_at", "-pk")
    return [Standing(match, called(match.researcher, user), *_standing(match)) for match in matches]


def _standing(match: Match) -> tuple[str, str, Any]:
    if match.is_open:
        return _("Both have said yes: they write to each other"), "beech", match.opened_at
    if match.is_over:
        return _("They have met, and have ended the contact"), "", match.opened_at
    if match.researcher_said is False:
        return _("The researcher cannot this time"), "", match.researcher_said_at
    if match.asker_said is False:
        return _("It does not fit those who ask"), "", match.asker_said_at
    if match.researcher_said:
        return _("Waits for those who ask"), "raps", match.waits_since
    return _("Waits for the researcher"), "raps", match.waits_since


def called(researcher: Researcher, user: Person) -> str:
    """A researcher's name, if `user` may see it."""
    may_see = researcher.is_shown or researcher.user_id == user.pk or user.has_perm(COORDINATES_ALL)
    return researcher.name if may_see else ""


def waiting_for_researcher(user: Person) -> QuerySet[Match]:
    """Questions about which `user`, a researcher, has not answered yet, and those with whom contact is open."""
    own = Match.objects.of_researcher(user).select_related("question__organisation")
    return own.filter(opened_at=None, researcher_said=None, question__in=Question.objects.public().open())


def waiting_for_asker(user: Person) -> QuerySet[Match]:
    """Researchers who would like to meet `user` around their questions."""
    own = Match.objects.of_questions(Question.objects.raised_by(user).open())
    return own.filter(researcher_said=True, asker_said=None).select_related("question", "researcher")


def for_researcher(user: Person) -> QuerySet[Match]:
    """Those of `user`, with all that their page shows."""
    own = Match.objects.of_researcher(user)
    return own.select_related("researcher__user", "question__organisation", "question__municipality", "question__round")


def shown_to_asker(question: Question) -> QuerySet[Match]:
    """Of a question's matches those that whoever asks is told of: nobody hears of a no that they did not wait for."""
    matches = Match.objects.filter(question=question).exclude(researcher_said=False, asker_said=None)
    return matches.select_related("question", "researcher__user").prefetch_related("researcher__fields")


def may_answer(match: Match, side: Side) -> bool:
    """Whether there is anything for `side` to say: a yes while it can help, and always an end to one's own yes."""
    own, other = (match.researcher_said, match.asker_said)[:: 1 if side == Side.RESEARCHER else -1]
    if match.is_over or own:
        return not match.is_over
    return other is not False and match.question.is_public and match.question.is_open
