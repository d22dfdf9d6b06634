"""The demonstration's profiles in each state: kept by two and trusted, waiting for the editors, sent back, asked for,
applied for; the others unclaimed."""

from wagtail.models import WorkflowState

from demonstration.people import ASKING, COLLEAGUE, EDITOR, MEMBER, PASSWORD
from directory.content import values_of
from directory.models import Membership, Municipality, Organisation, OrganisationStanding, SupportOffer
from directory.sections import SECTIONS
from directory.services import applications, claims, drafts, reviews
from portal.accounts.models import User

WAITING = {
    "name": "Sykollektivet Trådrullen",
    "form": "ekonomisk-forening",
    "place": "Ystad",
    "summary_sv": "Grannar som syr om det som annars skulle kastas, och lånar ut symaskiner till den som vill lära sig.",
    "website": "https://tradrullen.example.org/",
}
CHANGED = "Grannarna äger butiken, bensinpumpen och fibern tillsammans, och nu också det gamla mejeriet."
OFFERED = {
    "title": "Låna mejeriet för ett möte",
    "kind": "premises",
    "summary_sv": "Ett rum för trettio, med kök, mitt i byn.",
}
SENT_BACK = {
    "name": "Nätverket Nattvandrarna Norr",
    "form": "natverk",
    "place": "Kristianstad",
    "summary_sv": "Vuxna ute på stan.",
    "website": "",
}


def load() -> None:
    person = User.objects.get_by_natural_key
    colleague = _person(COLLEAGUE, "Kim", "Kollega")
    asking = _person(ASKING, "Sam", "Sökande")
    kept = Organisation.objects.get(name="Klubbhuset Fyren")
    Membership.objects.create(organisation=kept, user=colleague, role=Membership.Role.KEEPER)
    OrganisationStanding.objects.filter(organisation=kept).update(is_trusted=True)
    _in_review(Organisation.objects.get(name="Bygdebolaget Åsarna"), person(MEMBER), person(EDITOR))
    claims.claim(
        kept, by=asking, position="volontär", message="Jag håller i nyhetsbladet och vill gärna skriva här också. /Sam"
    )
    claims.claim(
        Organisation.objects.get(name="Föreningen Pratbänken"),
        by=asking,
        position="ordförande",
        message="Vi valde ny styrelse i mars.",
    )
    _apply(WAITING, person(MEMBER))
    applications.send_back(
        _apply(SENT_BACK, asking), by=person(EDITOR), comment="Skriv gärna vad ni gör, för vem och när."
    )


def _in_review(organisation: Organisation, keeper: User, editor: User) -> None:
    """A change that waits for the editors, and support that they have sent back."""
    Membership.objects.create(organisation=organisation, user=keeper, role=Membership.Role.OWNER)
    about = SECTIONS[Organisation][0]
    values = values_of(organisation, about.names) | {"summary_sv": CHANGED, "founded": 2014}
    drafts.save_section(organisation, about, values, by=keeper, based_on=None)
    organisation.refresh_from_db()
    drafts.send(organisation, by=keeper, shown=organisation.latest_revision_id)
    offer = drafts.begin(SupportOffer, organisation, OFFERED, by=keeper)
    drafts.send(offer, by=keeper, shown=offer.latest_revision_id)
    state = WorkflowState.objects.for_instance(offer).get()
    comment = "Skriv gärna hur man bokar, och om lokalen går att nå med rullstol."
    reviews.send_back(state, by=editor, shown=offer.latest_revision_id, comment=comment)


def _person(email: str, first_name: str, last_name: str) -> User:
    person = User.objects.create_user(email, PASSWORD, first_name=first_name, last_name=last_name)
    person.confirm_address()
    return person


def _apply(content: dict, by: User) -> applications.Application:
    values = {name: value for name, value in content.items() if name != "place"}
    values["municipality"] = Municipality.objects.get(name=content["place"])
    return applications.apply(values, by=by, position="initiativtagare")
