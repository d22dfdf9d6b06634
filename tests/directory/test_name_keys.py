"""Which names are compared: those that share a key, and with them all that comparing with every name would find."""

import csv
from pathlib import Path

import pytest

import directory
from directory.likeness import keys_of, like_names, normalised
from directory.models import NameKey, Organisation
from directory.name_keys import asked_exactly, asked_nearly, kept_under
from directory.services import duplicates
from tests.directory.factories import OrganisationFactory

LETTERS = "aeionrst"


def disturbed(name: str) -> set[str]:
    """With a letter less, a letter more, another letter, or two that have changed places, at each place."""
    made = set()
    for at in range(len(name)):
        before, after = name[:at], name[at:]
        letter = LETTERS[at % len(LETTERS)]
        made |= {before + after[1:], before + letter + after, before + letter + after[1:]}
        made.add(before + after[1:2] + after[:1] + after[2:])
    return made


def found_by_keys(name: str, others: dict[int, str]) -> set[int]:
    asked = asked_exactly(name) | asked_nearly(name)
    near = {key: other for key, other in others.items() if asked & KEPT[other]}
    return set(like_names([name], near, limit=None))


with (Path(directory.__file__).parent / "data" / "organisations.csv").open() as file:
    NAMES = {number: normalised(row["name"]) for number, row in enumerate(csv.DictReader(file))}
KEPT = {name: kept_under(name) for name in NAMES.values()}


@pytest.mark.parametrize("number", NAMES)
def test_a_letter_wrong_anywhere_in_a_real_name_hides_nothing_that_comparing_with_all_finds(number):
    for name in disturbed(NAMES[number]):
        missed = set(like_names([name], NAMES, limit=None)) - found_by_keys(name, NAMES)
        assert not missed, (name, [NAMES[other] for other in missed])


@pytest.mark.parametrize(
    "name",
    ["konerstone", "cornesrtone", "malmo cykelkoket", "cykelkoketxmalmo", "cornerson", "cykelkoket i malmo lund"],
)
def test_two_letters_other_words_and_another_order_are_found(name):
    kept = {"cornerstone": kept_under("cornerstone"), "cykelkoket malmo": kept_under("cykelkoket malmo")}
    assert any((asked_exactly(name) | asked_nearly(name)) & keys for keys in kept.values())


def test_what_is_nothing_like_it_shares_no_key():
    assert not (asked_exactly("yalla trappan") | asked_nearly("yalla trappan")) & kept_under("grannskafferiet")


@pytest.fixture
def crowd(db) -> None:
    """Hundreds that have one word, and here and there two, in common."""
    made = Organisation.objects.bulk_create(
        Organisation(name=f"Föreningen Nr{number}", slug=f"nr-{number}", form="ideell-forening", live=True)
        for number in range(400)
    )
    duplicates.follow(made)


@pytest.mark.database
def test_among_hundreds_with_the_same_word_the_one_that_is_meant_is_found(crowd, django_assert_num_queries):
    meant = OrganisationFactory(name="Föreningen Grannskafferiet")
    with django_assert_num_queries(1):
        near = NameKey.objects.near("foreningen granskafferiet")
    assert meant.pk in near
    # Of those that share the common word a few only, however many there are.
    assert len(near) < 300
    keys = keys_of(["Föreningen Granskafferiet"])
    assert list(duplicates.similar_names(keys, Organisation.objects.all(), 5)) == [meant.pk]


@pytest.mark.database
@pytest.mark.django_db
def test_names_are_found_under_what_they_are_called_now():
    organisation = OrganisationFactory(name="Klubbhuset Fyren", other_names="Fyrklubben")
    assert NameKey.objects.near("klubhuset fyren") == NameKey.objects.near("fyrkluben") == {organisation.pk}
    organisation.name, organisation.other_names = "Båken", ""
    organisation.save_revision().publish()
    assert not NameKey.objects.near("klubhuset fyren")
    assert not NameKey.objects.near("fyrkluben")
    assert NameKey.objects.near("baaken") == {organisation.pk}
    organisation.delete()
    assert not NameKey.objects.exists()
