"""What a row is filed under, as one text: so that those of thousands of hits are read and counted at once.

Each is a facet and its value; to what a source gave belong the row's language and what it calls the value.
"""

from collections import Counter
from collections.abc import Iterable

from search.models import SearchDocument
from search.query import FACETS, GIVEN

# ASCII's own separators. No value of a row has them: it holds clean text.
BETWEEN_ROWS, BETWEEN_FACETS, WITHIN = "\x1d", "\x1e", "\x1f"


def filed(document: SearchDocument) -> str:
    """All that `document` is filed under but for its day: whether that is past, today says."""
    found = [("kind", document.kind), ("written_in", document.language)]
    for name in GIVEN:
        for value, label in document.facets.get(name, {}).items():
            found.append((name, value, document.language, label))
    return BETWEEN_FACETS.join(WITHIN.join(each) for each in found)


def tally(rows: Iterable[str]) -> Counter[str]:
    """How many of the rows are filed under each."""
    return Counter(BETWEEN_FACETS.join(rows).split(BETWEEN_FACETS))


def counted(tally: Counter[str]) -> dict[str, Counter[str]]:
    """How many have each value of each facet."""
    facets: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for each, times in tally.items():
        if each:
            facet, value, *_called = each.split(WITHIN)
            facets[facet][value] += times
    return facets


def labels(tally: Iterable[str], language: str) -> dict[tuple[str, str], str]:
    """What the values are called; a row in `language` has the last word."""
    given = [tuple(parts) for each in tally if len(parts := each.split(WITHIN)) == 4]
    given.sort(key=lambda parts: parts[2] == language)
    return {(facet, value): label for facet, value, _language, label in given}


def having(tally: Iterable[str], facet: str, values: Iterable[str]) -> set[str]:
    """Those of a tally that are one of these values."""
    wanted = {(facet, value) for value in values}
    return {each for each in tally if tuple(each.split(WITHIN)[:2]) in wanted}
