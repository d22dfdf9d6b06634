import pytest

from directory.models import Organisation
from directory.services import contacts
from tests.directory.factories import InitiativeFactory, OrganisationFactory, TagFactory, editor, place


@pytest.fixture
def person(db):
    """An editor."""
    return editor()


@pytest.fixture
def whole(db) -> Organisation:
    """An organisation with something in every column, and something that nobody may see."""
    tag = TagFactory(name="Odling; och mat")
    made = OrganisationFactory(
        name="=Åäö; \"Föreningen\" 'Ett'",
        slug="ett",
        other_names="Ettan\n+46 ettan",
        form="stiftelse",
        municipality=place("Malmö"),
        summary_sv="-1, sade hon.",
        summary_en="  ＝ wide",
        description_sv="<h2>Om oss</h2><p>Rad ett<br>rad <strong>två</strong></p><ul><li>a</li><li>b</li></ul>",
        description_en="<p>@home</p>",
        audiences=["unga", "aldre"],
        languages=["sv", "bs", "sv-x-easy"],
        goals=[3, 11, 17],
        organisation_number="8024241237",
        founded=1999,
        website="https://ett.example.org/?a=1;b=2",
        contact_email="info@ett.example.org",
        contact_phone="+46 40 12 34 56",
        tagged_with=[tag],
    )
    made.places.create(name="Huset | ja", street="Gatan 1", postcode="211 20", town="Malmö", is_visited=True)
    made.places.create(municipality=place("Lund"), latitude=55.7047, longitude=13.1910)
    made.places.create(street="Hemliga vägen 1", town="Ystad", is_hidden=True)
    made.channels.create(kind="mastodon", url="https://social.example.org/@ett")
    made.channels.create(kind="facebook", url="https://www.facebook.com/ett")
    made.links.create(label="=Länk | ett", url="https://example.org/ett")
    shown = made.contacts.create(name="Saga Synlig", email="saga@example.org", is_public=True)
    made.contacts.create(name="Dold Person", email="dold@example.org")
    made.contacts.create(name="Utan Ja", email="utan@example.org", is_public=True)
    made.save()
    contacts.record_consents(made, {str(shown.key): True}, by=None)
    return made


@pytest.fixture
def started(whole: Organisation):
    """An initiative with something in every column."""
    hidden = OrganisationFactory(name="Utkastets förening", live=False)
    made = InitiativeFactory(
        title="＋Byns mack",
        slug="mack",
        form="projekt",
        stage="taken-over",
        municipality=place("Lund"),
        summary_sv="'Citat' först",
        summary_en="",
        started=2001,
        ended=2009,
        goals=[1],
        website="https://mack.example.org",
        by=[whole, hidden],
        **{
            f"{name}_{language}": f'\t={name}\n\n{language}; "ja"\''
            for name in ("challenge", "solution", "results", "lessons")
            for language in ("sv", "en")
        },
    )
    made.places.create(town="Knislinge")
    made.links.create(label="Om macken", url="https://example.org/mack")
    made.save()
    return made
