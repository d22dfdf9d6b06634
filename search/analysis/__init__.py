"""Words and their forms, as every engine sees them: one analyser for Swedish and English, in Python alone."""

from search.analysis.forms import EXACT, FOLDED, derived
from search.analysis.function_words import FUNCTION_WORDS
from search.analysis.text import LONGEST_WORD, clean, folded, plain, spans, words

__all__ = ["EXACT", "FOLDED", "FUNCTION_WORDS", "LONGEST_WORD", "clean", "derived", "folded", "plain", "spans", "words"]


def exact_tokens(text: str) -> str:
    """What an engine keeps of `text`, as words with spaces between."""
    return " ".join(EXACT + word for word in words(text))


def folded_tokens(text: str) -> str:
    """The weaker forms of those words that have one."""
    return " ".join(FOLDED + weak for word in words(text) if (weak := folded(word)) != word)
