"""What is found: one row for each thing and language, and the words that stand in them."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from portal.plugins.fields import BytewiseCharField


class SearchDocument(models.Model):
    """What the public may read of one thing in one language: the truth that every engine follows.

    `labels` is what it is sorted under, in words of both languages: kind, tags, place. A row that is
    no longer public is emptied and stays for a while: its revision tells an engine elsewhere that it
    has to forget the thing.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    group = models.CharField(max_length=120)
    title = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    labels = models.TextField(blank=True)
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


class Entry(models.Model):
    """The words of a public row, ready-made as tokens: what the embedded engine searches.

    `forms` are the weaker forms of the words in the text, `top_forms` of those in title and labels.
    The database keeps its index of this table itself (see the migration).
    """

    document = models.OneToOneField(SearchDocument, on_delete=models.CASCADE, primary_key=True)
    revision = models.PositiveBigIntegerField()
    language = models.CharField(max_length=8)
    title = models.TextField(blank=True)
    labels = models.TextField(blank=True)
    body = models.TextField(blank=True)
    top_forms = models.TextField(blank=True)
    forms = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.document_id} at {self.revision}"


class Word(models.Model):
    """A word of the public rows in one language, in how many of them, and its weaker forms."""

    language = models.CharField(max_length=2)
    word = BytewiseCharField(max_length=64)
    documents = models.IntegerField(default=0)
    tokens = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "language"], name="one_row_per_word_and_language")]

    def __str__(self) -> str:
        return f"{self.word} ({self.language})"


class Form(models.Model):
    """A weaker form and a word that has it: how a token leads back to what is written."""

    token = BytewiseCharField(max_length=66)
    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="forms")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "word"], name="one_row_per_form_and_word")]

    def __str__(self) -> str:
        return self.token


class Total(models.Model):
    """A sum over all entries: of themselves (`entries`) and of their words (`title`, `labels`, `body`)."""

    name = models.CharField(max_length=10, primary_key=True)
    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"
