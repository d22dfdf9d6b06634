"""What is offered while somebody writes: things by their title, and words that the portal has."""

from dataclasses import dataclass

from portal.plugins.search import Hit
from search.analysis import FUNCTION_WORDS, clean, spans, stem, words
from search.engines import engine
from search.models import SearchDocument, Word
from search.queries import plain_hits
from search.query import LONGEST_TEXT
from search.sources import by_kind
from search.spellings import as_written
from search.vocabulary import LAST_LETTER, with_dots

SHORTEST = 2
# From here on *angel* is also the beginning of *Ängelholm*.
SHORTEST_WITHOUT_DOTS = 3
MOST_THINGS = 6
MOST_WORDS = 4
# Inflected forms of one word are one suggestion, so more are read than shown.
WORDS_READ = 40
LONGEST_QUESTION = 6


@dataclass(frozen=True)
class Suggestions:
    """Things with their kind, and whole questions that end in a word of the portal."""

    things: list[Hit]
    words: list[str]


def suggest(text: str, language: str) -> Suggestions:
    """What `text`, which is still being written, may become; nothing below two letters."""
    text = clean(text, LONGEST_TEXT)
    written = list(words(text))
    if not written or len("".join(written)) < SHORTEST or len(written) > LONGEST_QUESTION:
        return Suggestions([], [])
    also = with_dots(written[-1], WORDS_READ) if len(written[-1]) >= SHORTEST_WITHOUT_DOTS else []
    return Suggestions(_things(written, also, language), _questions(text, also, language))


def _things(written: list[str], also: list[str], language: str) -> list[Hit]:
    ids = engine().beginning(written, also, language, by_kind(), MOST_THINGS)
    rows = SearchDocument.objects.defer("text", "labels", "facets")
    return [hit for hit, _row in plain_hits(ids, rows)]


def _questions(text: str, also: list[str], language: str) -> list[str]:
    *_before, (begins, ends, start) = spans(text)
    # After another sign the word is finished.
    if len(start) < SHORTEST or start.isdigit() or ends < len(text):
        return []
    found = Word.objects.filter(language=language, word__gte=start, word__lt=start + LAST_LETTER)
    offered: dict[str, str] = {}
    for word in (*found.order_by("-documents", "word").values_list("word", flat=True)[:WORDS_READ], *also):
        if word not in FUNCTION_WORDS[language]:
            offered.setdefault(stem(word, language), word)
    chosen = list(offered.values())[:MOST_WORDS]
    written = as_written(chosen, language)
    return [text[:begins] + written.get(word, word) for word in chosen]
