"""What is found: one row for each thing and language, and the words that stand in them."""

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.plugins.fields import BytewiseCharField, SameRowField
from search.analysis import words


class SearchDocument(models.Model):
    """What the public may read of one thing in one language: the truth that every engine follows.

    `labels` is what it is sorted under, in words of both languages: kind, tags, place. `revision` rises
    with whatever an engine elsewhere has to hear of, and `delivered` is what it has heard of last. A row
    that is no longer public is emptied and stays for a while: its revision tells that engine that it has
    to forget the thing.
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
    municipalities = models.JSONField(default=list, blank=True)
    url = models.CharField(max_length=1000, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    public = models.BooleanField(default=True)
    revision = models.PositiveBigIntegerField(default=1)
    delivered = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "language"], name="one_row_per_thing_and_language")
        ]
        indexes = [
            models.Index(fields=["group", "language"], name="search_group_and_language"),
            models.Index(fields=["id"], name="search_ahead", condition=models.Q(delivered__lt=models.F("revision"))),
            # Each question asks whether there are any.
            models.Index(
                fields=["id"],
                name="search_to_forget",
                condition=models.Q(public=False, delivered__lt=models.F("revision")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.language})"


class Rejection(models.Model):
    """What the cluster said of a row's revision that it did not take. Without `due_at` it is not sent again."""

    document = models.OneToOneField(SearchDocument, on_delete=models.CASCADE, primary_key=True)
    revision = models.PositiveBigIntegerField()
    attempts = models.PositiveIntegerField(default=1)
    due_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500)

    def __str__(self) -> str:
        return f"{self.document_id} at {self.revision}: {self.reason}"


class Entry(models.Model):
    """The words of a public row, ready-made as tokens: what the embedded engine searches.

    `forms` are the weaker forms of the words in the text, `top_forms` of those in title and labels.
    The database keeps its index of this table itself (see the migration).
    """

    document = SameRowField(SearchDocument, on_delete=models.CASCADE)
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


class Card(models.Model):
    """What an entry is filed under, apart from its words: so that those of thousands of hits are read fast.

    `filed` is one text (`search.filing`).
    """

    entry = SameRowField(Entry, on_delete=models.CASCADE)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    group = models.CharField(max_length=120)
    published_at = models.DateTimeField(null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    filed = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["group", "language"], name="search_card_of_a_group")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.language})"


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


class Spelling(models.Model):
    """That an entry writes a word with accents: *kafé*, which is *kafe* among the words."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="spellings")
    language = models.CharField(max_length=2)
    word = BytewiseCharField(max_length=64)
    written = BytewiseCharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "language", "written"], name="one_row_per_entry_and_spelling")
        ]
        indexes = [models.Index(fields=["word"], name="search_spellings_of_a_word")]

    def __str__(self) -> str:
        return self.written


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


class SynonymGroup(models.Model):
    """Words that stand for each other, or that lead to others: what editors keep. Active at once."""

    class Direction(models.TextChoices):
        BOTH = "both", _("Each finds all the others")
        ONE_WAY = "one-way", _("They find what is given below, not the other way round")

    class Strength(models.TextChoices):
        STRONG = "strong", _("Strong: they mean the same")
        WEAK = "weak", _("Weak: they come near")

    MOST_TERMS = 40
    LONGEST_TERM = 80
    MOST_WORDS = 6

    swedish = models.TextField(
        _("in Swedish"), blank=True, help_text=_("Words or phrases, one on each line, in their basic form.")
    )
    english = models.TextField(_("in English"), blank=True, help_text=_("The same things in English."))
    direction = models.CharField(_("direction"), max_length=8, choices=Direction.choices, default=Direction.BOTH)
    leads_to = models.TextField(
        _("finds also"),
        blank=True,
        help_text=_("Only for one direction: Swedish words, one on each line. Rosengård finds also Malmö."),
    )
    strength = models.CharField(_("strength"), max_length=8, choices=Strength.choices, default=Strength.STRONG)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["swedish", "english", "pk"]

    def __str__(self) -> str:
        there = f" → {', '.join(self.found)}" if self.found else ""
        return f"{', '.join(term for _language, term in self.terms)}{there}"[:200]

    @property
    def terms(self) -> list[tuple[str, str]]:
        """(language, word or phrase)"""
        return [("sv", term) for term in _lines(self.swedish)] + [("en", term) for term in _lines(self.english)]

    @property
    def found(self) -> list[str]:
        return _lines(self.leads_to)

    def clean(self) -> None:
        for name in ("swedish", "english", "leads_to"):
            lines = _lines(getattr(self, name))
            if len(lines) > self.MOST_TERMS:
                raise ValidationError({name: _("At most 40 lines.")})
            for line in lines:
                if not 0 < len(list(words(line))) <= self.MOST_WORDS or len(line) > self.LONGEST_TERM:
                    raise ValidationError({name: _("“%(line)s” is not one to six words.") % {"line": line[:80]}})
            setattr(self, name, "\n".join(lines))
        if self.direction == self.Direction.ONE_WAY:
            if not self.terms:
                raise ValidationError({"swedish": _("Write what is searched for.")})
            if not self.found:
                raise ValidationError({"leads_to": _("Write what is to be found.")})
        else:
            if self.found:
                raise ValidationError({"leads_to": _("Leave this empty, or choose one direction.")})
            if len(self.terms) < 2:
                raise ValidationError({"swedish": _("Write at least two words, in one language or in both.")})


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))


class UnansweredQuestion(models.Model):
    """What several people asked on one day and found nothing for. Kept for ninety days; who asked is not known."""

    text = models.CharField(_("question"), max_length=100)
    day = models.DateField(_("day"))
    visitors = models.PositiveIntegerField(_("visitors"))

    class Meta:
        verbose_name = _("question without an answer")
        verbose_name_plural = _("questions without an answer")
        constraints = [models.UniqueConstraint(fields=["text", "day"], name="one_row_per_question_and_day")]

    def __str__(self) -> str:
        return self.text
