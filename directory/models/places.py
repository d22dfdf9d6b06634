"""Where organisations and initiatives are."""

from collections.abc import Iterable
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Orderable

from directory.models.vocabulary import Municipality


class PlaceQuerySet(models.QuerySet):
    def public(self) -> Self:
        """Without the protected ones. What shows places to anybody starts here or from `public_places`."""
        return self.filter(is_hidden=False).select_related("municipality")


class Place(Orderable):
    """An address, or a place without one. A protected one is shown to those who may change it, and nowhere else."""

    name = models.CharField(
        _("name of the place"), max_length=120, blank=True, help_text=_("For example: the office, the workshop.")
    )
    street = models.CharField(_("street address"), max_length=160, blank=True)
    postcode = models.CharField(
        _("postcode"),
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^\d{3} ?\d{2}$", _("Write five digits, for example 211 20."))],
    )
    town = models.CharField(_("town"), max_length=80, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, blank=True, null=True, related_name="+", verbose_name=_("municipality")
    )
    latitude = models.FloatField(_("latitude"), blank=True, null=True, help_text=_("In Skåne between 55.3 and 56.6."))
    longitude = models.FloatField(_("longitude"), blank=True, null=True, help_text=_("In Skåne between 12.4 and 14.7."))
    is_visited = models.BooleanField(
        _("visitors are welcome here"), default=False, help_text=_("It is shown as the visiting address.")
    )
    is_hidden = models.BooleanField(
        _("protected address"),
        default=False,
        help_text=_(
            "Only you who keep the profile and the editors see it. It stands on no page or map, in no search, feed "
            "or open data. If the portal does not need to know it: leave it out."
        ),
    )

    objects = PlaceQuerySet.as_manager()

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(
                    # Said, since a comparison with nothing is neither true nor false, and would pass.
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="%(class)s_is_on_the_globe",
                violation_error_message=_("Write both latitude and longitude, in degrees, or neither."),
            ),
            models.CheckConstraint(
                condition=~models.Q(is_hidden=True, is_visited=True),
                name="%(class)s_hidden_is_not_visited",
                violation_error_message=_("A protected address is no visiting address."),
            ),
            models.CheckConstraint(
                condition=~models.Q(name="", street="", postcode="", town="", municipality=None, latitude=None),
                name="%(class)s_is_somewhere",
                violation_error_message=_("Say where it is."),
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(self.lines) or _("Place")

    def clean(self) -> None:
        # Nobody here is in the Indian Ocean: the two numbers have changed places.
        if self.latitude is not None and self.longitude is not None and self.longitude > self.latitude:
            raise ValidationError({"latitude": _("Have latitude and longitude changed places?")})

    @property
    def lines(self) -> list[str]:
        """As on an envelope, without its name."""
        municipality = self.municipality.name if self.municipality else ""
        town = " ".join(filter(None, (self.postcode, self.town)))
        return list(filter(None, (self.street, town or municipality)))

    @property
    def has_address(self) -> bool:
        return bool(self.street or self.town)


def public(places: Iterable[Any]) -> list[Any]:
    """Those of `places`, read already, that anybody may know."""
    return [place for place in places if not place.is_hidden]
