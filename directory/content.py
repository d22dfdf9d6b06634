"""What people have written of an entry, as plain values: kept, compared, brought together, said in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from directory.models import ContactConsent, ContactPerson, Municipality, Tag
from directory.models.common import Entry, Kept
from directory.rich_text import DescriptionField, to_text
from directory.sections import ROWS, SECTIONS, Section
from directory.several import SeveralField

Values = dict[str, Any]


def every_name(model: type[Kept]) -> list[str]:
    """Of all that a person writes in its sections."""
    return [name for section in SECTIONS[model] for name in section.names]


def values_of(entry: Kept, names: Iterable[str] | None = None) -> Values:
    """What stands under `names` (or all that a person writes), in a shape that compares and fills a form.

    Related things are numbers, rows are dictionaries in their order.
    """
    return {name: _value(entry, name) for name in (names or every_name(type(entry)))}


def _value(entry: Kept, name: str) -> Any:
    if name == "tags":
        return sorted(tagged.tag_id for tagged in entry.tagged.all())  # ty: ignore[missing-attribute]
    field = entry._meta.get_field(name)
    if field.many_to_many:
        return sorted(other.pk for other in getattr(entry, name).all())
    if field.one_to_many:
        rows = [
            {column: _plain(row, column) for column in ROWS[field.related_model]}  # ty: ignore[invalid-argument-type]
            for row in getattr(entry, name).all()
        ]
        return _as_they_say_now(rows) if field.related_model is ContactPerson else rows
    return _plain(entry, name)


def _as_they_say_now(contacts: list[Values]) -> list[Values]:
    """Whoever has taken back their yes has none in any version: a form filled from it does not give it anew."""
    public = [row["key"] for row in contacts if row["is_public"]]
    if not public:
        return contacts
    withdrawn = ContactConsent.objects.filter(person__in=public, withdrawn_at__isnull=False)
    no = {str(person) for person in withdrawn.values_list("person", flat=True)}
    return [{**row, "is_public": row["is_public"] and row["key"] not in no} for row in contacts]


def _plain(row: models.Model, name: str) -> Any:
    field: Any = row._meta.get_field(name)
    value = getattr(row, field.attname)
    return str(value) if isinstance(field, models.UUIDField) else value


def write(draft: Kept, values: Values) -> None:
    """Set what stands in `values` on `draft`, without saving it."""
    for name, value in values.items():
        if name == "tags":
            tagged: Any = draft._meta.get_field("tagged")
            draft.tagged = [tagged.related_model(tag_id=tag) for tag in value]  # ty: ignore[missing-attribute]
            continue
        field: Any = draft._meta.get_field(name)
        if field.many_to_many:
            setattr(draft, name, list(field.related_model.objects.filter(pk__in=value)))
        elif field.one_to_many:
            setattr(draft, name, [_row(field.related_model, order, row) for order, row in enumerate(value)])
        else:
            setattr(draft, field.attname, value)
    draft.tidy_up()


def _row(model: type[Any], order: int, row: Values) -> models.Model:
    columns = {model._meta.get_field(name).attname: value for name, value in row.items()}
    return model(sort_order=order, **columns)


def language_of(name: str) -> str:
    """In which language a field is written, where there is one for each; for `lang`."""
    return name[-2:] if name.endswith(("_sv", "_en")) else ""


@dataclass(frozen=True)
class Difference:
    """What stands otherwise in two versions. `is_disputed`: both of two writers changed it."""

    name: str
    label: str
    before: str
    after: str
    is_disputed: bool = False
    pictures: tuple[str, str] = ("", "")

    @property
    def language(self) -> str:
        return language_of(self.name)

    @property
    def marked(self) -> tuple[SafeString, SafeString]:
        """Both versions with the words marked that the other lacks."""
        return _marked(self.before, self.after)


def differences(before: Values, after: Values, model: type[Kept]) -> list[Difference]:
    """What `after` has otherwise than `before`, in the order of the sections. A name that `before` lacks was empty."""
    return [
        _difference(model, name, before.get(name), after[name])
        for name in every_name(model)
        if name in after and (before.get(name) != after[name])
    ]


def sections_with(differing: Iterable[Difference], model: type[Kept]) -> list[Section]:
    names = {difference.name for difference in differing}
    return [section for section in SECTIONS[model] if names & set(section.names)]


def bring_together(base: Values, theirs: Values, mine: Values, model: type[Kept]) -> tuple[Values, list[Difference]]:
    """Two writers' versions as one: mine where I wrote, theirs where only they did; and what they changed."""
    merged, changes = {}, []
    for name, value in mine.items():
        other, stood = theirs[name], base.get(name)
        merged[name] = other if value == stood else value
        if other not in (stood, value):
            changes.append(_difference(model, name, stood, other, is_disputed=value != stood))
    return merged, changes


def _difference(model: type[Kept], name: str, before: Any, after: Any, *, is_disputed: bool = False) -> Difference:
    pictures = ("", "")
    if name in ("logo", "image"):
        pictures = (_picture(before), _picture(after))
    words = in_words(model, name, before), in_words(model, name, after)
    return Difference(name, label_of(model, name), *words, is_disputed=is_disputed, pictures=pictures)


def _picture(pk: int | None) -> str:
    image = get_image_model().objects.filter(pk=pk).first() if pk else None
    return image.file.url if image else ""


def label_of(model: type[Kept], name: str) -> str:
    field: Any = model._meta.get_field(name)
    named = field.related_model._meta.verbose_name_plural if field.one_to_many else field.verbose_name
    return str(capfirst(str(named)))


def in_words(model: type[Any], name: str, value: Any) -> str:
    """A value as a person reads it, on one line or several."""
    if name == "tags":
        return ", ".join(tag.label for tag in Tag.objects.filter(pk__in=value or [])) or _("(empty)")
    field: Any = model._meta.get_field(name)
    if field.one_to_many:
        return "\n".join(_row_in_words(field.related_model, row) for row in value or []) or _("(empty)")
    if field.many_to_many:
        named = ", ".join(str(other) for other in field.related_model.objects.filter(pk__in=value or []))
        return named or (_("The whole of Skåne") if field.related_model is Municipality else _("(empty)"))
    if name == "municipality":
        nowhere = _("The whole of Skåne") if issubclass(model, Entry) else _("(empty)")
        return str(Municipality.objects.get(pk=value)) if value else nowhere
    if field.is_relation:
        return str(field.related_model.objects.filter(pk=value).first() or "") or _("(empty)")
    if isinstance(field, SeveralField):
        return ", ".join(field.labels(value or [])) or _("(empty)")
    if isinstance(field, DescriptionField):
        return to_text(value or "") or _("(empty)")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(field, models.BooleanField):
        return _("Yes") if value else _("No")
    if field.choices and value:
        return str(dict(field.flatchoices).get(value, value))
    return str(value or "") or _("(empty)")


def _row_in_words(model: type[Any], row: Values) -> str:
    words = []
    for name, value in row.items():
        if name == "key" or value in ("", None, False):
            continue
        # Said by its name, since "yes" alone says nothing.
        words.append(str(model._meta.get_field(name).verbose_name) if value is True else in_words(model, name, value))
    return ", ".join(words)


def _marked(before: str, after: str) -> tuple[SafeString, SafeString]:
    old, new = _pieces(before), _pieces(after)
    # Common words begin no match in long texts (`autojunk`): a spiteful text would take minutes.
    left, right = [], []
    for change, *borders in SequenceMatcher(None, old, new).get_opcodes():
        first, last, start, end = borders
        left.append(("" if change == "equal" else "del", "".join(old[first:last])))
        right.append(("" if change == "equal" else "ins", "".join(new[start:end])))
    return _html(left), _html(right)


def _pieces(text: str) -> list[str]:
    """Words, with the white behind each."""
    pieces: list[str] = []
    for character in text:
        if pieces and (character.isspace() or not pieces[-1][-1].isspace()):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _html(runs: list[tuple[str, str]]) -> SafeString:
    with_tags = ((f"<{tag}>" if tag else "", text, f"</{tag}>" if tag else "") for tag, text in runs if text)
    return format_html_join(
        "", "{}{}{}", ((SafeString(begin), text, SafeString(end)) for begin, text, end in with_tags)
    )
