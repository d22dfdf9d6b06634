"""Two entries of one organisation that have become one: the other stays, out of sight, and leads on."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.organisations import Organisation
from directory.models.vocabulary import Tag


class OrganisationMerge(models.Model):
    """That `other` was the same organisation as `kept`.

    `other` keeps its address, its id and its content for as long as this can be undone
    (`services.merging.KEPT`); then its content is erased, and the addresses go on leading to `kept`.
    """

    other = models.OneToOneField(Organisation, models.CASCADE, related_name="merger")
    # Where it was merged into then. That may have been merged since: see `led_on`.
    kept = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    merged_at = models.DateTimeField(_("merged"), default=timezone.now)
    # The versions of the kept one before and after.
    before = models.ForeignKey("wagtailcore.Revision", models.SET_NULL, null=True, related_name="+")
    after = models.ForeignKey("wagtailcore.Revision", models.SET_NULL, null=True, related_name="+")
    # What went along, for undoing: numbers of rows and roles, no words of a person.
    moved = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    was_live = models.BooleanField(default=False)
    is_final = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("merge of two organisations")
        verbose_name_plural = _("merges of organisations")
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(other=models.F("kept")), name="organisation_is_not_merged_into_itself"
            )
        ]

    def __str__(self) -> str:
        return f"{self.other} → {self.kept}"


class TagMerge(models.Model):
    """That `tag` says the same as `into`, with what undoing needs to know."""

    tag = models.OneToOneField(Tag, models.CASCADE, related_name="merger")
    into = models.ForeignKey(Tag, models.CASCADE, related_name="+")
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    merged_at = models.DateTimeField(_("merged"), default=timezone.now)
    # Numbers of the things that had the one or both, and of words and proposals.
    moved = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("merge of two tags")
        verbose_name_plural = _("merges of tags")

    def __str__(self) -> str:
        return f"{self.tag} → {self.into}"


def led_on(organisations: Iterable[int]) -> dict[int, int]:
    """Of the numbers of organisations those that were merged, with the one that stands in their place in the end."""
    steps: dict[int, int] = {}
    asked = set(organisations)
    while asked:
        found = dict(OrganisationMerge.objects.filter(other__in=asked).values_list("other", "kept"))
        steps |= found
        asked = set(found.values()) - steps.keys()

    def end(pk: int) -> int:
        while pk in steps:
            pk = steps[pk]
        return pk

    return {pk: end(pk) for pk in steps}


def with_current_organisations(content: dict[str, Any], rows: str = "") -> dict[str, Any]:
    """A revision's content with the organisations that merged ones lead on to, each once in `rows`.

    So that a draft that names the other one shows, compares and publishes the kept one.
    """
    listed = content.get(rows) or []
    named = [row["organisation"] for row in listed] + [content.get("organisation")]
    current = led_on(pk for pk in named if pk)
    if not current:
        return content
    changed = dict(content)
    if content.get("organisation") in current:
        changed["organisation"] = current[content["organisation"]]
    if listed:
        once = {current.get(row["organisation"], row["organisation"]): row for row in reversed(listed)}
        changed[rows] = [{**row, "organisation": pk} for pk, row in reversed(once.items())]
    return changed
