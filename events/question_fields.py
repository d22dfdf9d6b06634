"""What a host asks of those who register, as fields of a form."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from events.models import Question
from events.services.erasing import NEEDS_KEPT

LONGEST_TEXT = 1000
LARGEST_NUMBER = 1_000_000
# Joins signs into one (an emoji of a family, letters of Persian); every other hidden sign is refused.
JOINERS = {"\u200c", "\u200d"}
HIDDEN = {"Cc", "Cf", "Cs"}


class AnswerField(forms.CharField):
    """A text of some lines, in one form of Unicode and without hidden signs."""

    widget = forms.Textarea
    default_error_messages = {"max_length": _("Write it a little shorter.")}

    def __init__(self, *, rows: int = 3, **options: Any) -> None:
        super().__init__(max_length=LONGEST_TEXT, **options)
        self.widget.attrs["rows"] = rows

    def clean(self, value: Any) -> str:
        text = unicodedata.normalize("NFC", super().clean(value)).replace("\r\n", "\n").replace("\t", " ")
        hidden = {letter for letter in text if unicodedata.category(letter) in HIDDEN} - JOINERS - {"\n"}
        if hidden:
            raise ValidationError(_("Write it with letters only, without hidden characters."))
        if len(text) > LONGEST_TEXT:
            raise ValidationError(self.error_messages["max_length"])
        return text


def name_of(question: Question, number: int) -> str:
    """What the field of `question` is called; its number where a preview has not stored it yet."""
    return f"question_{question.pk or f'new_{number}'}"


def field_of(question: Question, language: str) -> forms.Field:
    """The field in which `question`, written in `language`, is answered."""
    options: dict[str, Any] = {
        "label": _in_its_language(question.label, language),
        # Shown as HTML; hosts write text.
        "help_text": _in_its_language(escape(question.help_text), language),
        "required": question.is_required,
        "error_messages": {"required": _("This needs an answer.")},
    }
    kinds = Question.Kind
    match question.kind:
        case kinds.ONE:
            options["error_messages"] = {"required": _("Choose one."), "invalid_choice": _("Choose one of these.")}
            choices = _choices(question, language)
            if not question.is_required:
                choices.append(("", _("No answer")))
            return forms.ChoiceField(widget=forms.RadioSelect, choices=choices, **options)
        case kinds.MANY:
            options["error_messages"] = {
                "required": _("Choose at least one."),
                "invalid_choice": _("Choose among these."),
            }
            return forms.MultipleChoiceField(
                widget=forms.CheckboxSelectMultiple, choices=_choices(question, language), **options
            )
        case kinds.NUMBER:
            number = _("Write a number from 0 to a million, with digits.")
            options["error_messages"] |= dict.fromkeys(("invalid", "min_value", "max_value"), number)
            return forms.IntegerField(min_value=0, max_value=LARGEST_NUMBER, **options)
        case kinds.CONSENT:
            options["error_messages"] = {"required": _("Tick the box if you want to come: the host asks it of all.")}
            return forms.BooleanField(**options)
        case kinds.DIET | kinds.ACCESS:
            days = NEEDS_KEPT.days
            who_sees = ngettext(
                "Only the hosts see it. It is erased %(days)d day after the meetup.",
                "Only the hosts see it. It is erased %(days)d days after the meetup.",
                days,
            ) % {"days": days}
            options |= {
                "required": False,
                "help_text": SafeString(f"{options['help_text']} {escape(who_sees)}".strip()),
            }
            return AnswerField(rows=2, **options)
        case _text:
            return AnswerField(**options)


def _choices(question: Question, language: str) -> list[tuple[str, Any]]:
    return [(choice, _in_its_language(choice, language)) for choice in question.choices]


def _in_its_language(text: str, language: str) -> str:
    """`text`, with its language where that is not the reader's."""
    if not text or language == (get_language() or "sv")[:2]:
        return text
    return format_html('<span lang="{}">{}</span>', language, text)
