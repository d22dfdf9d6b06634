"""What a participant of a round answers after its first meetup."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.science_shop.models import Participant
from events.science_shop.vocabulary import Decision, ParticipantRole


class GoOnForm(forms.Form):
    """Yes or no, and as what."""

    decision = forms.ChoiceField(
        label=_("Do you go on?"),
        choices=[
            (Decision.GOES_ON.value, _("Yes, I go on: invite me to the next meetups")),
            (Decision.LEAVES.value, _("No, I stop here")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say yes or no.")},
    )
    role = forms.ChoiceField(
        label=_("You take part as"),
        choices=ParticipantRole.choices,
        widget=forms.RadioSelect,
        help_text=_("The round's page tells how many of each there are, never who."),
        error_messages={"required": _("Choose as what you take part.")},
    )

    def __init__(self, participant: Participant, data: Any = None) -> None:
        said = participant.decision != Decision.UNDECIDED
        super().__init__(data, initial={"decision": participant.decision, "role": participant.role} if said else {})
