"""The anonymous registration form, and the one in which a registered person changes what was written."""

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from events.models import Event, Question, Registration, SeatPool, Way
from events.personal_data import notice
from events.question_fields import field_of, name_of
from events.services.registering import is_answered, normalised
from portal.plugins.guarded_forms import GuardedForm

LONGEST_NAME = 100
LONGEST_ADDRESS = 254
WHOLE_ADDRESS = _("Write the whole address, for example name@example.org.")


class OneLineField(forms.CharField):
    """Text in one line and one form of Unicode, without hidden characters."""

    default_error_messages = {"hidden": _("Write it with letters only, without hidden characters.")}

    def clean(self, value: Any) -> str:
        try:
            text = normalised(super().clean(value))
        except ValueError:
            raise forms.ValidationError(self.error_messages["hidden"]) from None
        self.run_validators(text)  # One form of Unicode can be longer than the other.
        return text


class NameField(OneLineField):
    """A person's name."""

    default_error_messages = {
        "max_length": _("Write the name a little shorter."),
        "hidden": _("Write the name with letters only, without hidden characters."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_NAME, **options)


class AddressField(forms.EmailField):
    """A mail address in one form of Unicode."""

    default_error_messages = {"required": WHOLE_ADDRESS, "invalid": WHOLE_ADDRESS}

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_ADDRESS, **options)

    def clean(self, value: Any) -> str:
        try:
            address = normalised(super().clean(value))
        except ValueError:
            raise forms.ValidationError(WHOLE_ADDRESS) from None
        if len(address) > LONGEST_ADDRESS:
            raise forms.ValidationError(WHOLE_ADDRESS)
        return address


class PartyForm(forms.Form):
    """How one takes part, with whom, and the answers to the host's questions."""

    way = forms.ChoiceField(
        label=_("How do you take part?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how you take part."),
            "invalid_choice": _("Those seats are taken. Is there another way in which you can take part?"),
        },
    )

    field_order = ["name", "email", "way"]

    def __init__(self, event: Event, data: Any, *, ways: list[Way], most_companions: int, initial: dict) -> None:
        super().__init__(data, initial=initial)
        self.event, self.ways, self.most_companions = event, ways, most_companions
        self.questions: dict[str, Question] = {
            name_of(question, number): question for number, question in enumerate(event.questions.all())
        }
        if len(event.ways) == 1 and len(ways) == 1:
            del self.fields["way"]
        else:
            self.fields["way"].choices = [(way.value, self.way_in_words(way)) for way in ways]
        for number, name in enumerate(self._companion_names, 2):
            self.fields[name] = NameField(
                label=gettext("Name of person %(number)d") % {"number": number},
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
        for name, question in self.questions.items():
            self.fields[name] = field_of(question, event.language)

    def way_in_words(self, way: Way) -> str:
        """A way of taking part, with what is left of its seats."""
        pool = self._pool(way)
        if pool is None or pool.is_open:
            return str(way.label)
        if not self.event.has_waiting_list:
            return gettext("%(way)s (full)") % {"way": way.label}
        return gettext("%(way)s (full: waiting list)") % {"way": way.label}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        named = [name for name in self._companion_names if data.get(name)]
        pool = self._pool(data.get("way") or self.ways[0])
        if pool and named and not pool.fits(1 + len(named)):
            words = ngettext("There is %(seats)d seat in all.", "There are %(seats)d seats in all.", pool.capacity)
            self.add_error(named[-1], words % {"seats": pool.capacity})
        return data

    def _pool(self, way: str) -> SeatPool | None:
        return next((pool for pool in self.event.open_pools if pool.way == way), None)

    @property
    def _companion_names(self) -> list[str]:
        return [f"companion_{number}" for number in range(1, self.most_companions + 1)]

    @property
    def companion_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self._companion_names]

    @property
    def question_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.questions]

    @property
    def names_companions(self) -> bool:
        """Whether a companion's field holds something to be seen."""
        return any(field.value() or field.errors for field in self.companion_fields)

    @property
    def party(self) -> dict[str, Any]:
        """What a valid form gives to the service."""
        data = self.cleaned_data
        companions = [data[name] for name in self._companion_names]
        answers = {question: data[name] for name, question in self.questions.items()}
        return {
            "way": data.get("way") or self.ways[0].value,
            "companions": [name for name in companions if name],
            # A choice that was sent twice is one.
            "answers": {
                key: list(dict.fromkeys(one)) if isinstance(one, list) else one for key, one in answers.items()
            },
        }

    def refuse_for_want_of_seats(self) -> None:
        """Say beside the field what is free of the meetup, as it stands, after a service has said NoSeatLeft."""
        way, named = self.party["way"], [name for name in self._companion_names if self.cleaned_data[name]]
        pool = self._pool(way)
        free = pool.free_for_newcomers if pool else 0
        field = named[-1] if named else "way"
        self.add_error(field if field in self.fields else None, self.want_of_seats(way, free))

    def want_of_seats(self, way: str, free: int) -> str:
        """The sentence that says that `free` seats are not enough."""
        if not free:
            return gettext("No seat is free any more.")
        words = ngettext(
            "%(free)d seat is free, and you are %(people)d.", "%(free)d seats are free, and you are %(people)d.", free
        )
        return words % {"free": free, "people": 1 + len(self.party["companions"])}


class RegistrationForm(GuardedForm, PartyForm):
    """A name, an address, and what `GuardedForm` has."""

    name = NameField(
        label=_("Name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
    email = AddressField(
        label=_("E-mail"),
        help_text=_("We send a link here that confirms your seat."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, event: Event, data: Any = None) -> None:
        free = [] if event.has_waiting_list else [Way(pool.way) for pool in event.open_pools if pool.is_open]
        super().__init__(event, data, ways=free or event.ways, most_companions=event.most_companions, initial={})

    @property
    def subject(self) -> int:
        return self.event.pk

    @property
    def purposes(self) -> list[str]:
        """What the person is told of what is kept, why, on what ground and until when."""
        return notice(self.event, brings_others=bool(self.most_companions))

    @property
    def person_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("name", "email", "way") if name in self.fields]

    @property
    def registration(self) -> dict[str, Any]:
        """What a valid form gives to the service."""
        data = self.cleaned_data
        return {"name": data["name"], "email": data["email"], "purpose": "\n".join(self.purposes), **self.party}


class ChangeForm(PartyForm):
    """What a registered person can have otherwise. Name and address stay: they say who it is."""

    def __init__(self, registration: Registration, data: Any = None) -> None:
        event, self.registered = registration.event, registration
        self.is_answered, others = is_answered(registration), registration.seats - 1
        self.own_way = Way(registration.pool.way)
        open_ways = [pool.way for pool in event.open_pools if event.has_waiting_list or pool.is_open]
        answers = {answer.question_id: answer.value for answer in registration.answers.all()}
        super().__init__(
            event,
            data,
            ways=[way for way in Way if way == self.own_way or way in open_ways],
            most_companions=others if self.is_answered else max(event.most_companions, others),
            initial={
                "way": self.own_way.value,
                **{f"companion_{companion.seat}": companion.name for companion in registration.companions.all()},
                **{
                    name_of(question, number): answers.get(question.pk)
                    for number, question in enumerate(event.questions.all())
                },
            },
        )
        if len(self.ways) == 1:
            self.fields.pop("way", None)
        elif registration.status == Registration.Status.WAITING:
            self.fields["way"].help_text = _("In another line you stand last.")

    def way_in_words(self, way: Way) -> str:
        return str(way.label) if way == self.own_way else super().way_in_words(way)

    def want_of_seats(self, way: str, free: int) -> str:
        if way != self.own_way:
            words = super().want_of_seats(way, free)
        elif free:
            words = ngettext("%(free)d more seat is free.", "%(free)d more seats are free.", free) % {"free": free}
        else:
            words = gettext("No more seats are free.")
        return words + " " + gettext("You keep what you have.")

    def clean(self) -> dict[str, Any]:
        """Whoever had the page open when the host said yes is told, not cut down in silence."""
        beyond = range(self.most_companions + 1, self.event.most_companions + 1)
        if self.is_answered and any(self.data.get(f"companion_{number}", "").strip() for number in beyond):
            self.add_error(None, self.answered)
        return super().clean()

    @property
    def answered(self) -> str:
        words = ngettext(
            "The host has said yes to %(people)d person. Write to the host if you want to be more.",
            "The host has said yes to %(people)d people. Write to the host if you want to be more.",
            self.registered.seats,
        )
        return words % {"people": self.registered.seats}

    @property
    def has_something_to_change(self) -> bool:
        return bool(self.fields)
