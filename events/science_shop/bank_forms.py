"""What people fill in at a question of the idea bank: an address that follows it, the same need elsewhere."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.models import Organisation
from directory.tidy_fields import TidyCharField
from events.forms import AddressField
from events.science_shop.models import Question
from portal.plugins.guarded_forms import GuardedForm


class FollowForm(GuardedForm):
    """Anybody's."""

    email = AddressField(
        label=_("E-mail"),
        help_text=_("We send a link here by which you confirm it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, question: Question, data: Any = None) -> None:
        super().__init__(data)
        self.question = question

    @property
    def subject(self) -> Any:
        return ["follow", self.question.pk]


class SameHereForm(forms.Form):
    """For which organisation, and how it is there."""

    organisation = forms.ModelChoiceField(
        label=_("Your organisation"),
        queryset=Organisation.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the organisation."), "invalid_choice": _("Choose the organisation.")},
    )
    text = TidyCharField(
        label=_("How is it with you?"),
        max_length=500,
        help_text=_("One sentence. It is shown to everybody, with the organisation's name."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a sentence on how it is with you.")},
    )

    def __init__(self, organisations: list[Organisation], data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=[organisation.pk for organisation in organisations])
        if len(organisations) == 1:
            field.initial = organisations[0]
