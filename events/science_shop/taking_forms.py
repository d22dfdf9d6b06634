"""What a researcher fills in about a question that they take, have, or hand back."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.tidy_fields import TidyCharField
from events.science_shop.coordinating_forms import MOST_MOVES, MoveForm, day_field
from events.science_shop.models import Researcher, Taking
from events.science_shop.services import taking
from events.science_shop.stages import MOVES, Asked


class TakeForm(MoveForm):
    """What taking a question asks for, beside the agreed step: until when, and whether a name may stand there."""

    until = day_field(
        _("You have it until"), help_text=_("Between 30 and 180 days from today. You can take more time.")
    )
    shows_name = forms.BooleanField(label=_("My name and affiliation may stand at the question"), required=False)
    field_order = ["until", "step", "due_on", "shows_name"]

    def __init__(self, data: Any = None, *, by: Researcher | None = None, **kwargs: Any) -> None:
        super().__init__(MOVES["take"], data, **kwargs)
        del self.fields[Asked.COMMENT.value]
        if by and by.is_public:
            self.fields["shows_name"].help_text = gettext(
                "With a yes everybody reads: %(name)s, %(affiliation)s. Without it they read that a researcher works "
                "on the question, but neither who you are nor where."
            ) % {"name": by.name, "affiliation": by.affiliation}
        else:
            del self.fields["shows_name"]
        today = timezone.localdate()
        self.fields["until"].initial = today + taking.USUAL
        self.fields["step"].help_text = _("What you do first, for example read what is known. Stands on its page.")
        self.order_fields(self.field_order)


class TakeForForm(TakeForm):
    """The same by whoever coordinates, who names the researcher."""

    researcher = forms.ModelChoiceField(
        label=_("Researcher"),
        queryset=Researcher.objects.none(),
        empty_label=_("Choose"),
        help_text=_(
            "Somebody who has told you that they take it. They are mailed, and can hand it back. Everybody reads that "
            "a researcher works on the question, but neither who nor where."
        ),
        error_messages={"required": _("Choose who takes it.")},
    )
    field_order = ["researcher", "until", "step", "due_on"]

    def __init__(self, data: Any = None, *, researchers: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["until"].label = _("They have it until")
        self.fields["until"].help_text = _(
            "Between 30 and 180 days from today. The researcher can take more time later."
        )
        self.fields["step"].help_text = _(
            "What the researcher does first, for example reads what is known. On its page."
        )
        chosen: Any = self.fields["researcher"]
        chosen.queryset = researchers


class ExtendForm(forms.Form):
    until = day_field(_("You have it until"))

    def __init__(self, data: Any = None, *, taking: Taking, **kwargs: Any) -> None:
        super().__init__(data, initial={"until": taking.until}, **kwargs)


class HandBackForm(forms.Form):
    version = forms.IntegerField(min_value=0, max_value=MOST_MOVES, widget=forms.HiddenInput)
    reason = TidyCharField(
        label=_("Why, in a sentence"),
        max_length=Taking._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the question's history, for whoever takes it next. No names."),
        error_messages={"required": _("Write why, in a sentence or two.")},
    )
