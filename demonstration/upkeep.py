"""The demonstration's profiles as time goes by: confirmed, out of date with an owner and without, reported, settled."""

from datetime import datetime, timedelta

from django.utils import timezone

from demonstration.people import COLLEAGUE, EDITOR, MEMBER
from directory.models import Membership, Organisation, OrganisationStanding
from directory.services import freshness, reports
from portal.accounts.models import User

CONFIRMED, OWNED, UNCLAIMED = "Klubbhuset Fyren", "Rådkooperativet Spaden", "Föreningen Pratbänken"
UNTOUCHED_FOR = timedelta(days=420)


def load() -> None:
    person, named = User.objects.get_by_natural_key, Organisation.objects.get
    freshness.confirm(named(name=CONFIRMED), by=person(MEMBER))
    Membership.objects.create(
        organisation=named(name=OWNED), user=person(COLLEAGUE), role=Membership.Role.OWNER, since=_long_ago()
    )
    for name in (OWNED, UNCLAIMED):
        Organisation.objects.filter(name=name).update(last_published_at=_long_ago())
        OrganisationStanding.objects.filter(organisation__name=name).update(created_at=_long_ago())
    freshness.ask_what_is_old()
    reports.report(
        named(name=CONFIRMED), text="Öppettiderna på webbplatsen stämmer inte med dem här.", email="gast@example.org"
    )
    settled = reports.report(named(name="Grannskafferiet"), text="Länken till webbplatsen leder fel.")
    reports.take_up(settled, by=person(EDITOR))
    reports.settle(settled, "corrected", answer="Länken är rättad. Tack för att du hörde av dig!", by=person(EDITOR))


def _long_ago() -> datetime:
    return timezone.now() - UNTOUCHED_FOR
