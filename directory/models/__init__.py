"""The directory's data and its invariants."""

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
from directory.models.vocabulary import Municipality, Tag, TagProposal, TagWord

__all__ = [
    "Channel",
    "ContactConsent",
    "ContactPerson",
    "Initiative",
    "InitiativeImage",
    "InitiativeLink",
    "InitiativePart",
    "InitiativePlace",
    "InitiativeStanding",
    "InitiativeTag",
    "Invitation",
    "Membership",
    "Municipality",
    "Organisation",
    "OrganisationLink",
    "OrganisationPlace",
    "OrganisationStanding",
    "OrganisationTag",
    "SupportOffer",
    "SupportOfferStanding",
    "SupportOfferTag",
    "Tag",
    "TagProposal",
    "TagWord",
]
