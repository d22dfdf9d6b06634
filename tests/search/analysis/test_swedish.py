"""The forms of a Swedish word come to one stem, and other words to others."""

from pathlib import Path

import pytest

from search.analysis.swedish import root, stem
from search.analysis.text import plain

LINES = (Path(__file__).parent / "swedish_forms.txt").read_text(encoding="utf-8").splitlines()
FAMILIES = [line.split() for line in LINES if not line.startswith("#")]
APART = """
    häst/hast kvarter/kvart traktor/trakt motor/mot kontor/konto planet/plan land/lån möjlighet/möjlig mat/matt
    kår/kor
    bar/barn regn/region bok/bock natt/nät hem/hemlig rad/råd tand/tant sand/sänder allmän/man hot/hotell mått/mat
    kost/kostnad bil/bild vård/värd hälsa/hals får/far mark/marknad tal/talang kapacitet/kapacet media/medel
    medlem/medel
    sats/satsning plats/plast kris/krig säker/söker båt/bot nät/nött gröt/grön vin/vi svar/svår
"""
RELATED = """
    odling/odlare/odla forskning/forskare/forska trygghet/trygg integration/integrera/integrering
    organisation/organisera/organisering/organisatör hållbarhet/hållbar tillgänglighet/tillgänglig
    utbildning/utbilda förening/förena rådgivning/rådgivare finansiering/finansiera/finansiär
    innovation/innovativ/innovatör/innovera ensamhet/ensam delaktighet/delaktig medborgarskap/medborgare
    ledarskap/ledare/leda entreprenörskap/entreprenör vänskap/vän hemlöshet/hemlös engagemang/engagera
    samverkan/samverka/samverkande cyklist/cykel/cykla lärande/lära sökande/söka upplevelse/uppleva
    inkludering/inkludera/inkluderande etablering/etablera jämställdhet/jämställd kreativitet/kreativ träning/träna
    digitalisering/digital demokrati/demokratisk/demokratisering ekonomi/ekonomisk rasism/rasist läsning/läsa
"""


@pytest.mark.parametrize("forms", FAMILIES, ids=lambda forms: forms[0])
def test_the_forms_of_a_word_have_one_stem(forms):
    stems = {form: stem(plain(form)) for form in forms}
    assert len(set(stems.values())) == 1, stems


@pytest.mark.parametrize("pair", APART.split())
def test_other_words_have_another_stem(pair):
    one, other = pair.split("/")
    assert stem(one) != stem(other)


@pytest.mark.parametrize("family", RELATED.split())
def test_related_words_share_a_root(family):
    roots = {word: root(word) for word in family.split("/")}
    assert len(set(roots.values())) == 1, roots


def test_a_stem_is_never_empty_and_never_longer_than_the_word_and_a_letter():
    for word in ("s", "en", "arna", "ens", "ets", "er", "ö", "åh", "orna", "iet", "eer", "är", "ss", "1990-", "x" * 64):
        assert 0 < len(stem(word)) <= len(word) + 1
