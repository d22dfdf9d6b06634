"""Compounds are taken apart by the portal's own words and the general list."""

import pytest

from search.analysis.compounds import pieces, split
from search.analysis.swedish import stem
from search.analysis.text import plain

COMPOUNDS = """
    vattenvård=vatten+vård lekplatserna=lek+plats arbetsmarknad=arbete+marknad gatukontoret=gata+kontor
    flicklag=flicka+lag pojklag=pojke+lag kyrkokör=kyrka+kör barnomsorg=barn+omsorg äldreomsorgen=äldre+omsorg
    människohandel=människa+handel hälsocentral=hälsa+central cykelverkstad=cykel+verkstad språkkafé=språk+kafé
    språkcaféet=språk+kafé skolgård=skola+gård lärarförbund=lärare+förbund läxhjälp=läxa+hjälp
    forskarverkstad=forskare+verkstad hemtjänst=hem+tjänst ungdomsgård=ungdom+gård fritidsgårdar=fritid+gård
    kvinnojouren=kvinna+jour tjejjour=tjej+jour klädbytardag=kläder+byta+dag biodling=bi+odling solceller=sol+cell
    elcykel=el+cykel sommarjobb=sommar+jobb familjecentral=familj+central teatergrupp=teater+grupp
    barnteater=barn+teater stadsdelsmöte=stad+del+möte funktionsrättsförening=funktion+rätt+förening
    mjölktänder=mjölk+tand överskottsmat=överskott+mat studieförbund=studie+förbund riksförbund=rike+förbund
    sagostund=saga+stund medborgardialog=medborgare+dialog brukarinflytande=brukare+inflytande
    bygdegård=bygd+gård simskola=simma+skola nattvandrare=natt+vandrare matsvinn=mat+svinn
"""


@pytest.mark.parametrize("example", COMPOUNDS.split())
def test_a_compound_comes_apart(example):
    word, parts = example.split("=")
    found = split(plain(word), frozenset())
    expected = tuple("kläd" if part == "kläder" else stem(plain(part)) for part in parts.split("+"))
    assert found == expected


WHOLE = "tillgänglighet verksamhet samverkan verkstad avtal allmänhet material kandidat information ö sol"


@pytest.mark.parametrize("word", WHOLE.split())
def test_what_only_looks_like_a_compound_stays_whole(word):
    assert split(word, frozenset()) == ()


def test_the_portals_own_words_are_parts_too():
    assert split("zymalgrupp", frozenset()) == ("grupp",)
    assert split("zymalgrupp", frozenset({"zymal"})) == ("zymal", "grupp")
    assert split("gruppzymalen", frozenset({"zymal"})) == ("grupp", "zymal")


def test_short_words_of_the_portal_are_no_parts():
    assert split("anngrupp", frozenset({"ann"})) != ("ann", "grupp")


def test_only_the_known_end_of_a_long_word_is_a_part():
    assert split("kriminalvården", frozenset()) == ("vård",)
    assert split("medvetande", frozenset()) == ()


def test_few_and_long_parts_win():
    assert split("folkhögskola", frozenset()) == ("folk", "högskol")


def test_pieces_name_all_that_a_split_can_ask_for():
    assert {"zymal"} <= pieces("zymalgruppen")
    assert pieces("sol") == set()


def test_a_word_of_sixty_four_letters_takes_no_time():
    assert split("barn" * 16, frozenset()) == ()
