"""The demonstration's science shop: a round that has ended, one that runs with questions in every stage, one to come.

Questions go their way by the same moves as everybody's, and are then put back in time. Nobody is written to.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from demonstration.events import add_meetup
from demonstration.people import COORDINATOR, PASSWORD
from demonstration.science_shop_content import MEETUPS, QUESTIONS, RESEARCHERS, ROUNDS
from directory.models import Municipality, Organisation, Tag
from directory.slugs import free_slug
from events.models import Event
from events.science_shop.models import (
    AgendaQuestion,
    Evaluation,
    Finding,
    KnowledgeItem,
    Question,
    QuestionField,
    RemedyAttempt,
    Researcher,
    ResearcherField,
    ResearchProject,
    Round,
    RoundClosing,
    RoundMeetup,
    RoundPartner,
    SameHere,
    Side,
    Source,
    Stage,
    Step,
    Taking,
    Wording,
)
from events.science_shop.permissions import Actor
from events.science_shop.roles import COORDINATORS
from events.science_shop.services import moving
from events.science_shop.stages import MOVES, STAGES, Asked
from portal.accounts.models import User
from portal.plugins import search

# What the words of a question say beside the values of its own columns.
NOT_COLUMNS = {
    *("first", "reason", "organisation", "municipality", "tags", "fields", "round", "taker", "named", "findings"),
    *("knowledge", "project", "moves", "evaluated", "same_here", "attempts", "agendas"),
}
ENDED = {"answer", "answer_partly", "make_project"}


def load() -> None:
    coordinator = _person(COORDINATOR, "Sara", "Samordnare")
    coordinator.groups.add(Group.objects.get(name=COORDINATORS))
    researchers = {content["email"]: _researcher(content, coordinator) for content in RESEARCHERS}
    for content in MEETUPS:
        add_meetup(content)
    rounds = {content["slug"]: _round(content, coordinator) for content in ROUNDS}
    for content in QUESTIONS:
        _question(content, rounds, researchers, coordinator)


def _person(email: str, first_name: str, last_name: str) -> User:
    person = User.objects.create_user(email, PASSWORD, first_name=first_name, last_name=last_name)
    person.confirm_address()
    return person


def _ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def _in(days: int) -> Any:
    return timezone.localdate() + timedelta(days=days)


def _organisation(name: str) -> Organisation:
    return Organisation.objects.get(name=name, standing__is_demonstration=True)


def _researcher(content: dict[str, Any], coordinator: User) -> Researcher:
    written = {name: content[name] for name in ("role", "affiliation", "about", "offers", "is_public")}
    waits = content.get("waits")
    made = Researcher.objects.create(
        user=_person(content["email"], *content["names"]),
        name=" ".join(content["names"]),
        orcid=content.get("orcid", ""),
        confirmed_at=None if waits else _ago(420),
        confirmed_by=None if waits else coordinator,
        **written,
    )
    ResearcherField.objects.bulk_create(ResearcherField(researcher=made, field=field) for field in content["fields"])
    made.tags.set(Tag.objects.filter(name__in=content["tags"]))
    search.publish(made)
    return made


def _round(content: dict[str, Any], coordinator: User) -> Round:
    made = Round(
        **{name: content[name] for name in ("slug", "title", "lead", "body")},
        municipality=Municipality.objects.get(name=content["municipality"]),
        coordinator=coordinator,
        contact_email="forskarverkstad@example.org",
    )
    made.partners = [
        RoundPartner(organisation=_organisation(name), sort_order=order)
        for order, name in enumerate(content["partners"])
    ]
    made.meetups = [
        RoundMeetup(event=Event.objects.get(slug=slug), phase=phase, sort_order=order)
        for order, (phase, slug) in enumerate(content["meetups"])
    ]
    made.save()
    made.tags.set(Tag.objects.filter(name__in=content["tags"]))
    made.save_revision().publish()
    if closed := content.get("closed"):
        RoundClosing.objects.create(round=made, at=_ago(closed), by=coordinator)
    return made


def _question(
    content: dict[str, Any], rounds: dict[str, Round], researchers: dict[str, Researcher], coordinator: User
) -> None:
    organisation = _organisation(content["organisation"]) if content.get("organisation") else None
    begun = content["moves"][0][1] if content["moves"] else 4
    question = Question.objects.create(
        **{"shows_organisation": True} | {name: value for name, value in content.items() if name not in NOT_COLUMNS},
        slug=free_slug(Question, content["title"]),
        organisation=organisation,
        municipality=Municipality.objects.filter(name=content["municipality"]).first(),
        round=rounds.get(content.get("round", "")),
        created_at=_ago(begun),
        stage_since=_ago(begun),
    )
    _say(question, content, begun, coordinator)
    taker = researchers.get(content.get("taker", ""))
    for name, days, *more in content["moves"]:
        question = _move(question, name, days, *more, content=content, taker=taker, coordinator=coordinator)
    contacts = {"contact_name": "Kim Kontakt", "contact_email": f"fraga{question.pk}@example.org"}
    Question.objects.filter(pk=question.pk).update(**contacts, email_key=contacts["contact_email"])
    search.publish(question)


def _say(question: Question, content: dict[str, Any], begun: int, coordinator: User) -> None:
    """All that stands beside it, whatever its stage."""
    texts = [(content.get("first", content["title"]), "", Side.ORGANISATION, begun)]
    if "first" in content:
        formulated = next(days for name, days, *_more in content["moves"] if name == "formulate")
        texts.append((content["title"], content["reason"], Side.COORDINATOR, formulated))
    for number, (text, reason, side, days) in enumerate(texts, start=1):
        Wording.objects.create(
            question=question, number=number, text=text, reason=reason, side=side, made_at=_ago(days), by=None
        )
    question.tags.set(Tag.objects.filter(name__in=content["tags"]))
    QuestionField.objects.bulk_create(QuestionField(question=question, field=field) for field in content["fields"])
    for name, text in content.get("same_here", []):
        SameHere.objects.create(question=question, organisation=_organisation(name), text=text)
    for remedy, text, result in content.get("attempts", []):
        days = max(begun - 24, 2)
        answered = {"result": result, "answered_at": _ago(max(days - 10, 1))} if result else {}
        RemedyAttempt.objects.create(
            question=question, remedy=remedy, text=text, made_at=_ago(days), by=coordinator, **answered
        )
    for order, slug in enumerate(content.get("agendas", [])):
        AgendaQuestion.objects.create(event=Event.objects.get(slug=slug), question=question, sort_order=order)
    if not content["moves"]:
        rule = STAGES[Stage.DRAFT]
        Step.objects.create(
            question=question, text="Skicka frågan", side=rule.side, due_on=_in(rule.days), stage=Stage.DRAFT
        )


def _move(
    question: Question,
    name: str,
    days: int,
    comment: str = "",
    extra: dict[str, Any] | None = None,
    *,
    content: dict[str, Any],
    taker: Researcher | None,
    coordinator: User,
) -> Question:
    """Make a move as it was made so many days ago."""
    move, when, extra = MOVES[name], _ago(days), extra or {}
    said: dict[str, Any] = {"comment": comment}
    if Asked.LOOK_AGAIN_ON in move.asks:
        said["look_again_on"] = _in(extra["look_again"])
    if Asked.STEP in move.asks:
        said |= {"step": extra.get("step", "Läsa in sig och höra av sig"), "due_on": _in(extra.get("due", 12))}
    if name == "take" and taker:
        Taking.objects.create(
            question=question,
            researcher=taker,
            affiliation=taker.affiliation,
            shows_name=content.get("named", False),
            taken_at=when,
            until=timezone.localdate() + timedelta(days=max(90 - days, 30)),
        )
    if name == "present":
        _find(question, content, when, coordinator)
    if name in ENDED:
        _end(question, content, when)
    if name == "evaluate":
        _evaluate(question, content, days)
    side = move.sides[0]
    actor = Actor(coordinator if side == Side.COORDINATOR else None, frozenset({side}))
    question = moving.move(question, name, actor=actor, shown=question.version, **said)
    latest = question.changes.latest("pk")
    question.changes.filter(pk=latest.pk).update(at=when)
    if name in ENDED:
        KnowledgeItem.objects.filter(question=question).update(published_at=when, changed_at=when)
    if name != "evaluate":
        Question.objects.filter(pk=question.pk).update(stage_since=when)
    if name == "submit":
        Question.objects.filter(pk=question.pk).update(submitted_at=when)
    _put_back(question, when, days)
    question.refresh_from_db()
    return question


def _put_back(question: Question, when: datetime, days: int) -> None:
    """The steps were done then, and the one that is open now is due from then on."""
    question.steps.exclude(done_at=None).filter(done_at__gt=when).update(done_at=when)
    rule = STAGES[Stage(question.stage)]
    brought = question.steps.open().filter(stage=question.stage)
    brought.update(made_at=when)
    if question.stage != Stage.PARKED and brought.filter(text=str(rule.next)).exists():
        brought.update(due_on=(when + timedelta(days=rule.days)).date())


def _find(question: Question, content: dict[str, Any], when: datetime, coordinator: User) -> None:
    taking = question.takings.active().first()
    for text, certainty, source, doi in content.get("findings", []):
        finding = Finding.objects.create(
            question=question,
            taking=taking,
            text=text,
            certainty=certainty,
            kind="existing",
            by=taking.researcher.user if taking and taking.researcher else coordinator,
            made_at=when - timedelta(days=2),
        )
        Source.objects.create(finding=finding, title=source, doi=doi)


def _end(question: Question, content: dict[str, Any], when: datetime) -> None:
    if not question.findings.exists():
        _find(question, content, when, User.objects.get_by_natural_key(COORDINATOR))
    if "knowledge" in content:
        KnowledgeItem.objects.create(question=question, published_at=when, changed_at=when, **content["knowledge"])
    if "project" in content:
        ResearchProject.objects.create(question=question, **content["project"])
    question.takings.active().update(state="finished", ended_at=when)


def _evaluate(question: Question, content: dict[str, Any], days: int) -> None:
    for occasion, met, together, useful, used in content.get("evaluated", []):
        Evaluation.objects.create(
            question=question,
            occasion=occasion,
            asked_at=_ago(days + 20),
            answered_at=_ago(days + 8),
            met_expectations=met,
            cooperation=together,
            usefulness=useful,
            is_used=used,
        )
