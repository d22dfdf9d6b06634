"""Descriptions: a small safe subset of HTML, and the plain way of writing it.

Every stored description is what `to_html` makes of some plain text, so that an editor's editor and a
member's plain field change one and the same thing, and neither loses what the other wrote.
"""

import re
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any

import nh3
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from directory.alphabet import tidy

TAGS = {"p", "br", "h2", "ul", "ol", "li", "a", "strong"}
SCHEMES = {"http", "https", "mailto"}
# What members write and every editor makes instead, before the rest is taken away.
SAME_AS = {"b": "strong", "h1": "h2", "h3": "h2", "h4": "h2", "h5": "h2", "h6": "h2", "div": "p", "blockquote": "p"}

IS_HTML = re.compile(r"\s*<(p|h[1-6]|ul|ol|div|blockquote)[\s>]", re.IGNORECASE)
HEADING = re.compile(r"#{1,6} +(?=\S)")
BULLET = re.compile(r"[-*•] +(?=\S)")
NUMBERED = re.compile(r"\d{1,3}[.)] +(?=\S)")
LINK = r"\[(?=\S)(?P<label>[^\[\]\n]+)(?<=\S)\]\((?P<url>(?:https?://|mailto:)[^\s()<>\"*]+)\)|(?P<bare>https?://[^\s()<>\"*\[\]]+)"
INLINE = re.compile(rf"\*\*(?=[^\s*])(?P<bold>[^*\n]+)(?<=\S)\*\*|{LINK}")
ONLY_LINKS = re.compile(LINK)
# All that is white but the space that holds two words together.
WHITE = re.compile(r"[^\S\xa0]+")


def clean(html: str, rel: str | None = None) -> str:
    """`html` with nothing in it but the subset."""
    return nh3.clean(
        html,
        tags=TAGS | set(SAME_AS),
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        link_rel=rel,
    )


def to_html(text: str) -> str:
    """What a person wrote: paragraphs, `- ` and `1. ` lists, `## ` headings, `**bold**` and links."""
    blocks: list[tuple[str, list[str]]] = []
    kind = ""
    for line in tidy(text).split("\n"):
        line = WHITE.sub(" ", line).strip(" ")
        if not line:
            kind = ""
            continue
        block, line = _begins(line)
        if block != kind or block == "h2":
            blocks.append((block, []))
        blocks[-1][1].append(_inline(line))
        kind = block
    return "".join(_block(kind, lines) for kind, lines in blocks)


def _begins(line: str) -> tuple[str, str]:
    """What kind of block a line begins, and the rest of the line."""
    for begins, block in ((HEADING, "h2"), (BULLET, "ul"), (NUMBERED, "ol")):
        if found := begins.match(line):
            return block, line[found.end() :]
    return "p", line


def _block(kind: str, lines: list[str]) -> str:
    inner = "".join(f"<li>{line}</li>" for line in lines) if kind in {"ul", "ol"} else "<br>".join(lines)
    return f"<{kind}>{inner}</{kind}>"


def _inline(line: str, grammar: re.Pattern = INLINE) -> str:
    parts, end = [], 0
    for found in grammar.finditer(line):
        parts.append(escape(line[end : found.start()]))
        end = found.end()
        if found["bare"]:
            url = found["bare"].rstrip(".,;:!?'")
            end -= len(found["bare"]) - len(url)
            parts.append(f'<a href="{escape(url)}">{escape(url)}</a>')
        elif found["label"]:
            parts.append(f'<a href="{escape(found["url"])}">{escape(found["label"])}</a>')
        else:
            parts.append(f"<strong>{_inline(found['bold'], ONLY_LINKS)}</strong>")
    parts.append(escape(line[end:]))
    return "".join(parts)


class _Reader(HTMLParser):
    """Reads the subset back into the way it is written."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.line = ""
        self.before = "p"
        self.lists: list[str] = []
        self.link: tuple[str, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = SAME_AS.get(tag, tag)
        if tag in {"ul", "ol"}:
            self._end()
            self.lists.append(tag)
        elif tag in {"p", "h2", "li"}:
            if not (tag == "p" and self.lists and not self.line):
                self._end()
            self.before = {"h2": "## ", "li": "1. " if self.lists[-1:] == ["ol"] else "- "}.get(tag, self.before)
        elif tag == "br":
            self.line += "\n"
        elif tag == "a":
            self.link = (dict(attrs).get("href") or "", len(self.line))
        elif tag == "strong" and self.link is None:
            self.line += "**"

    def handle_endtag(self, tag: str) -> None:
        tag = SAME_AS.get(tag, tag)
        if tag in {"ul", "ol"}:
            self._end()
            del self.lists[-1:]
        elif tag in {"p", "h2", "li"}:
            self._end()
        elif tag == "a" and self.link:
            self._end_link(*self.link)
            self.link = None
        elif tag == "strong" and self.link is None:
            self.line += "**"

    def handle_data(self, data: str) -> None:
        self.line += WHITE.sub(" ", data)

    def _end_link(self, url: str, begins: int) -> None:
        label = WHITE.sub(" ", self.line[begins:]).strip().translate({ord("["): "(", ord("]"): ")"})
        url = re.sub(r"[\s()<>\"*\[\]]", lambda found: f"%{ord(found[0]):02X}", url)
        if label and url.startswith(("http://", "https://", "mailto:")):
            label = label if label == url else f"[{label}]({url})"
        self.line = self.line[:begins] + label

    def _end(self) -> None:
        # Of two breaks a new paragraph begins; in an item of a list a break is a space.
        text = self.line if self.before == "p" else WHITE.sub(" ", self.line)
        text = text.strip(" \n")
        if text:
            self.blocks.append(text if self.before == "p" else self.before + text)
        self.line, self.before = "", "p"


def to_text(html: str) -> str:
    """A description as a person writes it."""
    reader = _Reader()
    reader.feed(clean(html))
    reader.close()
    reader._end()
    text = ""
    for earlier, block in zip(["", *reader.blocks], reader.blocks, strict=False):
        same_list = any(begins.match(earlier) and begins.match(block) for begins in (BULLET, NUMBERED))
        text += ("\n" if same_list else "\n\n" if text else "") + block
    return text


def canonical(value: str) -> str:
    """What is stored of `value`, HTML or plain text: the subset, always written in the same way."""
    value = tidy(value or "")
    return to_html(to_text(value) if IS_HTML.match(value) else value)


def shown(value: str) -> SafeString:
    """`value` for a page: cleaned once more, and with links that say that they are other people's."""
    return mark_safe(clean(canonical(value), rel="ugc nofollow noopener"))


def words(value: str) -> str:
    """The words only, for the search."""
    return unescape(strip_tags(canonical(value).replace("<", " <"))).strip()


class DescriptionField(models.TextField):
    """A description; whatever is saved in it is the safe subset."""

    def clean(self, value: Any, model_instance: models.Model | None) -> str:
        value = canonical(value)
        if self.max_length and len(words(value)) > self.max_length:
            raise ValidationError(_("Write at most %(most)s characters.") % {"most": self.max_length})
        return super().clean(value, model_instance)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = canonical(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value
