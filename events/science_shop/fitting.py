"""Questions that fit a researcher, each with what the two share."""

from django.db.models import Count, F, Q
from django.utils.translation import get_language

from events.science_shop.matching_queries import Fit
from events.science_shop.models import Question, QuestionField, QuestionTag, Researcher, Stage, Taking
from events.science_shop.queries import for_lists
from portal.plugins import search

# Where a researcher is of use: sought, or soon to be.
FREE = (Stage.SEEKING, Stage.FORMULATED)
MOST_ALIKE = 20


def questions_for(researcher: Researcher, *, limit: int) -> list[Fit]:
    """Those that share most come first; of equals those that have waited for longest.

    As many queries for many as for few: what is shared is counted by the database.
    """
    fields = [field.field for field in researcher.fields.all()]
    tags = {tagged.tag_id: tagged.tag for tagged in researcher.tagged.all()}
    alike = _alike(researcher, [tag.label for tag in tags.values()])
    shares = Q(pk__in=QuestionField.objects.filter(field__in=fields).values("question_id"))
    shares |= Q(pk__in=QuestionTag.objects.filter(tag__in=tags).values("content_object_id"))
    free = Question.objects.public().filter(shares | Q(pk__in=list(alike)), stage__in=FREE)
    mine = Taking.objects.active().filter(researcher=researcher).values("question_id")
    # An order by what cannot be (a field of none) would leave nothing at all.
    counted = free.exclude(pk__in=mine).annotate(
        shared_fields=Count("fields", filter=Q(fields__field__in=fields or [""]), distinct=True),
        shared_tags=Count("tagged", filter=Q(tagged__tag__in=tags or [0]), distinct=True),
    )
    best = counted.order_by(-(F("shared_fields") + F("shared_tags")), "stage_since", "pk")
    shown = for_lists(best).prefetch_related("fields", "tagged__tag")[:limit]
    return [
        Fit(
            question,
            fields=tuple(str(field) for field in question.fields.all() if field.field in fields),
            tags=tuple(tagged.tag.label for tagged in question.tagged.all() if tagged.tag_id in tags),
            words=alike.get(question.pk, ()),
        )
        for question in shown
    ]


def _alike(researcher: Researcher, tags: list[str]) -> dict[int, tuple[str, ...]]:
    """What the search calls like what they have written of themselves, with the words that both use."""
    text = "\n".join(filter(None, [researcher.about, " ".join(tags)]))
    if not text:
        return {}
    hits = search.similar(text, language=get_language() or "sv", kinds=["question"], limit=MOST_ALIKE)
    return {int(hit.key): hit.shared_words for hit in hits if hit.key.isdecimal() and hit.shares_enough}
