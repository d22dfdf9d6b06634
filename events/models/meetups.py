"""Meetups.

`Event` is revisioned: it holds only what a person edits. What the portal keeps stands beside it,
in `SeatPool` and `Registration`, so that publishing a draft never sets it back.
"""

from datetime import datetime
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.images.models import AbstractRendition, Filter

from directory.models import Municipality, Organisation
from directory.models.common import Kept
from directory.models.merging import with_current_organisations
from directory.models.organisations import OrganisationQuerySet
from directory.rich_text import DescriptionField
from directory.several import SeveralField
from directory.terms import Language
from events.models.choosing import EventQuerySet
from events.models.programme import EventOrganiser, EventTag, Series, with_known_questions
from events.models.vocabulary import EventStatus, Kind, RegistrationMode, Setting, Way

PICTURE = Filter(spec="fill-1104x621|format-webp")
# Words that our own addresses below the calendar begin with.
RESERVED_SLUGS = (
    *("anmalan", "registration", "tidigare", "past", "ny", "new", "serier", "series", "amnen", "subjects"),
    *("organisationer", "organisations", "kommuner", "municipalities"),
)


def hours_between(starts_at: datetime, ends_at: datetime) -> str:
    """From when until when, with days only where it ends on another day."""
    starts, ends = timezone.localtime(starts_at), timezone.localtime(ends_at)
    form = pgettext("format of the time of day", "H:i")
    if starts.date() == ends.date():
        return f"{date_format(starts, form)}–{date_format(ends, form)}"
    return f"{date_format(starts, f'j F {form}')} – {date_format(ends, f'j F {form}')}"


class Event(Kept):
    Setting = Setting
    Status = EventStatus
    RegistrationMode = RegistrationMode

    # The meetup's name in other people's calendars, for ever.
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=150)
    slug = models.SlugField(_("address"), max_length=150, unique=True, help_text=_("The last part of the web address."))
    lead = models.CharField(
        _("lead"), max_length=300, help_text=_("One or two sentences: for whom, and what comes of it.")
    )
    body = DescriptionField(_("text"), max_length=8000, blank=True)
    language = models.CharField(
        _("language of the text"), max_length=2, choices=[("sv", _("Swedish")), ("en", _("English"))], default="sv"
    )
    languages = SeveralField(_("languages spoken"), of=Language)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.SCIENCE_SHOP)
    series = models.ForeignKey(
        Series, models.SET_NULL, verbose_name=_("series"), null=True, blank=True, related_name="events"
    )
    image = models.ForeignKey(
        "wagtailimages.Image", models.SET_NULL, verbose_name=_("image"), null=True, blank=True, related_name="+"
    )
    image_alt = models.CharField(
        _("what the image shows"), max_length=200, blank=True, help_text=_("For those who do not see it.")
    )

    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    status = models.CharField(_("takes place"), max_length=10, choices=EventStatus, default=EventStatus.SCHEDULED)
    status_note = models.CharField(
        _("what has happened"),
        max_length=300,
        blank=True,
        help_text=_(
            "Why it is moved, postponed or cancelled, and what comes instead. Stands in the mail to those registered."
        ),
    )

    setting = models.CharField(_("way of taking part"), max_length=10, choices=Setting, default=Setting.ON_SITE)
    place = models.CharField(_("place"), max_length=150, blank=True, help_text=_("The name of the house or room."))
    address = models.CharField(_("street address"), max_length=200, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        verbose_name=_("municipality"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Leave empty for a meetup online only."),
    )
    online_link = models.URLField(
        _("link to take part online"), blank=True, help_text=_("Seen only by those who have confirmed a seat online.")
    )

    latitude = models.FloatField(_("latitude"), blank=True, null=True, help_text=_("In Skåne between 55.3 and 56.6."))
    longitude = models.FloatField(_("longitude"), blank=True, null=True, help_text=_("In Skåne between 12.4 and 14.7."))
    directions = models.TextField(_("how to get there"), max_length=1000, blank=True)
    accessibility = models.TextField(
        _("accessibility"),
        max_length=1000,
        blank=True,
        help_text=_("Steps, lift, toilet, hearing loop, breaks: what somebody needs to know beforehand."),
    )

    contact_name = models.CharField(_("contact person"), max_length=100, blank=True)
    contact_email = models.EmailField(
        _("contact e-mail"), blank=True, help_text=_("Shown on the page; answers to our mail go there.")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        verbose_name=_("answers for the meetup"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Those who keep its profile run the meetup with the host, and see who registers."),
    )
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("host"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="hosted_events",
        help_text=_("Sees the list of those registered."),
    )

    registration = models.CharField(
        _("registration"), max_length=10, choices=RegistrationMode, default=RegistrationMode.OPEN
    )
    registration_url = models.URLField(_("link to the registration on another site"), blank=True)
    opens_at = models.DateTimeField(
        _("registration opens"), null=True, blank=True, help_text=_("Empty: when the meetup is published.")
    )
    closes_at = models.DateTimeField(
        _("registration closes"), null=True, blank=True, help_text=_("Empty: when the meetup starts.")
    )
    seats_on_site = models.PositiveIntegerField(_("seats on site"), null=True, blank=True)
    seats_online = models.PositiveIntegerField(_("seats online"), null=True, blank=True)
    most_companions = models.PositiveSmallIntegerField(
        _("colleagues that one may bring"),
        default=0,
        validators=[MaxValueValidator(9)],
        help_text=_("They are registered by name and have seats together, or none."),
    )
    has_waiting_list = models.BooleanField(_("waiting list when it is full"), default=True)
    hours_to_claim = models.PositiveSmallIntegerField(
        _("hours to take an offered seat"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(168)],
        help_text=_("Whoever has waited is offered a free seat for so long; then the next."),
    )
    confirmation_text = models.TextField(
        _("in the mail that confirms"), max_length=2000, blank=True, help_text=_("What to bring, what to read.")
    )
    reminder_text = models.TextField(_("in the reminder"), max_length=2000, blank=True)
    thanks_text = models.TextField(_("in the thanks afterwards"), max_length=2000, blank=True)
    reminds_days_before = models.PositiveSmallIntegerField(
        _("reminder, days before"),
        default=2,
        validators=[MaxValueValidator(14)],
        help_text=_("0: no reminder."),
    )
    days_kept = models.PositiveSmallIntegerField(
        _("days that names are kept afterwards"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("Then names, addresses and answers are erased; the numbers stay."),
    )
    notes = DescriptionField(_("afterwards: what was said"), max_length=8000, blank=True)

    tags = ClusterTaggableManager(_("tags"), through=EventTag, blank=True)

    PAGE = "events:event"
    EDITED = "events:edit"
    PREVIEW = "events:preview"
    RESERVED = RESERVED_SLUGS

    objects: ClassVar[EventQuerySet] = EventQuerySet.as_manager()

    # What the relations of other models put here.
    organisers: Any
    tagged: Any
    agenda: Any
    materials: Any
    questions: Any
    announcements: Any
    pools: Any
    registrations: Any

    class Meta:
        verbose_name = _("meetup")
        verbose_name_plural = _("meetups")
        ordering = ("-starts_at", "-pk")
        indexes = [models.Index(fields=["live", "ends_at"], name="events_by_time")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="event_ends_after_it_starts",
                violation_error_message=_("The meetup must end after it starts."),
            )
        ]

    @property
    def called(self) -> str:
        return self.title

    def kept_through(self) -> OrganisationQuerySet:
        return Organisation.objects.filter(pk=self.organisation_id)

    def begin_for(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self.organisers = [EventOrganiser(organisation=organisation)]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "events/event.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from events.forms import RegistrationForm

        return {**super().get_preview_context(request, mode_name), "event": self, "form": RegistrationForm(self)}

    @property
    def ways(self) -> list[Way]:
        """The ways in which one can take part."""
        return list(Way) if self.setting == Setting.BOTH else [Way(self.setting)]

    def wished_seats(self, way: Way) -> int:
        """The number of seats that the editor wants in `way`; none where one cannot register."""
        if not self.is_registered_here or way not in self.ways:
            return 0
        return (self.seats_on_site if way == Way.ON_SITE else self.seats_online) or 0

    @property
    def is_registered_here(self) -> bool:
        return self.registration in (RegistrationMode.OPEN, RegistrationMode.APPROVAL)

    @property
    def takes_place(self) -> bool:
        """Whether everybody may count on it."""
        return self.live and EventStatus(self.status).takes_place

    @property
    def registration_ends_at(self) -> datetime:
        return min(self.closes_at or self.starts_at, self.starts_at)

    def takes_registrations(self, now: datetime | None = None) -> bool:
        """Whether one can register here now, for a seat or for the waiting list."""
        now = now or timezone.now()
        is_open = self.takes_place and self.is_registered_here and not (self.opens_at and now < self.opens_at)
        return is_open and now < self.registration_ends_at

    @property
    def opens_later(self) -> bool:
        return bool(self.opens_at and timezone.now() < self.opens_at)

    @property
    def is_past(self) -> bool:
        return self.ends_at < timezone.now()

    @property
    def is_demonstration(self) -> bool:
        """Whether an invented organisation is behind it, so that it is invented too."""
        return any(organiser.organisation.standing.is_demonstration for organiser in self.organisers.all())

    @cached_property
    def picture(self) -> AbstractRendition | None:
        """The image as its page shows it, made when the meetup was published: a view writes nothing."""
        return self.image.find_existing_renditions(PICTURE).get(PICTURE) if self.image else None

    @property
    def others_in_series(self) -> EventQuerySet:
        """The public meetups of its series but itself, in their order."""
        others = Event.objects.filter(live=True, series=self.series_id) if self.series_id else Event.objects.none()
        return others.exclude(pk=self.pk).order_by("starts_at", "pk")

    @property
    def hours(self) -> str:
        return hours_between(self.starts_at, self.ends_at)

    @property
    def language_labels(self) -> list[str]:
        return [str(Language(value).label) for value in self.languages if value in Language.values]

    @property
    def where(self) -> str:
        """The place in a word or two."""
        if self.setting == Setting.ONLINE:
            return gettext("Online")
        place = ", ".join(filter(None, [self.place, str(self.municipality or "")]))
        return gettext("%(place)s and online") % {"place": place} if self.setting == Setting.BOTH else place

    @property
    def open_pools(self) -> list[Any]:
        """The seats of the ways in which one can take part, with those taken."""
        return [pool for pool in self.pools.all() if pool.way in self.ways] if self.pk else []

    @property
    def is_full(self) -> bool:
        """Whether a newcomer gets no seat in any way."""
        return not any(pool.is_open for pool in self.open_pools)

    @property
    def seats_in_words(self) -> str:
        """How many seats are left, for lists; empty when the meetup is over."""
        if self.is_past:
            return ""
        if not EventStatus(self.status).takes_place:
            return str(self.get_status_display())
        if self.registration == RegistrationMode.NONE:
            return gettext("No registration needed")
        if self.registration == RegistrationMode.ELSEWHERE:
            return gettext("Registration on another site")
        if self.opens_later:
            return gettext("Registration opens on %(day)s") % {
                "day": date_format(timezone.localtime(self.opens_at), "j F")
            }
        if not self.takes_registrations():
            return gettext("Registration has closed")
        if self.is_full:
            return gettext("Full: waiting list") if self.has_waiting_list else gettext("Full")
        free, capacity = (sum(getattr(pool, name) for pool in self.open_pools) for name in ("free", "capacity"))
        words = ngettext("%(free)d of %(capacity)d seats left", "%(free)d of %(capacity)d seats left", free)
        return words % {"free": free, "capacity": capacity}

    def with_content_json(self, content: dict[str, Any]) -> Any:
        # A draft that names an organisation which has been merged since is published with the current one.
        known = with_known_questions(with_current_organisations(content, "organisers"))
        return super().with_content_json(known)

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.slug in RESERVED_SLUGS:
            errors["slug"] = ValidationError(_("This address is taken by the calendar itself: choose another."))
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            errors["ends_at"] = ValidationError(_("The meetup must end after it starts."))
        if self.closes_at and self.ends_at and self.closes_at > self.ends_at:
            errors["closes_at"] = ValidationError(_("Registration cannot close after the meetup has ended."))
        if not EventStatus(self.status).takes_place and not self.status_note:
            errors["status_note"] = ValidationError(_("Say in a sentence what has happened, and what comes instead."))
        if self.opens_at and self.starts_at and self.opens_at >= (self.closes_at or self.starts_at):
            errors["opens_at"] = ValidationError(_("Registration must open before it closes."))
        if self.registration == RegistrationMode.NONE and Way.ONLINE in self.ways and self.online_link:
            errors["registration"] = ValidationError(_("Only those who register get the link to take part online."))
        if self.registration == RegistrationMode.ELSEWHERE and not self.registration_url:
            errors["registration_url"] = ValidationError(_("Write the link to the registration."))
        if (self.latitude is None) != (self.longitude is None):
            errors["longitude"] = ValidationError(_("Write both latitude and longitude, or neither."))
        if self.image_id and not self.image_alt:
            errors["image_alt"] = ValidationError(_("Say in a few words what the image shows."))
        if Way.ON_SITE in self.ways and not self.place:
            errors["place"] = ValidationError(_("Say where the meetup takes place."))
        for way, field in ((Way.ON_SITE, "seats_on_site"), (Way.ONLINE, "seats_online")):
            if error := self._seats_error(way):
                errors[field] = error
        if errors:
            raise ValidationError(errors)

    def _seats_error(self, way: Way) -> ValidationError | None:
        wished = self.wished_seats(way)
        if self.pk and not wished and self.pools.filter(way=way, waiting__gt=0).exists():
            return ValidationError(_("Somebody waits for a seat here: answer them first."))
        if self.is_registered_here and way in self.ways and not wished:
            return ValidationError(_("Say how many seats there are."))
        taken = sum(self.pools.filter(way=way).values_list("taken", flat=True)) if self.pk else 0
        if wished < taken:
            return ValidationError(
                ngettext(
                    "%(taken)d seat is taken already: there cannot be fewer.",
                    "%(taken)d seats are taken already: there cannot be fewer.",
                    taken,
                ),
                params={"taken": taken},
            )
        return None
