"""Words and their forms, as every engine sees them: one analyser for Swedish and English, in Python alone."""

from portal.plugins.little_words import FUNCTION_WORDS
from search.analysis.forms import EXACT, derived, stem
from search.analysis.text import LONGEST_WORD, clean, folded, plain, spans, words

__all__ = ["EXACT", "FUNCTION_WORDS", "LONGEST_WORD", "clean", "derived", "folded", "plain", "spans", "stem", "words"]
