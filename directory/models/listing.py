"""What lists, facets and the map read: a narrow copy of what is public, kept in the write's own transaction."""

from typing import Any
from uuid import uuid4

from django.db import models

from directory.models.initiatives import Initiative
from directory.models.organisations import Organisation
from directory.terms import Goal
from portal.plugins.fields import BytewiseCharField


class FacetName(models.TextChoices):
    """What the public list is narrowed by; the words of its addresses."""

    TYPE = "type"
    MUNICIPALITY = "municipality"
    TAG = "tag"
    FORM = "form"
    STAGE = "stage"
    GOAL = "goal"
    SUPPORT = "support"


class Listed(models.Model):
    """An organisation or an initiative that everybody may see, with what it is sorted by.

    `directory.services.listing` writes it and what hangs on it; nothing else does.
    """

    organisation = models.OneToOneField(Organisation, models.CASCADE, null=True, related_name="listed")
    initiative = models.OneToOneField(Initiative, models.CASCADE, null=True, related_name="listed")
    called = models.CharField(max_length=160)
    # 1 for what stands last by name, since nobody has confirmed it for long.
    sinks = models.PositiveSmallIntegerField()
    sort_key = BytewiseCharField(max_length=200)
    published_at = models.DateTimeField()
    # Changed or confirmed, whichever was later.
    changed_at = models.DateTimeField()
    is_on_map = models.BooleanField()

    # What the relations of other models put here.
    facets: Any
    points: Any

    class Meta:
        indexes = [
            models.Index(fields=["sinks", "sort_key", "id"], name="listed_by_name"),
            models.Index(fields=["published_at", "id"], name="listed_by_age"),
            models.Index(fields=["changed_at", "id"], name="listed_by_change"),
            models.Index(fields=["id"], condition=models.Q(is_on_map=False), name="listed_off_the_map"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organisation=None, initiative__isnull=False)
                | models.Q(organisation__isnull=False, initiative=None),
                name="listed_is_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.called


class Facet(models.Model):
    """A value that an entry of the list is found under. Each value once, and only known goals, whatever JSON says."""

    listed = models.ForeignKey(Listed, models.CASCADE, related_name="facets", db_index=False)
    name = BytewiseCharField(max_length=12, choices=FacetName.choices)
    value = BytewiseCharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["listed", "name", "value"], name="facets_of_listed")]
        constraints = [
            models.UniqueConstraint(fields=["name", "value", "listed"], name="facet_value_stands_once"),
            models.CheckConstraint(condition=models.Q(name__in=FacetName.values), name="facet_has_a_known_name"),
            models.CheckConstraint(condition=~models.Q(value=""), name="facet_has_a_value"),
            models.CheckConstraint(
                condition=~models.Q(name=FacetName.GOAL) | models.Q(value__in=[str(goal) for goal in Goal.values]),
                name="facet_goal_is_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class FacetCount(models.Model):
    """How many organisations, or initiatives, of the list stand under a value: counted as the list is written.

    So that nobody waits for all of them to be counted because somebody has changed one.
    """

    kind = BytewiseCharField(max_length=12)
    name = BytewiseCharField(max_length=12, choices=FacetName.choices)
    value = BytewiseCharField(max_length=120)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "name", "value"], name="facet_is_counted_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}={self.value}: {self.count}"


class Point(models.Model):
    """Where an entry of the list is. Never a protected address, nor a guess at one on the map."""

    listed = models.ForeignKey(Listed, models.CASCADE, related_name="points")
    latitude = models.FloatField()
    longitude = models.FloatField()
    # Who has protected addresses only counts as at the seat of their municipality in distances, and is on no map.
    is_on_map = models.BooleanField()
    # One of several of the same entry on the map, which must not be counted twice.
    is_one_of_several = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(
                fields=["latitude", "longitude", "is_one_of_several", "listed"],
                condition=models.Q(is_on_map=True),
                name="points_on_the_map",
            ),
            models.Index(
                fields=["listed"],
                condition=models.Q(is_on_map=True, is_one_of_several=True),
                name="points_of_several",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.latitude}, {self.longitude}"


class Edition(models.Model):
    """The one row that says which content this is: what is counted is kept for as long as it stays the same.

    A random word and no number: one that was rolled back must not come again for other content.
    """

    value = models.CharField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_edition")]

    def __str__(self) -> str:
        return self.value

    @classmethod
    def current(cls) -> str:
        return cls.objects.values_list("value", flat=True).first() or ""

    @classmethod
    def renew(cls) -> None:
        """Say, in the write's own transaction, that what the public sees has changed."""
        cls.objects.update_or_create(pk=1, defaults={"value": uuid4().hex})
