"""What belongs to a meetup and is written with it: who is behind it, what happens when, what remains afterwards."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.models import Orderable

from directory.models import Organisation, Tag


class SeriesQuerySet(models.QuerySet):
    def shown(self) -> "SeriesQuerySet":
        """Those with a public meetup."""
        return self.filter(events__live=True).distinct()


class Series(models.Model):
    """Meetups that belong together. Each stands on its own and knows its series."""

    title = models.CharField(_("title"), max_length=150)
    slug = models.SlugField(_("address"), max_length=150, unique=True, help_text=_("The last part of the web address."))
    lead = models.CharField(_("lead"), max_length=300, blank=True)

    objects: ClassVar[SeriesQuerySet] = SeriesQuerySet.as_manager()

    # What the relation of another model puts here.
    events: Any

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series of meetups")
        ordering = ("title", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:series", args=[self.slug])


class EventTag(ItemBase):
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="event_tags")
    content_object = ParentalKey("events.Event", on_delete=models.CASCADE, related_name="tagged")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="event_has_a_tag_once")]


class EventOrganiser(Orderable):
    """An organisation behind a meetup."""

    event = ParentalKey("events.Event", on_delete=models.CASCADE, related_name="organisers")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="organised_meetups", verbose_name=_("organisation")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")
        constraints = [models.UniqueConstraint(fields=["event", "organisation"], name="organiser_of_a_meetup_once")]

    def __str__(self) -> str:
        return str(self.organisation)


class AgendaItem(Orderable):
    """A part of the programme."""

    event = ParentalKey("events.Event", on_delete=models.CASCADE, related_name="agenda")
    starts_at = models.TimeField(_("starts"), null=True, blank=True)
    ends_at = models.TimeField(_("ends"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=150)
    text = models.TextField(_("text"), max_length=1000, blank=True)
    speakers = models.CharField(
        _("speakers"), max_length=300, blank=True, help_text=_("Name and where they come from. Ask them first.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("part of the programme")
        verbose_name_plural = _("programme")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="agenda_item_ends_after_it_starts",
                violation_error_message=_("It must end after it starts."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Material(Orderable):
    """What can be read before or afterwards: a file or a link."""

    event = ParentalKey("events.Event", on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(_("title"), max_length=150)
    document = models.ForeignKey(
        "wagtaildocs.Document", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    url = models.URLField(_("link"), blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("material")
        verbose_name_plural = _("materials")

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        return self.document.url if self.document else self.url

    @property
    def whole_address(self) -> str:
        return settings.BASE_URL + self.document.url if self.document else self.url

    def clean(self) -> None:
        super().clean()
        if bool(self.document_id) == bool(self.url):
            raise ValidationError({"url": _("Choose a file or write a link, one of them.")})


class Question(Orderable):
    """What a host asks of those who register."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        ONE = "one", _("One of several")
        MANY = "many", _("Any of several")
        NUMBER = "number", _("Number")
        CONSENT = "consent", _("Consent: a box to tick")
        DIET = "diet", _("Food: allergies and diet")
        ACCESS = "access", _("Access: what somebody needs to take part")

    # What says something of a person's health or belief: seen by hosts only, and erased first.
    SENSITIVE: ClassVar = (Kind.DIET, Kind.ACCESS)
    WITH_OPTIONS: ClassVar = (Kind.ONE, Kind.MANY)

    # What the relation of another model puts here.
    answers: Any

    event = ParentalKey("events.Event", on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(_("kind of answer"), max_length=10, choices=Kind.choices, default=Kind.TEXT)
    label = models.CharField(_("question"), max_length=200)
    help_text = models.CharField(_("explanation"), max_length=300, blank=True)
    options = models.TextField(_("answers to choose from"), max_length=2000, blank=True, help_text=_("One on a line."))
    is_required = models.BooleanField(_("must be answered"), default=False)

    class Meta(Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.label

    @property
    def choices(self) -> list[str]:
        return list(dict.fromkeys(line.strip() for line in self.options.splitlines() if line.strip()))

    @property
    def is_sensitive(self) -> bool:
        return self.kind in self.SENSITIVE

    def clean(self) -> None:
        super().clean()
        if self.kind in self.WITH_OPTIONS and len(self.choices) < 2:
            raise ValidationError({"options": _("Write at least two answers to choose from, one on a line.")})
        if self.is_required and self.is_sensitive:
            raise ValidationError({"is_required": _("Nobody has to say this: leave it open.")})
        if self._is_answered_as_other:
            raise ValidationError(
                {"kind": _("It has answers already, and they were given for another kind: ask a new question instead.")}
            )

    @property
    def _is_answered_as_other(self) -> bool:
        """Whether what was answered would be told of food or access, or no longer so, without having been asked so."""
        stored = Question.objects.filter(pk=self.pk).first() if self.pk else None
        return bool(stored and stored.is_sensitive != self.is_sensitive and stored.answers.exists())


def with_known_questions(content: dict[str, Any]) -> dict[str, Any]:
    """A revision's content in which a question that is public knows so.

    A revision from before the question was public lacks its number: published again, the answers would be nobody's.
    """
    rows = content.get("questions") or []
    if not content.get("pk") or all(row["pk"] for row in rows):
        return content
    taken = {row["pk"] for row in rows}
    public = Question.objects.filter(event=content["pk"]).exclude(pk__in=[pk for pk in taken if pk])
    known = {(question.kind, question.label): question.pk for question in public}
    return {
        **content,
        "questions": [{**row, "pk": row["pk"] or known.pop((row["kind"], row["label"]), None)} for row in rows],
    }
