"""Swedish stems: the forms of one word come to the same letters.

Rules for what is regular, lists for what is not (`search.analysis.exceptions`). A stem is no word of
the dictionary: it only has to be the same for *tand* and *tänderna*, and another for *tant*.
"""

import re
from functools import lru_cache

from search.analysis.exceptions import (
    IN_O,
    INHERENT,
    IRREGULAR,
    LAST_PARTS,
    SYNCOPATED_EN,
    SYNCOPATED_ER,
    UMLAUT,
    WEAK_VERBS,
)

_VOWELS = "aeiouyåäö"
_ENDINGS = (
    r"(?:s|en|ens|et|ets|n|ns|na|nas|ar|ars|arna|arnas|er|ers|erna|ernas|or|ors|orna|ornas"
    r"|a|as|e|es|at|ats|ade|ad|are)?"
)
_INHERENT = re.compile(rf"(?P<stem>.*(?:{'|'.join(INHERENT)})){_ENDINGS}")
_SYNCOPATED = re.compile(
    rf"(?P<er>.*(?:{'|'.join(SYNCOPATED_ER)}))(?:er(?:n|s|ns|t)?|(?:e?r)(?:a|ar|arna|ars|arnas|et|ets|en|ens|as|are))"
    rf"|(?P<en>.*(?:{'|'.join(SYNCOPATED_EN)}))(?:e[nt]s?|n(?:a|as|ar|arna|et|ets|en|ens|are))"
)
_WEAK_PAST = re.compile(rf"(?P<stem>.*(?:{'|'.join(WEAK_VERBS)}))(?:de|des|te|tes|t|ts)")
_LAST_PART = re.compile(rf"(?P<first>.{{2,}}(?<!all)(?<!gem))(?P<last>{'|'.join(LAST_PARTS)})")
# Not every s is a genitive.
_GENITIVE = re.compile(r".*(?:[abcdefghjklmnprtvy]|(?<![livpu])(?<![oe]r)ö)s")

# The first that fits is taken; what remains has a vowel and at least three letters (two after a vowel at its start).
_RULES = [
    (re.compile(pattern), replacement)
    for pattern, replacement in [
        (r"het(?:en|er|erna)$", "het"),
        (r"(?<=[åäöy])(?:n|ar|arna|er|erna|en)$", ""),
        (r"(?<=[bcdfgjklmnprstv]i)(?:n|er|erna|en|um|et)$", ""),
        (r"(?<=[bcdfghjklmnprtv])e(?:er|erna|et)$", ""),
        (r"(?:arna|erna|orna|aren|aste|ade|ena|are)$", ""),
        (r"(?<=.iv|.ag|.ud|.ug|.ig|.ip|ung|und|åll|uck|unn|rut)it$", ""),
        (r"(?<=gg|ck|ll|ig|ar|am)ast$", ""),
        (r"(?<=e[lr])n$", ""),
        (r"(?<=[li]ös|sam|.sk|bar|.iv)t$", ""),
        (r"(?<=.[^h]g|[eai]ll|[iktnr]al|[kn]el)t$", ""),
        (r"(?:ar|er|or|en|et|an|at|ad|a|e)$", ""),
    ]
]
_SYNCOPE = re.compile(r"(?<=[bcfgkptsvxm])(?<!sp)el$|(?<=med|and|sed)el$")
_IN_O = re.compile(rf"(?P<stem>.*(?:{'|'.join(IN_O)})o)(?:n|t|r|s|na|ns|ts|rna|nas|rnas|rs)?")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a plain Swedish word."""
    if len(word) < 3:
        return IRREGULAR.get(word, word)
    if known := IRREGULAR.get(word):
        return known
    if single := UMLAUT.get(word):
        return stem(single)
    if parts := _LAST_PART.fullmatch(word):
        return parts["first"] + stem(LAST_PARTS[parts["last"]])
    if syncopated := _SYNCOPATED.fullmatch(word):
        return f"{syncopated['er'].replace('mm', 'm')}r" if syncopated["er"] else syncopated["en"]
    if past := _WEAK_PAST.fullmatch(word):
        return past["stem"]
    if inherent := _INHERENT.fullmatch(word):
        return _smoothed(inherent["stem"])
    if in_o := _IN_O.fullmatch(word):
        return in_o["stem"]
    if len(word) > 3 and _GENITIVE.fullmatch(word):
        word = word[:-1]
        if known := IRREGULAR.get(word):
            return known
    return _smoothed(_without_ending(word))


def _without_ending(word: str) -> str:
    for pattern, replacement in _RULES:
        rest, count = pattern.subn(replacement, word)
        if count and _is_stem(rest):
            return rest
    return word


def _is_stem(text: str) -> bool:
    shortest = 2 if text[:1] in _VOWELS or text[-1:] in "yåäö" else 3
    return len(text) >= shortest and any(letter in _VOWELS for letter in text)


def _smoothed(text: str) -> str:
    """Without what comes and goes inside of a word: *hem, hemmet*; *fågel, fåglar*; *syster, systrar*."""
    if text.endswith(("mm", "nn")):
        text = text[:-1]
    if text.endswith("caf"):
        text = f"{text[:-3]}kaf"
    return _SYNCOPE.sub("l", text) if len(text) > 4 else text


_DERIVATIONS = [
    re.compile(pattern)
    for pattern in (
        r"(?:lighet|ighet|het|skap|itet)$",
        r"(?:and|end)$",
        r"(?:is)?(?:ering|ation|atör|er)$",
        r"(?:(?<=[^aeiouyåäö])ning|ing|els|ativ|ist|ism|emang|lig|ig|isk|iär|ar)$",
        r"i$",
    )
]


@lru_cache(maxsize=100_000)
def root(word: str) -> str:
    """What *odling* and *odlare*, *trygghet* and *trygg* share: weak, since it brings together what is only related."""
    text = stem(word)
    for pattern in _DERIVATIONS:
        rest = pattern.sub("", text)
        if len(rest) >= 3 and any(letter in _VOWELS for letter in rest):
            text = rest
    return text
