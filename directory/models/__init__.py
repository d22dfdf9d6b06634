"""The directory's data and its invariants."""

from directory.models.initiatives import Initiative, InitiativePart, InitiativeStanding, InitiativeTag
from directory.models.keeping import Invitation, Membership
from directory.models.offers import SupportOffer, SupportOfferStanding, SupportOfferTag
from directory.models.organisations import Organisation, OrganisationLink, OrganisationStanding, OrganisationTag
from directory.models.vocabulary import Municipality, Tag

__all__ = [
    "Initiative",
    "InitiativePart",
    "InitiativeStanding",
    "InitiativeTag",
    "Invitation",
    "Membership",
    "Municipality",
    "Organisation",
    "OrganisationLink",
    "OrganisationStanding",
    "OrganisationTag",
    "SupportOffer",
    "SupportOfferStanding",
    "SupportOfferTag",
    "Tag",
]
