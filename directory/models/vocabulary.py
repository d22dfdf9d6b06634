"""What other things are sorted under: the 33 municipalities, and one vocabulary of tags."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

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


class Tag(TagBase):
    """A word of the one vocabulary, kept by editors. `name` is its Swedish label."""

    free_tagging = False

    name = models.CharField(_("name in Swedish"), max_length=60, unique=True)
    label_en = models.CharField(_("name in English"), max_length=60, blank=True)
    key = models.CharField(max_length=120, unique=True, editable=False)
    sort_key = BytewiseCharField(max_length=200, editable=False, db_index=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return in_current_language(self.name, self.label_en)

    @property
    def labels(self) -> tuple[str, ...]:
        """In both languages, for the search."""
        return tuple(dict.fromkeys(filter(None, (self.name, self.label_en))))

    def clean(self) -> None:
        self.key = sameness_key(self.name)
        if not self.key or not slugify(self.name):
            raise ValidationError({"name": _("Write a word with letters or digits.")})
        if Tag.objects.filter(key=self.key).exclude(pk=self.pk).exists():
            raise ValidationError({"name": _("There is such a tag already, spelt a little differently.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key, self.sort_key = sameness_key(self.name), sort_key(self.name)
        super().save(*args, **kwargs)
