"""The words that make a hit, marked in what is shown: text in, safe HTML out."""

from collections.abc import Container

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.analysis import spans

LENGTH = 240
LEAD = 80


def mark(text: str, asked: Container[str]) -> SafeString:
    """`text` escaped, with each of the plain words `asked` in <mark>."""
    parts, done = [], 0
    for start, end, word in spans(text):
        if word in asked:
            parts += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
            done = end
    return mark_safe("".join([*parts, escape(text[done:])]))


def excerpt(summary: str, text: str, asked: Container[str]) -> SafeString:
    """The summary if a word stands in it or nowhere; else the piece of the text around the first such word.

    A text that is hardly more than the word says nothing by itself, so it follows the summary.
    """
    if (found := _first(summary, asked)) is not None:
        return mark(_piece(summary, found), asked)
    if (found := _first(text, asked)) is None:
        return mark(_piece(summary or text, 0), asked)
    if summary and len(text) < LEAD:
        between = " " if summary.endswith((".", "!", "?")) else " · "
        return mark(_piece(summary, 0) + between + text, asked)
    return mark(_piece(text, found), asked)


def _first(text: str, asked: Container[str]) -> int | None:
    return next((start for start, _end, word in spans(text) if word in asked), None)


def _piece(text: str, position: int) -> str:
    """Some `LENGTH` characters of `text` around `position`, cut between words."""
    if len(text) <= LENGTH:
        return text
    start = 0
    if position > LEAD:
        start = text.find(" ", position - LEAD, position) + 1 or position
    end = start + LENGTH
    if end < len(text):
        end = text.rfind(" ", start + 1, end) if text.rfind(" ", start + 1, end) > position else end
    return f"{'… ' if start else ''}{text[start:end].strip()}{' …' if end < len(text) else ''}"
