"""The directory's data and its invariants."""

from directory.models.claims import Application, Claim
from directory.models.freshness import FreshnessCheck
from directory.models.imports import Import, ImportRow
from directory.models.initiatives import (
    Initiative,
    InitiativeImage,
    InitiativeLink,
    InitiativePart,
    InitiativePlace,
    InitiativeStanding,
    InitiativeTag,
)
from directory.models.keeping import Invitation, Membership
from directory.models.likeness import LikelyPair, NameKey, OrganisationKeys
from directory.models.listing import Edition, Facet, FacetCount, Listed, Point
from directory.models.merging import OrganisationMerge, TagMerge
from directory.models.offers import SupportOffer, SupportOfferStanding, SupportOfferTag
from directory.models.organisations import (
    Channel,
    Organisation,
    OrganisationLink,
    OrganisationPlace,
    OrganisationStanding,
    OrganisationTag,
)
from directory.models.people import ContactConsent, ContactPerson
from directory.models.pictures import SentPicture
from directory.models.reports import ErrorReport
from directory.models.reviews import Review
from directory.models.vocabulary import Municipality, Tag, TagProposal, TagWord
from directory.models.withdrawals import GoneAddress, Withdrawal

__all__ = [
    "Application",
    "Channel",
    "Claim",
    "ContactConsent",
    "ContactPerson",
    "Edition",
    "ErrorReport",
    "Facet",
    "FacetCount",
    "FreshnessCheck",
    "GoneAddress",
    "Import",
    "ImportRow",
    "Initiative",
    "InitiativeImage",
    "InitiativeLink",
    "InitiativePart",
    "InitiativePlace",
    "InitiativeStanding",
    "InitiativeTag",
    "Invitation",
    "LikelyPair",
    "Listed",
    "Membership",
    "Municipality",
    "NameKey",
    "Organisation",
    "OrganisationKeys",
    "OrganisationLink",
    "OrganisationMerge",
    "OrganisationPlace",
    "OrganisationStanding",
    "OrganisationTag",
    "Point",
    "Review",
    "SentPicture",
    "SupportOffer",
    "SupportOfferStanding",
    "SupportOfferTag",
    "Tag",
    "TagMerge",
    "TagProposal",
    "TagWord",
    "Withdrawal",
]
