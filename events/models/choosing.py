"""Which meetups: those that somebody may see, write or run, and those that are coming or over."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from directory.models import Organisation
from directory.models.common import KeptQuerySet, Person


class EventQuerySet(KeptQuerySet):
    def kept_by(self, user: Person) -> "EventQuerySet":
        return self.filter(organisation__memberships__user_id=user.pk)

    def visible_to(self, user: Person | None) -> "EventQuerySet":
        """What `user` meets on the public pages: the same for everybody, so that they can be cached."""
        return self.filter(live=True)

    def managed_by(self, user: Person) -> "EventQuerySet":
        """Those whose registrations `user` may see: an editor's all, a host's own."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.all() if user.has_perm("events.change_event") else self.hosted_by(user)

    def hosted_by(self, user: Person) -> "EventQuerySet":
        """Those that `user` runs: as their host, or as one who keeps the organisation that answers for them."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(host_id=user.pk) | Q(organisation__in=Organisation.objects.kept_by(user)))

    def coming(self, now: datetime | None = None) -> "EventQuerySet":
        """Not over yet, the nearest first."""
        return self.filter(ends_at__gte=now or timezone.now()).order_by("starts_at", "pk")

    def past(self, now: datetime | None = None) -> "EventQuerySet":
        """Over, the latest first."""
        return self.filter(ends_at__lt=now or timezone.now()).order_by("-starts_at", "-pk")
