"""What people fill in to ask a question, and to change what they have asked."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.idea_forms import IdeaForm
from directory.models import Municipality, Organisation, Tag
from directory.tag_forms import TagChoices, TagsField
from directory.tidy_fields import TidyCharField
from events.forms import AddressField, NameField
from events.science_shop.models import Question, Round
from events.science_shop.personal_data import notice
from events.science_shop.queries import in_words
from events.science_shop.services.asking import WHOLE, Values, state_of
from portal.accounts.models import User
from portal.plugins.guarded_forms import GuardedForm

YEARS_AHEAD = 10
MOST_TAGS = 8


def _text(rows: int, label: Any, longest: int, help_text: Any = "", missing: Any = "") -> TidyCharField:
    """A text of several lines; `missing` is said of one that must be there."""
    return TidyCharField(
        label=label,
        max_length=longest,
        help_text=help_text,
        required=bool(missing),
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )


class ShownForm(forms.Form):
    """Who is the contact, and what everybody may know."""

    contact_name = NameField(
        label=_("Contact person"),
        help_text=_("With whom we sharpen the question. Shown to the coordinators alone, unless you say so below."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write the name of the person whom we can talk to.")},
    )
    may_be_shown = forms.BooleanField(
        label=_("The question may be shown in the idea bank"),
        help_text=_(
            "When a coordinator has accepted it, everybody can read the question, the problem in your own words, who "
            "is affected, what is known, what the answer is for, and what happens to it. Otherwise only those who "
            "coordinate and the researchers who take it do."
        ),
        required=False,
        initial=True,
    )
    shows_organisation = forms.BooleanField(
        label=_("The organisation's name may be shown with the question"), required=False
    )
    shows_person = forms.BooleanField(
        label=_("The contact person's name may be shown with the question"),
        help_text=_(
            "Without a name it says “A group in Skåne”. The e-mail address is never shown: a researcher gets it only "
            "when both of you have said yes. You change all this whenever you like."
        ),
        required=False,
    )


class FactsForm(forms.Form):
    """What practitioners ask about a question."""

    problem = _text(
        6,
        _("The problem in your own words"),
        4000,
        _("What do you see, where, since when? Write as you would tell a friend. Name no single persons."),
        _("Tell what the problem is, in some sentences."),
    )
    affected = _text(
        3,
        _("Who is affected?"),
        1000,
        _("Whom does it concern, and about how many? For example: all who live in our area, young people who…"),
        _("Say who is affected."),
    )
    known = _text(
        4,
        _("What do you know, and what have you tried?"),
        2000,
        _("Experience, figures, reports, members whom one can ask. What you have saves others from looking for it."),
    )
    use = _text(
        3,
        _("What will you use the answer for?"),
        1000,
        _("For example: to decide how we go on, to show the municipality, to apply for money."),
        _("Say what you will use the answer for."),
    )
    needed_by = forms.DateField(
        label=_("By when do you need it?"),
        help_text=_("An answer takes some months, and a research project years. Leave it empty if there is no day."),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Write the day as year-month-day, for example 2027-05-31.")},
    )
    is_paid = forms.BooleanField(
        label=_("Somebody earns money by the answer"),
        help_text=_("Tick it if a company or somebody else would sell or be paid by it. The coordinator asks you."),
        required=False,
    )
    paid_note = TidyCharField(
        label=_("Who earns by it, and how?"),
        max_length=500,
        required=False,
        help_text=_("Only if you have ticked the box above. For example: a company sells what comes of it."),
    )
    is_sensitive = forms.BooleanField(
        label=_("It touches on sensitive data, or people in a vulnerable position"),
        help_text=_(
            "For example health, children, protected identities, crime. It hinders nothing, but the research needs "
            "care from the first day. Write nothing here about single persons."
        ),
        required=False,
    )
    sensitive_note = TidyCharField(
        label=_("What needs care?"),
        max_length=500,
        required=False,
        help_text=_("Only if you have ticked the box above. For example: we meet children whose address is protected."),
    )
    tags = TagsField(label=_("Subjects"), queryset=Tag.objects.current(), required=False, widget=TagChoices)
    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Municipality.objects.all(),
        required=False,
        empty_label=_("The whole of Skåne"),
    )

    def clean_needed_by(self) -> Any:
        day, today = self.cleaned_data["needed_by"], timezone.localdate()
        # One that has passed since it was written may stay.
        is_new = day and day != self.initial.get("needed_by")
        if is_new and not today <= day <= today + timedelta(days=365 * YEARS_AHEAD):
            raise forms.ValidationError(_("Write a day that is still to come, within ten years."))
        return day

    def clean_tags(self) -> Any:
        tags = self.cleaned_data["tags"]
        if len(tags) > MOST_TAGS:
            raise forms.ValidationError(_("Choose at most %(most)d subjects."), params={"most": MOST_TAGS})
        return tags

    def clean(self) -> Values:
        data = super().clean() or {}
        for ticked, note in (("is_paid", "paid_note"), ("is_sensitive", "sensitive_note")):
            if data.get(ticked) and note in data and not data[note]:
                self.add_error(note, _("You have ticked the box above: say this too."))
        return data


class QuestionForm(FactsForm, ShownForm):
    """The whole of a question; a `member` chooses among the organisations that they keep."""

    title = TidyCharField(
        label=_("Your question in one sentence"),
        max_length=300,
        help_text=_(
            "What do you want to know? It need not be finished: it is sharpened together. For example: What is an open "
            "bicycle workshop worth to the municipality?"
        ),
        error_messages={"required": _("Write the question in one sentence.")},
    )
    round = forms.ModelChoiceField(
        label=_("Round"),
        queryset=Round.objects.none(),
        required=False,
        empty_label=_("None of them: ask all the same"),
        help_text=_("A round is some meetups around a theme. Questions that fit none are welcome too."),
        error_messages={"invalid_choice": _("This round takes no questions any more. Choose another, or none.")},
    )
    organisation = forms.ModelChoiceField(
        label=_("Your organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Another, or a group that is not in the directory"),
        help_text=_("All who keep its profile see the question among their own."),
    )
    organisation_name = TidyCharField(
        label=_("Organisation or group"),
        max_length=150,
        required=False,
        help_text=_(
            "It needs no number and no board. Leave it empty if you ask on your own for a wider group, and tell about "
            "the group under “Who is affected?”."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    contact_email = AddressField(
        label=_("The contact person's e-mail"),
        help_text=_("We mail a link here, by which you send the question and follow it. It is never shown."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    SECTIONS = (
        (_("The question"), ("title", "problem")),
        (_("Whom it concerns, and what it is for"), ("affected", "known", "use", "needed_by")),
        (_("What needs care"), ("is_paid", "paid_note", "is_sensitive", "sensitive_note")),
        (_("Subject, place and round"), ("tags", "municipality", "round")),
        (_("Who asks"), ("organisation", "organisation_name", "contact_name", "contact_email")),
        (_("What may be shown"), ("may_be_shown", "shows_organisation", "shows_person")),
    )

    def __init__(self, data: Any = None, *, member: User | None = None, initial: Values | None = None) -> None:
        super().__init__(data, initial=initial)
        # The one that it was written for stays, though it takes no others any more.
        rounds = Q(pk__in=Round.objects.taking_questions().values("pk")) | Q(pk=self.initial.get("round"))
        own = Q(pk__in=Organisation.objects.kept_by(member).values("pk")) if member else Q(pk=None)
        choices = {
            "round": Round.objects.filter(rounds),
            "organisation": Organisation.objects.filter(own | Q(pk=self.initial.get("organisation"))),
        }
        for name, there in choices.items():
            self.fields[name].queryset = there  # ty: ignore[missing-attribute]
            if not there.exists():
                del self.fields[name]
        # What is wrong is listed in the order in which it was filled in.
        self.order_fields([name for _heading, names in self.SECTIONS for name in names])
        if member:
            self.fields["contact_email"].help_text = _("We tell here what happens to the question. It is never shown.")

    @property
    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields that there are, under their headings."""
        found = [(heading, [self[name] for name in names if name in self.fields]) for heading, names in self.SECTIONS]
        return [(heading, fields) for heading, fields in found if fields]

    @property
    def values(self) -> Values:
        """What a valid form gives to the service."""
        values = {name: value for name, value in self.cleaned_data.items() if name in {*WHOLE, "contact_email"}}
        if values.get("organisation"):
            values["organisation_name"] = ""
        return values


class AskForm(GuardedForm, QuestionForm):
    """Anybody's."""

    subject = "science_shop.ask"

    @property
    def purposes(self) -> list[str]:
        """What the person is told of what is kept, why, on what ground and until when."""
        return notice()


class ChangeForm(QuestionForm):
    """As much of a question that is there as `names` says."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, question: Question, names: tuple[str, ...], data: Any = None, *, member: User | None = None
    ) -> None:
        now: Values = {name: getattr(question, name) for name in names if name != "tags"}
        for name in ("round", "organisation", "municipality"):
            if name in now:
                now[name] = getattr(question, f"{name}_id")
        if "tags" in names:
            now["tags"] = list(question.tags.values_list("pk", flat=True))
        self.question, self.names, self.member = question, names, member
        super().__init__(data, member=member, initial=now | {"shown": state_of(question, names)})
        for name in {*self.fields} - {*names, "shown"}:
            del self.fields[name]

    def renewed(self, why: str) -> "ChangeForm":
        """What was written, to be saved over what somebody else has written meanwhile."""
        data = self.data.copy()
        data["shown"] = self.initial["shown"]
        form = type(self)(self.question, self.names, data, member=self.member)
        form.add_error(None, why)
        return form

    @property
    def differing(self) -> list[tuple[Any, Any]]:
        """What stands in the question now, where something else was written."""
        found = []
        for name in self.changed_data:
            if name != "shown":
                value = in_words(self.question, name)
                found.append((self.fields[name].label, value))
        return found


class RewordForm(forms.Form):
    """The question in other words, and why."""

    text = TidyCharField(
        label=_("The question in other words"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the question in one sentence.")},
    )
    reason = TidyCharField(
        label=_("Why do you put it so?"),
        max_length=500,
        required=False,
        help_text=_("Stands beside the wording, for all who may read the question."),
    )
    shown = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000)


class WithdrawForm(forms.Form):
    comment = _text(3, _("Why, if you like to tell"), 1000)
    shown = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000)


class LikeForm(IdeaForm):
    """A question, to see what is like it before it is asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["idea"].label = _("Your question and the problem, in a few sentences")
        self.fields["idea"].help_text = _("What you write is not kept, and only you see it.")
        self.fields["idea"].error_messages["required"] = _("Describe your question in some words.")
