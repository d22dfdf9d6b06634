"""What goes with changes that pass through no service: the admin's, its schedule's, an account that is deleted."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save, pre_delete
from wagtail.signals import published, unpublished

from directory.models import Organisation, Tag
from events.science_shop.models import KnowledgeItem, Question, QuestionTag, Researcher, Round
from events.science_shop.services import leaving
from portal.accounts.models import User
from portal.plugins import search

# The words that stand in the search's documents of questions, by where they do.
WORDS: dict[type[Model], str] = {Organisation: "organisation", Tag: "tagged__tag", Round: "round"}


def _changed(sender: type[Model], instance: Any, created: bool, raw: bool, **kwargs: Any) -> None:
    if not (raw or created):
        search.publish_many(_named_after(instance))


def _word_goes(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    if questions := _named_after(instance):
        if isinstance(instance, Tag):
            QuestionTag.objects.filter(tag=instance).delete()
        else:
            # The question stays, an organisation's name goes: as somebody may have typed it, too.
            typed = {"organisation_name": ""} if isinstance(instance, Organisation) else {}
            column = WORDS[type(instance)]
            Question.objects.filter(**{column: instance}).update(**{column: None}, **typed)
        search.publish_many(Question.objects.filter(pk__in=[question.pk for question in questions]))


def _question_goes(sender: type[Model], instance: Question, **kwargs: Any) -> None:
    search.withdraw(instance)


def _round_published_or_not(sender: type[Model], instance: Round, **kwargs: Any) -> None:
    search.publish(instance)


def _round_goes(sender: type[Model], instance: Round, **kwargs: Any) -> None:
    search.withdraw(instance)


def _researcher_goes(sender: type[Model], instance: Researcher, **kwargs: Any) -> None:
    leaving.go(instance)
    search.withdraw(instance)


def _researcher_changed(sender: type[Model], instance: Researcher, raw: bool, **kwargs: Any) -> None:
    if not raw:
        search.publish(instance)


def _account_changed(
    sender: type[Model], instance: User, created: bool, raw: bool, update_fields: Iterable[str] | None, **kwargs: Any
) -> None:
    """Whose account is closed is found no longer, until it is opened again."""
    if not (raw or created) and (update_fields is None or "is_active" in update_fields):
        search.publish_many(Researcher.objects.filter(user=instance))


def _answers_too(things: list[Any], **kwargs: Any) -> None:
    """An answer is found while its question is shown, under what that is sorted under."""
    if keys := [thing.pk for thing in things if isinstance(thing, Question)]:
        search.publish_many(KnowledgeItem.objects.filter(pk__in=keys))


def _answers_go_too(things: list[Any], **kwargs: Any) -> None:
    keys = [thing.pk for thing in things if isinstance(thing, Question)]
    for item in KnowledgeItem.objects.filter(pk__in=keys) if keys else ():
        search.withdraw(item)


def _named_after(word: Any) -> list[Question]:
    """The questions in whose search documents `word` stands."""
    return list(Question.objects.filter(**{WORDS[type(word)]: word}))


def connect() -> None:
    """Begin to listen; called once, when the app is ready."""
    search.published.connect(_answers_too)
    search.withdrawn.connect(_answers_go_too)
    published.connect(_round_published_or_not, sender=Round)
    unpublished.connect(_round_published_or_not, sender=Round)
    pre_delete.connect(_round_goes, sender=Round)
    pre_delete.connect(_researcher_goes, sender=Researcher)
    post_save.connect(_researcher_changed, sender=Researcher)
    post_save.connect(_account_changed, sender=User)
    pre_delete.connect(_question_goes, sender=Question)
    for word in WORDS:
        post_save.connect(_changed, sender=word)
        pre_delete.connect(_word_goes, sender=word)
