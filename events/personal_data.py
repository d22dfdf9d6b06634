"""What meetups keep about people. The form shows its purpose from here."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.models import Event, Registration, Series
from events.services import erasing
from portal.plugins.personal_data import PersonalDataHolding, Row, row_of

OF_SEATS = gettext_lazy("The legal ground is an agreement, since you ask us to (GDPR article 6.1 b).")
OF_NEEDS = gettext_lazy(
    "What you say of food and of what you need is for the hosts only, and yours to say or not: the legal ground is "
    "your consent (article 9.2 a)."
)

OF_INVITED = gettext_lazy(
    "Who is invited, since a question there is theirs or they go on in its round, is written to by a legitimate "
    "interest."
)


class Registrations(PersonalDataHolding):
    label = gettext_lazy("Registrations for meetups")
    whose = gettext_lazy("Those who register for a meetup, those whom they bring, and those who are invited to one.")
    what = gettext_lazy(
        "Name and e-mail address, the names of those whom you bring, your answers to the meetup's questions, a note of "
        "the host's, and whether you came. The host and the editors alone see it."
    )
    purpose = gettext_lazy(
        "We keep what you write when you register, to hold your seat and to tell you when something changes."
    )
    legal_basis = format_lazy("{} {} {}", OF_SEATS, OF_NEEDS, OF_INVITED)
    retention = format_lazy(
        gettext_lazy(
            "As many days after the meetup as its form says, most often 30. Answers about food and access {needs} days "
            "after it. Whoever does not confirm is erased after a day. How many there were we go on knowing."
        ),
        needs=erasing.NEEDS_KEPT.days,
    )
    fields = {
        "events.Registration": ("name", "email", "name_key", "email_key", "note"),
        "events.Companion": ("name",),
        "events.Answer": ("value",),
    }

    def held(self, address: str) -> list[Row]:
        found = Registration.objects.of_addresses([address]).select_related("event", "pool").with_people()
        return [_registration(one) for one in found.prefetch_related("answers")]

    def erase(self, address: str) -> None:
        erasing.erase_registrations_of(address)


def _registration(registration: Registration) -> Row:
    row = row_of(registration, "event", "name", "email", "status", "seats", "created_at", "note")
    if brought := [companion.name for companion in registration.companions.all()]:
        row[_("Brings")] = brought
    if came := [str(one.name) for one in registration.people if one.checked_in_at]:
        row[_("Came")] = came
    return row | {answer.label: answer.in_words for answer in registration.answers.all()}


class ContactsOfMeetups(PersonalDataHolding):
    label = gettext_lazy("Hosts, contact persons and speakers of meetups")
    whose = gettext_lazy("Those who hold a meetup, answer questions about it or speak there.")
    what = gettext_lazy("Your name, and the e-mail address of whoever answers questions. Everybody sees it.")
    purpose = gettext_lazy("So that people know whom they meet and whom to ask.")
    legal_basis = gettext_lazy("A legitimate interest: that a public meetup tells who is behind it.")
    retention = gettext_lazy(
        "For as long as the meetup stands in the calendar, unless you ask to be taken away. Who the host is goes with "
        "their account."
    )
    fields = {"events.Event": ("contact_name", "contact_email"), "events.AgendaItem": ("speakers",)}

    def held(self, address: str) -> list[Row]:
        return [
            *(
                row_of(event, "title", "starts_at", "contact_name", "contact_email")
                for event in Event.objects.filter(contact_email__iexact=address)
            ),
            *(_text(thing, names) for thing, names in erasing.texts_that_mention(address)),
            *(
                {_("Version of"): version.object_str, _("Day"): version.created_at.date().isoformat()}
                for version in erasing.versions_that_mention(address)
            ),
        ]

    def erase(self, address: str) -> None:
        erasing.erase_contact_of_meetups(address)


def _text(thing: Any, names: list[str]) -> Row:
    """The meetup or series, and what of it or beside it mentions the person."""
    called = row_of(thing, "title") if isinstance(thing, Series) else _meetup(thing)
    return called | {_("Mentioned in"): [str(row) for row in row_of(thing, *names).values()]}


def _meetup(thing: Any) -> Row:
    return row_of(thing if isinstance(thing, Event) else thing.event, "title", "starts_at")


def notice(event: Event, *, brings_others: bool) -> list[str]:
    """What whoever registers for `event` is told of what is kept, why, on what ground and until when: paragraphs."""
    days = event.days_kept
    until = ngettext("We erase it %(days)d day after the meetup.", "We erase it %(days)d days after the meetup.", days)
    seen = _("The hosts see it.")
    told = [f"{Registrations.purpose} {OF_SEATS} {seen} {until % {'days': days}}"]
    if any(question.is_sensitive for question in event.questions.all()):
        days = erasing.NEEDS_KEPT.days
        back = ngettext(
            "You take it back by the link in the mail. We erase it %(days)d day after the meetup.",
            "You take it back by the link in the mail. We erase it %(days)d days after the meetup.",
            days,
        )
        told.append(f"{OF_NEEDS} {back % {'days': days}}")
    if brings_others:
        told.append(_("Tell those whom you bring that we keep their names for as long."))
    return told


holdings = [Registrations, ContactsOfMeetups]
