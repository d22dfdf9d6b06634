"""What whoever asks does: write a question down, change it, send it, say what may be shown, let it go."""

from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from directory.slugs import free_slug
from events.science_shop.models import Question, Side, Wording
from events.science_shop.models.questions import RESERVED_SLUGS
from events.science_shop.permissions import Actor
from events.science_shop.services import forgetting, review, telling
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed, in_turn, move, plan
from events.science_shop.vocabulary import Review, Stage
from events.services.registering import DOUBLE_CLICK
from portal.accounts.models import User
from portal.plugins import search
from portal.plugins.locks import one_at_a_time
from portal.plugins.unasked import may_be_written_to

# What the intake form asks beside the question itself.
FACTS = (
    *("problem", "affected", "known", "use", "needed_by", "is_paid", "paid_note", "is_sensitive", "sensitive_note"),
    *("municipality", "tags"),
)
SHOWN = ("contact_name", "may_be_shown", "shows_organisation", "shows_person")
# Of a draft, which is theirs alone.
WHOLE = ("title", "round", "organisation", "organisation_name", *FACTS, *SHOWN)
# Until it is formulated; then it is put in other words instead.
CORRECTED_IN = (Stage.DRAFT, Stage.SUBMITTED, Stage.INTAKE)
# Of one address in an hour, that nobody has sent.
MOST_DRAFTS = 3
# Sent by one person in a day: somebody reads each.
MOST_SENT = 5
LONGEST_KEY = 254
Values = dict[str, Any]


class NotProven(Exception):
    """Nobody has shown yet that the contact's address is theirs: the link that was mailed there does."""


class TooMany(Exception):
    """They have sent so many within a day that this one stays a draft until tomorrow."""


@transaction.atomic
def raise_question(values: Values, *, by: User | None = None, language: str = "sv") -> Question | None:
    """Keep a draft with its first wording, and mail the link that leads to it.

    A member whose address is proven needs no link. Says nothing of who asks what: an address that has had enough mail
    passes in silence, and the same question again is the same draft. None where nothing was kept.
    """
    email, now = values["contact_email"], timezone.now()
    key = email.casefold()[:LONGEST_KEY]
    one_at_a_time("science_shop.ask", key)
    lately = Question.objects.filter(email_key=key, created_at__gt=now - timedelta(hours=1))
    is_proven = by is not None and is_proven_by(key, by)
    shown = {name: values[name] for name in ("may_be_shown", "shows_organisation", "shows_person") if name in values}
    if same := lately.filter(title=values["title"], problem=values["problem"], raised_by=by, **shown).first():
        if not is_proven and same.stage == Stage.DRAFT and now - same.created_at > DOUBLE_CLICK:
            _mail_link(same)
        return same
    # What strangers ask in a member's address is not the member's doing.
    drafts = lately.filter(stage=Stage.DRAFT, **({"raised_by": by} if is_proven else {}))
    if drafts.count() >= MOST_DRAFTS or not (is_proven or may_be_written_to(email)):
        return None
    one_at_a_time("science_shop.addresses")
    question = Question(
        **{name: values[name] for name in WHOLE if name in values and name != "tags"},
        slug=free_slug(Question, values["title"], RESERVED_SLUGS),
        contact_email=email,
        email_key=key,
        raised_by=by,
        language=language,
        created_at=now,
        stage_since=now,
    )
    question.save()
    question.tags.set(values.get("tags", ()))
    Wording.objects.create(question=question, number=1, text=question.title, by=by, side=Side.ORGANISATION)
    plan(question, Actor(by, frozenset({Side.ORGANISATION})))
    log(question, "science_shop.raise", user=by)
    if not is_proven:
        telling.confirm(question)
    return question


def _mail_link(question: Question) -> None:
    if may_be_written_to(question.contact_email):
        telling.confirm(question)


def is_proven_by(key: str, *people: User | None) -> bool:
    """Whether one of `people` has shown that the address is theirs."""
    owners = [person.pk for person in people if person]
    return EmailAddress.objects.filter(user_id__in=owners, verified=True, email__iexact=key).exists()


def can_be_sent_by(user: User | None, question: Question) -> bool:
    """Whether the draft needs no mailed link any more: who has opened that one has no account to show."""
    return user is None or is_proven_by(question.email_key, user, question.raised_by)


def has_sent_many(address: str, *people: User | None) -> bool:
    """Whether no more is sent today: in this address, or by one of `people` in whichever."""
    mine = Q(email_key=address.casefold()[:LONGEST_KEY]) | Q(raised_by__in=[person for person in people if person])
    day = timezone.now() - timedelta(days=1)
    return Question.objects.filter(mine, submitted_at__gt=day).count() >= MOST_SENT


@transaction.atomic
def send(question: Question, *, actor: Actor, shown: int) -> Question:
    """Send the draft to the coordinators. Raises NotProven, TooMany, and what `moving.move` does."""
    if not can_be_sent_by(actor.user, question):
        raise NotProven
    one_at_a_time("science_shop.send", question.email_key)
    for person in filter(None, {actor.user, question.raised_by}):
        one_at_a_time("science_shop.send", person.pk)
    if has_sent_many(question.email_key, actor.user, question.raised_by):
        raise TooMany
    return move(question, "submit", actor=actor, shown=shown)


def to_change(question: Question) -> tuple[str, ...]:
    """What may be written anew: all of a draft, then what was answered, until the question is formulated."""
    if question.stage == Stage.DRAFT:
        return WHOLE
    return FACTS if question.stage in CORRECTED_IN else ()


def state_of(question: Question, names: Iterable[str]) -> str:
    """What is equal as long as nobody has changed one of `names`; a form carries what it showed."""
    return sha256(repr([_plain(question, name) for name in names]).encode()).hexdigest()[:16]


def _plain(question: Question, name: str) -> Any:
    if name == "tags":
        return sorted(question.tags.values_list("pk", flat=True))
    return getattr(question, question._meta.get_field(name).attname)


@transaction.atomic
def change(question: Question, values: Values, *, actor: Actor, shown: str) -> Question:
    """Write a draft anew, or correct what was answered until the question is formulated.

    `shown` is the `state_of` what is `to_change` as the person saw it. Raises NotAllowed, MovedMeanwhile.
    """
    question = in_turn(question)
    changed = _write(question, values, to_change(question), actor, shown)
    if "title" in changed:
        # Nobody else has read the first wording yet, nor shall its words stand in the address.
        question.wordings.update(text=question.title)
        one_at_a_time("science_shop.addresses")
        question.slug = free_slug(Question, question.title, RESERVED_SLUGS)
        question.save(update_fields=["slug"])
    if changed:
        _read_anew(question)
        log(question, "science_shop.change", user=actor.user, data={"fields": changed})
    return question


@transaction.atomic
def show(question: Question, values: Values, *, actor: Actor, shown: str) -> Question:
    """Say what everybody may know, and who is the contact; at once, in whatever stage.

    A name that everybody reads from now on is read by a coordinator too. Raises as `change` does, and TooOften.
    """
    question = in_turn(question)
    before = _name_that_all_read(question)
    if changed := _write(question, values, () if question.contact_erased_at else SHOWN, actor, shown):
        _read_anew(question)
        log(question, "science_shop.show", user=actor.user, data={"fields": changed})
        if _name_that_all_read(question) not in ("", before):
            review.ask(question, Review.NAME, actor=actor)
        search.publish(question)
    return question


@transaction.atomic
def show_no_name(question: Question, *, actor: Actor) -> None:
    """Let nobody read who asks, until they say so again: a coordinator has seen a name that does not belong there.

    Raises NotAllowed.
    """
    question = in_turn(question)
    if not actor.may(Side.COORDINATOR):
        raise NotAllowed
    question.shows_person = question.shows_organisation = False
    question.save(update_fields=["shows_person", "shows_organisation"])
    log(question, "science_shop.show", user=actor.user, data={"fields": ["shows_person", "shows_organisation"]})
    review.is_read(question, Review.NAME)
    search.publish(question)


def _name_that_all_read(question: Question) -> str:
    return question.shown_name if question.is_public else ""


def _read_anew(question: Question) -> None:
    """Whoever moves on what is sent has read what holds now: a move that was decided on before is told."""
    if question.stage != Stage.DRAFT and not question.rule.is_shown:
        question.version += 1
        question.save(update_fields=["version"])


def _write(question: Question, values: Values, names: tuple[str, ...], actor: Actor, shown: str) -> list[str]:
    """Keep those of `names` that are otherwise now; which they are."""
    if not names or not actor.may(Side.ORGANISATION):
        raise NotAllowed
    if state_of(question, names) != shown:
        raise MovedMeanwhile
    changed = [name for name in names if name in values and _is_new(question, name, values[name])]
    for name in changed:
        if name == "tags":
            question.tags.set(values["tags"])
        else:
            setattr(question, name, values[name])
    question.save(update_fields=[name for name in changed if name != "tags"])
    return changed


def _is_new(question: Question, name: str, value: Any) -> bool:
    return set(question.tags.all()) != set(value) if name == "tags" else getattr(question, name) != value


@transaction.atomic
def discard(question: Question, *, actor: Actor) -> None:
    """Leave nothing of a draft: it was not them, or they think better of it. Raises NotAllowed."""
    question = in_turn(question)
    if not actor.may(Side.ORGANISATION) or question.stage != Stage.DRAFT:
        raise NotAllowed
    forgetting.delete_draft(question)
