"""A made-up directory of any size, written in bulk: names, places, tags and offers as unevenly spread as real ones."""

from datetime import timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from directory.alphabet import sort_key
from directory.forms_of_organising import InitiativeForm, OfferKind, OrganisationForm, Stage
from directory.models import (
    Initiative,
    InitiativeStanding,
    InitiativeTag,
    Municipality,
    Organisation,
    OrganisationPlace,
    OrganisationStanding,
    OrganisationTag,
    SupportOffer,
    SupportOfferStanding,
    Tag,
)
from directory.services import duplicates, listing
from directory.terms import Goal
from portal.plugins import search
from tests.benchmarks.texts import Texts

BATCH = 1_000
TAGS = 80
# One initiative for so many organisations, and one offer.
PER_INITIATIVE, PER_OFFER = 5, 10
# Of each kind.
SEARCHED = 1_000
WHAT = ("Föreningen", "Stiftelsen", "Kooperativet", "Nätverket", "Verkstaden", "Byalaget", "Studiecirkeln", "Hjälpen")


class Town:
    """The same for the same size."""

    def __init__(self, size: int) -> None:
        self.random, self.texts, self.size = Random(size), Texts(3), size
        self.seats = list(Municipality.objects.all())
        # As people are: most where the towns are.
        self.weights = [1 / rank for rank in range(1, len(self.seats) + 1)]
        self.now = timezone.now()

    def build(self) -> None:
        """Write it into the database of the connection, with all that is kept beside it."""
        with transaction.atomic():
            self.tags = [Tag.objects.create(name=f"Ämne {number}") for number in range(TAGS)]
            organisations = self._organisations()
            self._initiatives()
            self._offers(organisations)
            for start in range(0, self.size, BATCH):
                duplicates.follow(organisations[start : start + BATCH])
        listing.reconcile()
        # How the search grows is measured by its own part; to fill it takes longer than all else.
        for model in (Organisation, Initiative, SupportOffer):
            search.publish_many(model.objects.order_by("pk")[:SEARCHED])

    def _organisations(self) -> list[Organisation]:
        made = Organisation.objects.bulk_create(
            (
                Organisation(
                    slug=f"bench-{number}",
                    name=name,
                    sort_key=sort_key(name),
                    form=self.random.choice(OrganisationForm.values),
                    goals=self.random.sample(Goal.values, self.random.choice((0, 0, 1, 3))),
                    other_names="",
                    website=f"https://org-{number}.example.org/",
                    **self._common(number),
                )
                for number, name in ((number, self._name()) for number in range(self.size))
            ),
            batch_size=BATCH,
        )
        OrganisationStanding.objects.bulk_create(
            (OrganisationStanding(organisation=one) for one in made), batch_size=BATCH
        )
        self._tag(OrganisationTag, made)
        OrganisationPlace.objects.bulk_create(self._places(made), batch_size=BATCH)
        return made

    def _initiatives(self) -> None:
        made = Initiative.objects.bulk_create(
            (
                Initiative(
                    slug=f"bench-{number}",
                    title=name,
                    sort_key=sort_key(name),
                    form=self.random.choice(InitiativeForm.values),
                    stage=self.random.choice(Stage.values),
                    goals=self.random.sample(Goal.values, self.random.choice((0, 1, 3))),
                    **self._common(number),
                )
                for number, name in ((number, self._name()) for number in range(self.size // PER_INITIATIVE))
            ),
            batch_size=BATCH,
        )
        InitiativeStanding.objects.bulk_create((InitiativeStanding(initiative=one) for one in made), batch_size=BATCH)
        self._tag(InitiativeTag, made)

    def _offers(self, organisations: list[Organisation]) -> None:
        made = SupportOffer.objects.bulk_create(
            (
                SupportOffer(
                    slug=f"bench-{number}",
                    title=name,
                    sort_key=sort_key(name),
                    organisation=self.random.choice(organisations),
                    kind=self.random.choice(OfferKind.values),
                    summary_sv=self._words(10),
                    live=True,
                    deadline=self.random.choice((None, self.now.date() + timedelta(days=self.random.randint(-90, 90)))),
                )
                for number, name in ((number, self._name()) for number in range(self.size // PER_OFFER))
            ),
            batch_size=BATCH,
        )
        SupportOfferStanding.objects.bulk_create((SupportOfferStanding(support_offer=one) for one in made), BATCH)
        through = SupportOffer.municipalities.through
        through.objects.bulk_create(
            (
                through(supportoffer_id=offer.pk, municipality_id=place.pk)
                for offer in made
                for place in self.random.sample(self.seats, self.random.choice((0, 1, 1, 3)))
            ),
            batch_size=BATCH,
        )

    def _common(self, number: int) -> dict:
        published = self.now - timedelta(minutes=self.random.randrange(2_000_000))
        everywhere = self.random.random() < 0.03
        return {
            "municipality": None if everywhere else self.random.choices(self.seats, self.weights)[0],
            "summary_sv": self._words(14),
            "live": True,
            "first_published_at": published,
            "last_published_at": published + timedelta(days=1),
        }

    def _tag(self, table: type, entries: list) -> None:
        """Up to four each, the first ones the most."""
        weights = [1 / rank for rank in range(1, TAGS + 1)]
        table._default_manager.bulk_create(
            (
                table(content_object=entry, tag=tag)
                for entry in entries
                for tag in set(self.random.choices(self.tags, weights, k=self.random.randint(0, 4)))
            ),
            batch_size=BATCH,
        )

    def _places(self, organisations: list[Organisation]):
        """One in three has an address of its own near its seat, one in thirty two, one in a hundred a protected one."""
        for organisation in organisations:
            drawn = self.random.random()
            if drawn > 0.36 or organisation.municipality is None:
                continue
            for order in range(2 if drawn < 0.03 else 1):
                yield OrganisationPlace(
                    organisation=organisation,
                    sort_order=order,
                    street=f"Gatan {order}",
                    latitude=organisation.municipality.latitude + self.random.gauss(0, 0.03),
                    longitude=organisation.municipality.longitude + self.random.gauss(0, 0.05),
                    is_hidden=drawn > 0.35,
                )

    def _name(self) -> str:
        return f"{self.random.choice(WHAT)} {self._words(2)}"

    def _words(self, number: int) -> str:
        return self.texts.some(number, self.random)
