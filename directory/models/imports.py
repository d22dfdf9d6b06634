"""Imports: what a file would do, what of it was done, and whether it was taken back."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ImportQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """An editor's are for all editors; of those who import without being one each sees their own."""
        return self if user.has_perm("directory.change_organisation") else self.filter(by=user)

    def at_work(self) -> Self:
        """Those that the worker has something to do for."""
        return self.filter(state__in=[State.READING, State.APPLYING, State.UNDOING])


class State(models.TextChoices):
    READING = "reading", _("Is being read")
    UNREADABLE = "unreadable", _("Could not be read")
    PLANNED = "planned", _("To be looked at")
    APPLYING = "applying", _("Is being applied")
    APPLIED = "applied", _("Applied")
    UNDOING = "undoing", _("Is being undone")
    UNDONE = "undone", _("Undone")


class Import(models.Model):
    """A file that somebody handed in, and how far it has come.

    Purpose of what it and its rows hold, personal addresses among it: to be looked at before it is applied, and
    to be taken back after. All of it is erased some weeks later (`services.imports.forget_old`).
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # Whose rights count for what is done now: whoever pressed the button.
    acting = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # A command of whoever runs the site is at it, who may do all.
    is_operators = models.BooleanField(default=False)
    file_name = models.CharField(_("file"), max_length=120)
    # Until it has been read.
    content = models.BinaryField(null=True)
    format = models.CharField(max_length=4, blank=True)
    encoding = models.CharField(max_length=16, blank=True)
    delimiter = models.CharField(max_length=4, blank=True)
    # The columns that were read, and the headings that were not.
    columns = models.JSONField(default=list)
    unknown = models.JSONField(default=list)
    # The language in which the plan tells what is wrong.
    language = models.CharField(max_length=8, default="sv")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.READING)
    problem = models.TextField(blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Whoever works on it moves this ahead first: should they die, it is free again after it.
    leased_until = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(_("handed in"), default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[ImportQuerySet] = ImportQuerySet.as_manager()

    rows: Any

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="import_is_in_a_known_state")
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_at_work(self) -> bool:
        return self.state in {State.READING, State.APPLYING, State.UNDOING}


class ImportRow(models.Model):
    """What a line of a file would do to the directory, and what was done."""

    class Plan(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        SAME = "same", _("Left alone")
        WAITING = "waiting", _("A draft waits")
        TWIN = "twin", _("There already?")
        REFUSED = "refused", _("Not allowed")
        BAD = "bad", _("Wrong")

    class Outcome(models.TextChoices):
        NONE = "", _("Not yet")
        DONE = "done", _("Done")
        LEFT = "left", _("Left alone")
        UNDONE = "undone", _("Taken back")
        KEPT = "kept", _("Could not be taken back")

    file = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, blank=True)
    name = models.CharField(max_length=160, blank=True)
    source_id = models.CharField(max_length=60, blank=True)
    source_url = models.CharField(max_length=500, blank=True)
    plan = models.CharField(max_length=8, choices=Plan.choices)
    # The entry that it is about; of a new one once it is there.
    entry = models.PositiveBigIntegerField(null=True)
    # The entry as it was looked at: what has another version when it is to be written has changed meanwhile.
    version = models.CharField(max_length=80, blank=True)
    # Values by column. `old` is what stood there, for showing and for taking back.
    new = models.JSONField(default=dict)
    old = models.JSONField(default=dict)
    # All that a source said of it, for comparing with what it says the next time.
    said = models.JSONField(default=dict)
    said_before = models.JSONField(default=dict)
    part_of = models.CharField(max_length=160, blank=True)
    # [column or nothing, what is wrong with it or why it was left], in the language of the import.
    problems = models.JSONField(default=list)
    # Entries that it may be a second time: [key, name, [what is alike]].
    alike = models.JSONField(default=list)
    # Of those left alone otherwise: somebody has said that it is to go into the draft, or in as new after all.
    is_chosen = models.BooleanField(default=False)
    outcome = models.CharField(max_length=6, choices=Outcome.choices, default=Outcome.NONE, blank=True)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["line"]
        indexes = [models.Index(fields=["file", "plan", "line"], name="import_rows_by_plan")]
        constraints = [
            models.UniqueConstraint(fields=["file", "line"], name="line_of_an_import_stands_once"),
            models.CheckConstraint(
                condition=models.Q(plan__in=["new", "changed", "same", "waiting", "twin", "refused", "bad"]),
                name="import_row_has_a_known_plan",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.name}"

    @property
    def is_new(self) -> bool:
        """Whether it brings an entry of its own."""
        return self.plan in {self.Plan.NEW, self.Plan.TWIN}
