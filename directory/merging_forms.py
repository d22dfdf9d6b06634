"""What stays of two entries of one organisation, chosen field by field."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.content import in_words, label_of
from directory.models import Organisation
from directory.tidy_fields import TidyCharField

KEPT, OTHER, BOTH = "kept", "other", "both"
SIDES = {KEPT: gettext_lazy("That of the one that stays"), OTHER: gettext_lazy("That of the other")}
# Of which several can stay together.
SEVERAL = ("audiences", "languages", "goals", "tags")
# In the order of the page; rows come after.
SINGLE = (
    "name",
    "form",
    "municipality",
    "organisation_number",
    "founded",
    "summary_sv",
    "description_sv",
    "summary_en",
    "description_en",
    "logo",
    "website",
    "contact_email",
    "contact_phone",
)
# Each chosen by itself.
ROWS = ("places", "contacts", "channels", "links")
MOST_ROWS = 12


def _label(name: str) -> str:
    return label_of(Organisation, name)


@dataclass(frozen=True)
class Side:
    """What one of the two holds of a part: as words, and as what chooses it."""

    words: list[str]
    inputs: list[tuple[str, str, str, bool]] = field(default_factory=list)


class MergeForm(forms.Form):
    """For each part in which the two differ, whose stays; `values` is what the kept one then holds.

    `contents` are theirs as `services.merging.content_of` gives them.
    """

    def __init__(self, *args: Any, contents: tuple[dict[str, Any], dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sides = dict(zip((KEPT, OTHER), contents, strict=True))
        for name in (*SINGLE, *SEVERAL):
            self._add_choice(name)
        for name in ROWS:
            self._add_rows(name)
        names = self._other_names()
        self.fields["other_names"] = TidyCharField(
            label=_label("other_names"),
            required=False,
            initial="\n".join(names),
            max_length=400,
            widget=forms.Textarea(attrs={"rows": max(3, len(names))}),
            help_text=_("The name of the other entry stands here, so that the search finds by it. One a line."),
        )

    def _add_choice(self, name: str) -> None:
        kept, other = (self.sides[side][name] for side in (KEPT, OTHER))
        if kept == other:
            return
        choices = {**SIDES, **({BOTH: gettext_lazy("Both")} if name in SEVERAL else {})}
        initial = BOTH if name in SEVERAL else (KEPT if kept or not other else OTHER)
        self.fields[name] = forms.ChoiceField(label=_label(name), choices=list(choices.items()), initial=initial)

    def _add_rows(self, name: str) -> None:
        choices = self.rows(name)
        seen: list[dict[str, Any]] = []
        initial = []
        for key, row in choices.items():
            # The same twice, but for the number that a contact person has.
            content = {part: value for part, value in row.items() if part != "key"}
            if content not in seen:
                initial.append(key)
                seen.append(content)
        if choices:
            self.fields[name] = forms.MultipleChoiceField(
                label=_label(name),
                required=False,
                choices=[(key, key) for key in choices],
                initial=initial,
            )

    def rows(self, name: str) -> dict[str, dict[str, Any]]:
        """The rows of both, by what chooses them."""
        return {
            f"{side}-{number}": row for side, content in self.sides.items() for number, row in enumerate(content[name])
        }

    def _other_names(self) -> list[str]:
        kept, other = self.sides[KEPT], self.sides[OTHER]
        names = [*kept["other_names"].splitlines(), other["name"], *other["other_names"].splitlines()]
        return [name for name in dict.fromkeys(names) if name and name != kept["name"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ROWS:
            chosen = cleaned.get(name, [])
            if len(chosen) > MOST_ROWS:
                self.add_error(name, _("At most %(most)s fit: take some away.") % {"most": MOST_ROWS})
            elif name == "channels" and len({self.rows(name)[key]["url"] for key in chosen}) < len(chosen):
                self.add_error(name, _("The same address stands twice: take one away."))
        return cleaned

    def add_refusal(self, refusal: ValidationError) -> None:
        """Show what the model says of the values, beside the field where there is one."""
        for name, told in refusal.update_error_dict({}).items():
            self.add_error(name if name in self.fields else None, ValidationError(list(told)))

    @property
    def values(self) -> dict[str, Any]:
        values = dict(self.sides[KEPT])
        for name in (*SINGLE, *SEVERAL):
            match self.cleaned_data.get(name):
                case "other":
                    values[name] = self.sides[OTHER][name]
                case "both":
                    values[name] = sorted({*self.sides[KEPT][name], *self.sides[OTHER][name]})
        for name in ROWS:
            rows = self.rows(name)
            values[name] = [rows[key] for key in self.cleaned_data.get(name, [])]
        # A name that is chosen away stays one that it is known by.
        names = self.cleaned_data["other_names"].splitlines()
        given_up = self.sides[KEPT]["name"]
        if values["name"] != given_up and given_up not in names:
            names.append(given_up)
        values["other_names"] = "\n".join(name for name in names if name and name != values["name"])
        return values

    @property
    def parts(self) -> list[dict[str, Any]]:
        """What the page shows: of each part that either has, what each holds and what can be chosen."""
        found = []
        for name in (*SINGLE, *SEVERAL, *ROWS):
            held = {side: self._words(name, side) for side in (KEPT, OTHER)}
            if any(held.values()):
                bound = self[name] if name in self.fields else None
                sides = [Side(held[side], self._inputs(name, side, held[side])) for side in (KEPT, OTHER)]
                found.append(
                    {
                        "name": name,
                        "label": _label(name),
                        "sides": sides,
                        "both": bound and name in SEVERAL and bound.value() == BOTH,
                        "can_both": name in SEVERAL and bound is not None,
                        "errors": bound.errors if bound else [],
                    }
                )
        return found

    def _inputs(self, name: str, side: str, words: list[str]) -> list[tuple[str, str, str, bool]]:
        """Kind, value, words and whether it is chosen, of each thing to choose."""
        if name not in self.fields:
            return []
        chosen = self[name].value()
        if name in ROWS:
            keys = [key for key in self.rows(name) if key.startswith(f"{side}-")]
            return [("checkbox", key, said, key in (chosen or [])) for key, said in zip(keys, words, strict=True)]
        return [("radio", side, "\n".join(words) if name in SINGLE else ", ".join(words), chosen == side)]

    def _words(self, name: str, side: str) -> list[str]:
        value = self.sides[side][name]
        if name in ROWS:
            return [in_words(Organisation, name, [row]) for row in value]
        return [in_words(Organisation, name, value)] if value else []
