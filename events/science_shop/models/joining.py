"""What joins a question: other organisations with the same need, and those who follow it by mail."""

from typing import ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import Organisation
from events.science_shop.models.questions import Question


class SameHere(models.Model):
    """An organisation that has the same question, and its own need."""

    wagtail_reference_index_ignore = True

    question = models.ForeignKey(Question, models.CASCADE, related_name="same_here")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="shared_questions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.CharField(_("how it is with you"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("day"), default=timezone.now)

    class Meta:
        verbose_name = _("need of the same kind")
        verbose_name_plural = _("needs of the same kind")
        ordering = ("created_at", "pk")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["question", "organisation"], name="same_here_once")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.question}"


class FollowerQuerySet(models.QuerySet):
    def confirmed(self) -> Self:
        return self.exclude(confirmed_at=None)


class Follower(models.Model):
    """An address that is told what happens to a question.

    Purpose: to send those mails. Deleted by one click in each of them, or two days after it was not confirmed.
    """

    wagtail_reference_index_ignore = True

    question = models.ForeignKey(Question, models.CASCADE, related_name="followers")
    email = models.EmailField(_("e-mail"))
    email_key = models.CharField(max_length=254, editable=False, db_index=True)
    language = models.CharField(_("language"), max_length=2, default="sv")
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)

    objects: ClassVar[FollowerQuerySet] = FollowerQuerySet.as_manager()

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        ordering = ("created_at", "pk")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["question", "email_key"], name="address_follows_once")]

    def __str__(self) -> str:
        return f"{self.question}: {self.email}"


class NewContact(models.Model):
    """Whom a coordinator has named as the contact of a question. They are it when they say yes, and nothing before."""

    wagtail_reference_index_ignore = True

    question = models.OneToOneField(Question, models.CASCADE, related_name="new_contact")
    name = models.CharField(_("contact person"), max_length=100)
    email = models.EmailField(_("e-mail"))
    email_key = models.CharField(max_length=254, editable=False, db_index=True)
    # In the link that is mailed, signed.
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    made_at = models.DateTimeField(_("day"), default=timezone.now)

    class Meta:
        verbose_name = _("new contact")
        verbose_name_plural = _("new contacts")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.question}: {self.email}"
