"""What is found: one row for each thing and language."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class SearchDocument(models.Model):
    """What the public may read of one thing in one language: the truth that every engine follows.

    A row that is no longer public is emptied and stays for a while: its revision tells an engine
    elsewhere that it has to forget the thing.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    group = models.CharField(max_length=120)
    title = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    tags = models.JSONField(default=list, blank=True)
    facets = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    municipality = models.CharField(max_length=120, blank=True)
    url = models.CharField(max_length=1000, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    public = models.BooleanField(default=True)
    revision = models.PositiveBigIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "language"], name="one_row_per_thing_and_language")
        ]
        indexes = [models.Index(fields=["group", "language"], name="search_group_and_language")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.language})"
