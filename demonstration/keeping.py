"""The demonstration's profiles in each state: kept by two, asked for, applied for, sent back; the others unclaimed."""

from demonstration.people import ASKING, COLLEAGUE, EDITOR, MEMBER, PASSWORD
from directory.models import Membership, Municipality, Organisation
from directory.services import applications, claims
from portal.accounts.models import User

WAITING = {
    "name": "Sykollektivet Trådrullen",
    "form": "ekonomisk-forening",
    "place": "Ystad",
    "summary_sv": "Grannar som syr om det som annars skulle kastas, och lånar ut symaskiner till den som vill lära sig.",
    "website": "https://tradrullen.example.org/",
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


def _person(email: str, first_name: str, last_name: str) -> User:
    person = User.objects.create_user(email, PASSWORD, first_name=first_name, last_name=last_name)
    person.confirm_address()
    return person


def _apply(content: dict, by: User) -> applications.Application:
    values = {name: value for name, value in content.items() if name != "place"}
    values["municipality"] = Municipality.objects.get(name=content["place"])
    return applications.apply(values, by=by, position="initiativtagare")
