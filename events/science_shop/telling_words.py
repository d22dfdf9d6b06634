"""The words of a text that say what it is about, in Swedish or English: told apart by their stems, roughly."""

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]{4,}")
# Endings of Swedish and English words that do not change what is meant.
_ENDINGS = """
arnas ernas ornas arna erna orna aren arens andet ande ende ades are ar er or en et na an as es ed ing ings
ningen ningar ning heten heter het s a e t
"""
_SAYS_LITTLE = """
about above after again also alla allt andra annan annat annars arbeta arbetar arbete because been before behöver
between bland blir blivit både deras denna detta dessa does därför efter eftersom eller enligt exempel fick finns fler
flera flest forskar forskare forskning fram från fråga frågor först första före ganska genom gjort göra haft have hade
handlar hela here hjälp hjälpa hundra idag ingen inga inom inte into jobba jobbar kanske know kommer kring kunna kunnat
kunskap like längre länge many maybe mellan mera mest more most mycket måste många need någon något några olika other
också over question research researcher sedan själv själva sina sitt skulle some särskilt sådan sådana såsom than that
their them then there these they this till tillsammans time tycker undan under undersöker utan vara varför varit vars
vart veta vilka vilken vilket ville were what when where which while will with work works would your även över
"""
# The longest first.
ENDINGS = sorted(_ENDINGS.split(), key=lambda ending: (-len(ending), ending))
SAYS_LITTLE = frozenset(_SAYS_LITTLE.split())
SHORTEST_STEM = 4


@lru_cache(maxsize=4096)
def telling_words(text: str) -> dict[str, str]:
    """Stem → the word as it is written first. Only to be read: it is remembered."""
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        lower = word.lower()
        if lower not in SAYS_LITTLE:
            found.setdefault(_stem(lower), word)
    return found


def _stem(word: str) -> str:
    ending = next((one for one in ENDINGS if word.endswith(one) and len(word) - len(one) >= SHORTEST_STEM), "")
    return word.removesuffix(ending)
