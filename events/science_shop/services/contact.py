"""Another contact of a question: a coordinator names one, who is asked by mail and is it with a yes.

The old contact's link leads nowhere from the moment on in which another is named: perhaps it is in wrong hands.
"""

from uuid import UUID, uuid4

from django.core.signing import Signer
from django.db import transaction
from django.utils.translation import gettext_noop
from wagtail.log_actions import log

from directory.services import letters
from events.science_shop.models import Evaluation, NewContact, Question
from events.science_shop.permissions import Actor, coordinators_of
from events.science_shop.services import evaluating, forgetting, matching
from events.science_shop.services.asking import LONGEST_KEY, state_of
from events.science_shop.services.links import TOKEN_PAGE
from events.science_shop.services.links import token_of as token_of_question
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed, in_turn
from events.science_shop.vocabulary import Side
from events.services.links import read, sign
from portal.operations.services import empty_old_to
from portal.plugins import search
from portal.plugins.unasked import may_be_written_to

# Signed for this purpose alone. Nothing stored leads to a link without the portal's secret.
signer = Signer(salt="science_shop.contact", sep=".")
PAGE = "science_shop:be_contact"
MET = gettext_noop("Researchers would like to meet you around it, and wait for your answer: you give it there too.")


class EnoughMail(Exception):
    """The address has had as much mail in an hour as anybody may have unasked."""


def find(token: str) -> NewContact | Question | None:
    """Who was asked by a mailed link; whose contact they are once they have said yes; None when another was named."""
    if (key := read(token, signer)) is None:
        return None
    asked = NewContact.objects.select_related("question__round").filter(key=key)
    return asked.first() or Question.objects.filter(key=key).first()


def token_of(new: NewContact) -> str:
    return sign(new.key, signer)


def can_be_changed(question: Question) -> bool:
    """Until whoever asked is forgotten; while it is open a new one may come even then."""
    return question.is_open or question.contact_erased_at is None


def mark_of(question: Question) -> str:
    """What is equal as long as nobody names another."""
    new = NewContact.objects.filter(question=question).values_list("pk", flat=True).first()
    return f"{state_of(question, ('contact_name', 'contact_email'))}{new or ''}"


@transaction.atomic
def name(question: Question, called: str, email: str, *, actor: Actor, shown: str) -> NewContact | None:
    """Name another contact, and ask them by mail; `shown` is the mark of what the person saw.

    Under the same address it is the name alone that was wrong: nobody is asked. Raises NotAllowed, MovedMeanwhile,
    EnoughMail.
    """
    question = in_turn(question)
    if not actor.may(Side.COORDINATOR) or not can_be_changed(question):
        raise NotAllowed
    key = email.casefold()[:LONGEST_KEY]
    if mark_of(question) != shown:
        # Pressed twice: it is done.
        if asked := NewContact.objects.filter(question=question, email_key=key, name=called).first():
            return asked
        if (question.email_key, question.contact_name) != (key, called):
            raise MovedMeanwhile
        return None
    if question.email_key == key:
        _write(question, contact_name=called, shows_person=question.shows_person and called == question.contact_name)
        log(question, "science_shop.show", user=actor.user, data={"fields": ["contact_name"]})
        return None
    if not may_be_written_to(email):
        raise EnoughMail
    _dismiss(question)
    new = NewContact.objects.create(question=question, name=called, email=email, email_key=key)
    log(question, "science_shop.name_contact", user=actor.user)
    _ask(new)
    return new


def _dismiss(question: Question) -> None:
    """Let the old contact see and do no more, nor their account: of an organisation, those who keep it still do."""
    empty_old_to(filter(None, [question.contact_email]))
    _write(
        question,
        contact_name="",
        contact_email="",
        email_key="",
        key=uuid4(),
        raised_by=None,
        shows_person=False,
    )
    matching.forget_yes_of_asker(question)
    # How it went is told by who was there: what was said is the old contact's, what waits is the next one's.
    told = Evaluation.objects.filter(question=question, taking=None)
    told.exclude(answered_at=None).update(text="", is_of_former=True)
    for waiting in told.filter(answered_at=None):
        waiting.key = uuid4()
        waiting.save(update_fields=["key"])
    forgetting.forget_asked(NewContact.objects.filter(question=question))


def _write(question: Question, **fields: object) -> None:
    for field, value in fields.items():
        setattr(question, field, value)
    question.save(update_fields=[*fields])
    search.publish(question)


def _ask(new: NewContact) -> None:
    """In no words of a stranger's: nobody has shown that the address is right."""
    letters.write(
        [new.email],
        gettext_noop("Are you the contact for a question to the science shop?"),
        gettext_noop(
            "Whoever coordinates the science shop has written that you are the contact for a question. If you say yes, "
            "you are told what happens to it, and can change what you have asked. Open the link to see which it is.\n\n"
            "Is it not you? Then say no there, or do nothing: after a month we have forgotten your address."
        ),
        link=(PAGE, [token_of(new)]),
    )


@transaction.atomic
def accept(key: UUID) -> Question:
    """They say yes: from now on they are the contact. Raises MovedMeanwhile if another was named, or all forgotten."""
    new = _in_turn(key)
    question = new.question
    if not can_be_changed(question):
        raise MovedMeanwhile
    _write(
        question,
        contact_name=new.name,
        contact_email=new.email,
        email_key=new.email_key,
        # So the link that they were asked by leads to their page from now on.
        key=new.key,
        # The consent is theirs to give, whatever was said meanwhile.
        shows_person=False,
        contact_erased_at=None,
    )
    new.delete()
    log(question, "science_shop.be_contact")
    _welcome(question)
    evaluating.ask_new_contact(question)
    return question


def _welcome(question: Question) -> None:
    letters.write(
        [question.contact_email],
        gettext_noop("You are the contact: %(title)s"),
        gettext_noop(
            "You have said yes to being the contact for the question “%(title)s” to the science shop. Keep this "
            "letter: its link leads to the question's page, and needs no account."
        ),
        MET if matching.tell_new_contact(question) else "",
        gettext_noop("See what is next, who has it and by when:"),
        link=(TOKEN_PAGE, [token_of_question(question)]),
        title=question.title,
    )


@transaction.atomic
def refuse(key: UUID) -> None:
    """They say no: nothing is kept of them, and those who coordinate are told. Raises MovedMeanwhile."""
    new = _in_turn(key)
    question = new.question
    forgetting.forget_asked(NewContact.objects.filter(pk=new.pk))
    log(question, "science_shop.be_no_contact")
    letters.write(
        coordinators_of(question),
        gettext_noop("Not the contact: %(title)s"),
        gettext_noop(
            "Whom you named as the contact for “%(title)s” has answered that it is not them. The question has no "
            "contact until you name another:"
        ),
        link=("science_shop:coordinate", [question.slug]),
        title=question.title,
    )


def _in_turn(key: UUID) -> NewContact:
    asked = NewContact.objects.filter(key=key)
    pk = asked.values_list("question", flat=True).first()
    if pk is None:
        raise MovedMeanwhile
    question = in_turn(Question(pk=pk))
    if (new := asked.first()) is None:
        raise MovedMeanwhile
    new.question = question
    return new
