"""What people ask and find nothing for: counted in the cache, and kept only once several have asked it."""

from datetime import date, timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from search.models import UnansweredQuestion

# What one person asks may be about that person.
ENOUGH_VISITORS = 5
MOST_VISITORS = 500
MOST_QUESTIONS = 500
LONGEST_QUESTION = 100
KEPT = timedelta(days=90)
FORGOTTEN_AFTER = 2 * 24 * 3600


def note(text: str, visitor: str) -> None:
    """Count that `visitor`, a mark that tells nobody who it is, found nothing today. The database is left alone."""
    asked = _asked(today := timezone.localdate())
    question = text.casefold()
    if len(question) > LONGEST_QUESTION or (question not in asked and len(asked) >= MOST_QUESTIONS):
        return
    visitors = asked.setdefault(question, set())
    if len(visitors) < MOST_VISITORS and visitor not in visitors:
        visitors.add(visitor)
        cache.set(_key(today), asked, FORGOTTEN_AFTER)


def keep() -> int:
    """Write down what enough visitors asked today and yesterday, and forget what is old; returns how many questions."""
    today = timezone.localdate()
    rows = [
        UnansweredQuestion(text=text, day=day, visitors=len(visitors))
        for day in (today, today - timedelta(days=1))
        for text, visitors in _asked(day).items()
        if len(visitors) >= ENOUGH_VISITORS
    ]
    with transaction.atomic():
        UnansweredQuestion.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["text", "day"], update_fields=["visitors"]
        )
        UnansweredQuestion.objects.filter(day__lt=today - KEPT).delete()
    return len(rows)


def _asked(day: date) -> dict[str, set[str]]:
    """Question → the marks of those who asked it that day."""
    return cache.get(_key(day)) or {}


def _key(day: date) -> str:
    return f"search.unanswered.{day:%Y-%m-%d}"
