"""The columns of a file of the directory: how each is called, written and read.

Export, import, the template and the help all go by `COLUMNS`. A value is what JSON can keep; what
`text` makes of it `read` makes into the same value again, in either language.
"""

from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, ClassVar, Literal

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.alphabet import sameness_key, tidy
from directory.exchange.words import Form, form_in_words, is_whole_region, joined, parted
from directory.forms_of_organising import InitiativeForm, OrganisationForm
from directory.models import Initiative, Municipality, Organisation, Tag, TagWord
from directory.models.common import Entry
from directory.rich_text import canonical, to_text

Kind = Literal["organisation", "initiative"]
MODELS: dict[Kind, type[Entry]] = {"organisation": Organisation, "initiative": Initiative}
BOTH: tuple[Kind, ...] = ("organisation", "initiative")
KIND_LABELS: dict[Kind, str | Promise] = {
    "organisation": gettext_lazy("Organisation"),
    "initiative": gettext_lazy("Initiative"),
}


class BadCell(ValueError):
    """A cell that cannot be what it says; the message tells why, in plain words, without the column's name."""


@dataclass
class Known:
    """What cells name, read once."""

    codes: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)
    tags: dict[int, str] = field(default_factory=dict)

    @classmethod
    def now(cls) -> "Known":
        places = dict(Municipality.objects.values_list("code", "name"))
        merged = dict(Tag.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into"))
        words = dict(TagWord.objects.values_list("key", "tag"))
        return cls(
            codes={sameness_key(name): code for code, name in places.items()},
            places=places,
            words={key: merged.get(tag, tag) for key, tag in words.items()},
            tags=dict(Tag.objects.current().values_list("pk", "name")),
        )


@dataclass(frozen=True)
class Column:
    """One column. `fields` says of each kind that has it which field of the model it is."""

    name: str
    heading: str | Promise
    help: str | Promise
    fields: dict[Kind, str]
    example: str = ""
    # Of what is written only, an import takes no notice; of what is read only, no file of ours has any.
    is_written: bool = True
    is_read: bool = True
    # Without it there is no new entry, and no entry loses it.
    is_needed: bool = False

    # What an entry has that nobody has told anything.
    NOTHING: ClassVar[Any] = ""

    @property
    def choices(self) -> list[str | Promise]:
        """What can stand in it, of a closed list."""
        return []

    def model_field(self, kind: Kind) -> Any:
        return MODELS[kind]._meta.get_field(self.fields[kind])

    def value(self, entry: Any, kind: Kind) -> Any:
        """What `entry` has now."""
        return getattr(entry, self.fields[kind])

    def text(self, value: Any, kind: Kind, known: Known) -> str:
        """How a cell says it."""
        return tidy("" if value is None else str(value))

    def read(self, text: str, kind: Kind, known: Known) -> Any:
        """The value that a cell says. Raises BadCell."""
        raise NotImplementedError

    def put(self, entry: Any, value: Any, kind: Kind) -> None:
        """Let `entry` have it; `entry` is saved later."""
        setattr(entry, self.model_field(kind).attname, value)

    def rows(self, value: Any, kind: Kind) -> list[Any] | None:
        """New rows of the entry's own that say `value`, not saved; None: the entry itself has it."""
        return None

    def checked(self, text: Any, kind: Kind) -> Any:
        """`text` as the model keeps it, if it does."""
        try:
            return self.model_field(kind).clean(text, None)
        except ValidationError as error:
            raise BadCell(" ".join(error.messages)) from None


class Text(Column):
    """Text of one line, or of several where the model has such."""

    def read(self, text: str, kind: Kind, known: Known) -> str:
        model_field = self.model_field(kind)
        if not isinstance(model_field, models.TextField):
            text = " ".join(text.split())
        if model_field.max_length and len(text) > model_field.max_length:
            raise BadCell(
                _("has %(length)s characters; at most %(most)s fit")
                % {"length": len(text), "most": model_field.max_length}
            )
        return self.checked(text, kind)


class Address(Text):
    """An address on the web."""

    def read(self, text: str, kind: Kind, known: Known) -> str:
        try:
            return super().read(text, kind, known)
        except BadCell as error:
            if len(text) > self.model_field(kind).max_length:
                raise
            raise BadCell(_("%(text)r is no web address") % {"text": text[:80]}) from error


class Names(Text):
    """Several names, one a line."""

    def read(self, text: str, kind: Kind, known: Known) -> str:
        names = (" ".join(line.split()) for line in text.split("\n"))
        return super().read("\n".join(dict.fromkeys(filter(None, names))), kind, known)


class OrganisationNumber(Text):
    def read(self, text: str, kind: Kind, known: Known) -> str:
        self.checked(text, kind)
        digits = "".join(letter for letter in text if letter.isdigit())
        return digits[2:] if len(digits) == 12 else digits

    def text(self, value: str, kind: Kind, known: Known) -> str:
        return f"{value[:6]}-{value[6:]}" if value else ""


class Description(Text):
    """A description, written as members write it."""

    def text(self, value: str, kind: Kind, known: Known) -> str:
        return to_text(value)

    def read(self, text: str, kind: Kind, known: Known) -> str:
        # What is kept is the safe subset, whatever stood in the cell.
        return self.checked(canonical(text), kind)


class Year(Column):
    NOTHING = None

    def read(self, text: str, kind: Kind, known: Known) -> int | None:
        if not text:
            return None
        if not (text.isascii() and text.isdigit()) or len(text) != 4:
            raise BadCell(_("%(text)r is no year: write four digits") % {"text": text[:20]})
        return self.checked(int(text), kind)


class Choice(Column):
    """One of a closed list: as we call it in either language, or its key."""

    @property
    def choices(self) -> list[str | Promise]:
        return [label for kind in self.fields for value, label in self.model_field(kind).choices if value]

    def text(self, value: str, kind: Kind, known: Known) -> str:
        return str(dict(self.model_field(kind).choices).get(value, value))

    def read(self, text: str, kind: Kind, known: Known) -> str:
        if not text and not self.is_needed:
            return ""
        if (found := chosen(self.model_field(kind).choices, text)) is None:
            raise BadCell(_("%(text)r is not known; the help on the page lists what is") % {"text": text[:80]})
        return found


class FormChoice(Choice):
    """The form of organising; what a source writes about it counts too."""

    def read(self, text: str, kind: Kind, known: Known) -> str:
        if (form := form_of(text)) is None or not isinstance(
            form, OrganisationForm if kind == "organisation" else InitiativeForm
        ):
            raise BadCell(
                _("%(text)r is not known; write for example “ideell förening” or “stiftelse”") % {"text": text[:80]}
            )
        return str(form.value)


class Several(Column):
    """Several of a closed list."""

    NOTHING = []

    @property
    def choices(self) -> list[str | Promise]:
        return [label for _value, label in self._of(next(iter(self.fields))).of.choices]

    def value(self, entry: Any, kind: Kind) -> Any:
        return self._of(kind).known(super().value(entry, kind))

    def text(self, value: list, kind: Kind, known: Known) -> str:
        return joined(self._of(kind).labels(value), ";")

    def read(self, text: str, kind: Kind, known: Known) -> list:
        model_field = self._of(kind)
        found = []
        for part in filter(None, parted(text, ";")):
            # Of the global goals the number alone will do.
            number = part.split(".")[0].split(" ")[0]
            value = chosen(model_field.of.choices, int(number) if number.isdecimal() else part)
            if value is None:
                raise BadCell(_("%(text)r is not known; the help on the page lists what is") % {"text": part[:80]})
            found.append(value)
        return model_field.known(found)

    def _of(self, kind: Kind) -> Any:
        return self.model_field(kind)


class Place(Column):
    """The municipality; none is the whole region."""

    NOTHING = None

    def value(self, entry: Any, kind: Kind) -> str | None:
        return entry.municipality_id

    def text(self, value: str | None, kind: Kind, known: Known) -> str:
        return known.places.get(value or "", "")

    def read(self, text: str, kind: Kind, known: Known) -> str | None:
        return None if is_whole_region(text) else code_of(text, known)


class Tags(Column):
    """Subjects of the vocabulary, by any of their words. An import makes none."""

    NOTHING = []

    def value(self, entry: Any, kind: Kind) -> list[int]:
        return sorted(tagged.tag_id for tagged in entry.tagged.all())

    def text(self, value: list[int], kind: Kind, known: Known) -> str:
        return joined(sorted(known.tags[tag] for tag in value if tag in known.tags), ";")

    def read(self, text: str, kind: Kind, known: Known) -> list[int]:
        found = set()
        for word in filter(None, parted(text, ";")):
            if (tag := known.words.get(sameness_key(word))) is None:
                raise BadCell(_("%(text)r is none of the portal's subjects") % {"text": word[:80]})
            found.add(tag)
        return sorted(found)

    def rows(self, value: list[int], kind: Kind) -> list[Any]:
        through = MODELS[kind].tags.through  # ty: ignore[missing-attribute]
        return [through(tag_id=tag) for tag in value]

    def put(self, entry: Any, value: list[int], kind: Kind) -> None:
        entry.tagged = self.rows(value, kind)


class Written(Column):
    """What a file tells and no import changes. `is_read` is false."""

    def read(self, text: str, kind: Kind, known: Known) -> Any:
        raise AssertionError(f"{self.name} is not read")


def code_of(name: str, known: Known) -> str:
    if (code := known.codes.get(sameness_key(name))) is None:
        raise BadCell(
            _("%(text)r is none of the region's; leave it empty for the whole of Skåne") % {"text": name[:80]}
        )
    return code


@cache
def in_both_languages(text: Any) -> frozenset[str]:
    """`text` in Swedish and in English, for comparing."""
    found = set()
    for language in ("sv", "en"):
        with translation.override(language):
            found.add(sameness_key(str(text)))
    return frozenset(found)


@cache
def _labels(choices: tuple[tuple[Any, Any], ...]) -> dict[str, Any]:
    return {key: value for value, label in choices for key in in_both_languages(label)}


def chosen(choices: Any, text: Any) -> Any:
    """The value of `choices` that `text` says: itself, or its label in Swedish or English."""
    if any(text == value for value, _label in choices):
        return text
    return _labels(tuple(choices)).get(sameness_key(str(text)))


@lru_cache(1000)
def form_of(words: str) -> Form | None:
    """The form that a cell says, of whichever kind."""
    own = chosen([*OrganisationForm.choices, *InitiativeForm.choices], words)
    return _own_forms()[own] if own else form_in_words(words)


@cache
def _own_forms() -> dict[str, Form]:
    return {form.value: form for form in [*OrganisationForm, *InitiativeForm]}
