"""What organisations, initiatives and support offers have in common."""

from typing import Any, ClassVar, Self
from uuid import uuid4

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
    WorkflowState,
)

from directory.alphabet import sort_key
from directory.models.vocabulary import Municipality, in_current_language, with_current_tags
from portal.plugins.fields import BytewiseCharField

# Who asks: somebody, or nobody in particular.
Person = AbstractUser | AnonymousUser


class KeptQuerySet(models.QuerySet):
    def kept_by(self, user: Person) -> Self:
        """Those that `user` keeps."""
        raise NotImplementedError

    def changeable_by(self, user: Person) -> Self:
        """What `user` may change in the public site's own pages: what they keep."""
        return self.kept_by(user) if user.is_authenticated else self.none()

    def with_states(self) -> Self:
        """Know of each whether it waits for its day or for a review, in the one query (as Wagtail does for pages)."""
        of_this = {
            "base_content_type": ContentType.objects.get_for_model(self.model),
            "object_id": Cast(models.OuterRef("pk"), models.CharField()),
        }
        scheduled = Revision.objects.filter(**of_this, approved_go_live_at__isnull=False)
        reviewed = WorkflowState.objects.filter(**of_this, status=WorkflowState.STATUS_IN_PROGRESS)
        sent_back = WorkflowState.objects.filter(**of_this, status=WorkflowState.STATUS_NEEDS_CHANGES)
        return self.annotate(
            is_scheduled=models.Exists(scheduled),
            is_in_review=models.Exists(reviewed),
            is_sent_back=models.Exists(sent_back),
        )


class EntryQuerySet(KeptQuerySet):
    # What everybody may see.
    PUBLIC: ClassVar[models.Q] = models.Q(live=True)

    def live(self) -> Self:
        return self.filter(self.PUBLIC)

    def visible_to(self, user: Person | None) -> Self:
        """What `user` may read: what is live, with what they keep; everything for those who may change it."""
        if user is None or not user.is_authenticated:
            return self.live()
        if user.has_perm(f"{self.model._meta.app_label}.change_{self.model._meta.model_name}"):
            return self.all()
        kept = self.model.objects.kept_by(user).values("pk")
        return self.filter(self.PUBLIC | models.Q(pk__in=kept))


class Kept(PreviewableMixin, WorkflowMixin, LockableMixin, DraftStateMixin, RevisionMixin, ClusterableModel):
    """What organisations keep: written section by section in a draft, which editors review (`directory.sections`).

    It holds only what a person edits: publishing a revision sets every column back to what it was then.
    """

    # The names of the addresses of its page, and of where its keepers change it.
    PAGE: ClassVar[str]
    EDITED: ClassVar[str]
    PREVIEW: ClassVar[str]
    # Words that addresses beside those of the pages begin with.
    RESERVED: ClassVar[tuple[str, ...]] = ()

    slug: Any

    class Meta:
        abstract = True

    @property
    def called(self) -> str:
        """Its name or title."""
        raise NotImplementedError

    def kept_through(self) -> models.QuerySet:
        """The organisations whose keepers may change it."""
        raise NotImplementedError

    def begin_for(self, organisation: Any) -> None:
        """Make it `organisation`'s, before it is saved for the first time."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.called

    def get_absolute_url(self) -> str:
        return reverse(self.PAGE, args=[self.slug])

    @property
    def kind_of_entry(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def edit_url(self) -> str:
        return reverse(self.EDITED, args=[self.slug])

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.live

    @property
    def approved_schedule(self) -> bool:
        return bool(self.is_scheduled) if hasattr(self, "is_scheduled") else super().approved_schedule

    @property
    def workflow_in_progress(self) -> bool:
        return bool(self.is_in_review) if hasattr(self, "is_in_review") else super().workflow_in_progress

    def with_content_json(self, content: dict[str, Any]) -> Any:
        return super().with_content_json(with_current_tags(content))

    def tidy_up(self) -> None:
        """Bring what is kept of its words into the one shape that it has."""


class Entry(Kept):
    """A thing of the directory. What the portal itself keeps about it stands in its `standing`."""

    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        help_text=_("The last word of its web address. Changing it breaks links that others have made."),
    )
    summary_sv = models.CharField(
        _("summary in Swedish"), max_length=300, help_text=_("One or two sentences. They stand in lists and in search.")
    )
    summary_en = models.CharField(_("summary in English"), max_length=300, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        blank=True,
        null=True,
        related_name="+",
        verbose_name=_("municipality"),
        help_text=_("Leave empty for the whole of Skåne."),
    )
    sort_key = BytewiseCharField(max_length=200, editable=False)
    # Said by a list that is sorted by distance: how far away it is.
    away = ""

    class Meta:
        abstract = True

    @property
    def summary(self) -> str:
        return in_current_language(self.summary_sv, self.summary_en)

    def tidy_up(self) -> None:
        self.sort_key = sort_key(self.called)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.tidy_up()
        super().full_clean(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.tidy_up()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            # What hangs on it is looked for first: nobody adds to that meanwhile.
            rows: Any = type(self)
            rows._base_manager.select_for_update().filter(pk=self.pk).first()
            return super().delete(*args, **kwargs)


class Standing(models.Model):
    """What the portal keeps about an entry: beside it, so that no revision sets it back."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    is_demonstration = models.BooleanField(
        _("demonstration"), default=False, help_text=_("Invented, for showing how the portal works.")
    )
    source_id = models.CharField(
        _("id in the source"), max_length=60, unique=True, blank=True, null=True, editable=False
    )
    source_url = models.URLField(_("source"), max_length=500, blank=True, editable=False)
    source_row = models.JSONField(
        default=dict, editable=False, help_text=_("What the last import brought: what differs from it is a person's.")
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True


def year_field(label: Any, first: int) -> models.PositiveSmallIntegerField:
    """A year that people know, from `first` on."""
    message = _("Write a year with four digits.")
    return models.PositiveSmallIntegerField(
        label, blank=True, null=True, validators=[MinValueValidator(first, message), MaxValueValidator(2100, message)]
    )


def year_between(field: str, first: int, name: str) -> models.CheckConstraint:
    """That a column has a year, or none."""
    return models.CheckConstraint(
        condition=models.Q(**{field: None}) | models.Q(**{f"{field}__range": (first, 2100)}),
        name=name,
        violation_error_message=_("Write a year with four digits."),
    )


def only_past(years: dict[str, int | None]) -> None:
    """Refuse years that have not begun."""
    if late := [name for name, year in years.items() if year and year > timezone.localdate().year]:
        raise ValidationError(dict.fromkeys(late, _("This year has not begun.")))


def partial_indexes(name: str) -> list[models.Index]:
    """Indexes of the public lists. Partial, since SQLite serves `WHERE live` from no other."""
    live = models.Q(live=True)
    return [
        models.Index(fields=["sort_key", "id"], condition=live, name=f"live_{name}_in_order"),
        models.Index(fields=["municipality", "sort_key"], condition=live, name=f"live_{name}_by_place"),
        models.Index(fields=["form", "sort_key"], condition=live, name=f"live_{name}_by_form"),
        models.Index(fields=["-last_published_at", "-id"], condition=live, name=f"live_{name}_by_day"),
    ]
