"""What other things are sorted under: the 33 municipalities, and one vocabulary of tags."""

from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.models import NaturalKeyManager, TagBase

from directory.alphabet import sameness_key, sort_key
from portal.plugins.fields import BytewiseCharField


def in_current_language(sv: str, en: str) -> str:
    """The text in the language of the request, or the other one where it is missing."""
    return (en or sv) if (get_language() or "sv").startswith("en") else (sv or en)


class Municipality(models.Model):
    """A municipality of the region; the rows come with a migration."""

    code = models.CharField(_("code"), max_length=4, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    seat = models.CharField(_("seat"), max_length=60)
    latitude = models.FloatField(_("latitude"), help_text=_("Of the seat, in degrees north."))
    longitude = models.FloatField(_("longitude"), help_text=_("Of the seat, in degrees east."))
    sort_key = BytewiseCharField(max_length=200, editable=False)

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)


class TagQuerySet(models.QuerySet):
    def current(self) -> Self:
        """Those that are chosen from: without what has been merged into another."""
        return self.filter(merged_into=None)

    def at(self, slug: str) -> Self:
        """The current tag that an address with `slug` leads to: its own, or that of one merged into it."""
        return self.current().filter(models.Q(slug=slug) | models.Q(merged__slug=slug)).distinct()


class Tag(TagBase):
    """A word of the one vocabulary, kept by editors. `name` is its Swedish label.

    A tag that says the same as another is merged into it, never deleted: old addresses and old
    versions of profiles name it, and lead on to `merged_into`.
    """

    free_tagging = False

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name in Swedish"), max_length=60, unique=True)
    label_en = models.CharField(_("name in English"), max_length=60, blank=True)
    key = models.CharField(max_length=120, unique=True, editable=False)
    sort_key = BytewiseCharField(max_length=200, editable=False, db_index=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        blank=True,
        null=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
    )

    # A tag can be renamed: other than with django-taggit its name is not what it is known by.
    natural_key_fields = ["uuid"]
    objects = NaturalKeyManager.from_queryset(TagQuerySet)()

    # What the relations of other models put here.
    words: Any
    merged: Any

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("id")),
                name="tag_is_not_merged_into_itself",
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return in_current_language(self.name, self.label_en)

    @property
    def synonyms(self) -> list[str]:
        return [word.text for word in self.words.all() if not word.is_label]

    @property
    def labels(self) -> tuple[str, ...]:
        """In both languages and with the synonyms, for the search."""
        return tuple(dict.fromkeys(filter(None, (self.name, self.label_en, *self.synonyms))))

    def clean(self) -> None:
        self.key = sameness_key(self.name)
        if not self.key or not slugify(self.name):
            raise ValidationError({"name": _("Write a word with letters or digits.")})
        for field, text in (("name", self.name), ("label_en", self.label_en)):
            if taken := word_of_another(text, self):
                raise ValidationError({field: taken})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key, self.sort_key = sameness_key(self.name), sort_key(self.name)
        with transaction.atomic():
            super().save(*args, **kwargs)
            if self.merged_into_id is None:
                self._save_labels()

    def _save_labels(self) -> None:
        labels = {sameness_key(text): text for text in (self.label_en, self.name) if text}
        self.words.filter(is_label=True).exclude(key__in=labels).delete()
        for key, text in labels.items():
            TagWord.objects.update_or_create(key=key, tag=self, defaults={"text": text, "is_label": True})


class TagWord(models.Model):
    """A word that a tag is known by: its labels, and its synonyms. No two tags share one."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="words")
    text = models.CharField(_("word"), max_length=60)
    key = models.CharField(max_length=120, unique=True, editable=False)
    is_label = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("word of a tag")
        verbose_name_plural = _("words of tags")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(key=""), name="word_of_a_tag_is_one")]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = sameness_key(self.text)
        super().save(*args, **kwargs)


def word_of_another(text: str, tag: Tag | None) -> str:
    """Why `tag` cannot be known by `text`: another is. Empty when it can."""
    found = TagWord.objects.filter(key=sameness_key(text)).select_related("tag").first()
    if found is None or (tag is not None and found.tag_id == tag.pk):
        return ""
    return _("“%(word)s” is a word of the tag %(tag)s already.") % {"word": found.text, "tag": found.tag.label}


class TagProposal(models.Model):
    """A word that an organisation misses. Not a tag: it is seen nowhere until an editor makes it one."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        MERGED = "merged", _("Is another tag")
        TURNED_DOWN = "turned-down", _("Turned down")

    text = models.CharField(_("word"), max_length=60)
    key = models.CharField(max_length=120, editable=False)
    organisation = models.ForeignKey(
        "Organisation", models.CASCADE, related_name="tag_proposals", verbose_name=_("organisation")
    )
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("proposed"), default=timezone.now)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.WAITING)
    tag = models.ForeignKey(Tag, models.SET_NULL, blank=True, null=True, related_name="+")
    answered_at = models.DateTimeField(blank=True, null=True)

    class Meta:
        verbose_name = _("proposed tag")
        verbose_name_plural = _("proposed tags")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key"], condition=models.Q(state="waiting"), name="tag_is_proposed_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "accepted", "merged", "turned-down"]),
                name="tag_proposal_has_a_known_state",
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", answered_at=None)
                | (~models.Q(state="waiting") & models.Q(answered_at__isnull=False)),
                name="tag_proposal_is_answered_once",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = sameness_key(self.text)
        super().save(*args, **kwargs)


def with_current_tags(content: dict[str, Any]) -> dict[str, Any]:
    """A revision's content with merged tags exchanged for those that they were merged into, each once.

    So that a draft that names the old one shows, compares and publishes the new one.
    """
    rows = content.get("tagged") or []
    merged = dict(
        Tag.objects.filter(pk__in=[row["tag"] for row in rows], merged_into__isnull=False).values_list(
            "pk", "merged_into"
        )
    )
    if not merged:
        return content
    current = {merged.get(row["tag"], row["tag"]): row for row in reversed(rows)}
    return {**content, "tagged": [{**row, "tag": tag} for tag, row in reversed(current.items())]}
