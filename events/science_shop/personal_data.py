"""What the science shop keeps about people. Its forms show their purposes from here."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.science_shop.models import Follower, NewContact, Participant, Researcher, Round
from events.science_shop.services import forgetting
from portal.plugins.personal_data import PersonalDataHolding, Row, row_of


class Askers(PersonalDataHolding):
    label = gettext_lazy("Those who ask questions in the science shop")
    whose = gettext_lazy("Those who send a question, and who is named in one or as its new contact.")
    what = gettext_lazy(
        "Name and e-mail address of the contact person, and what you write. The coordinators see it. Your name "
        "is shown only if you say so; your address is given to a researcher only when both of you have said yes."
    )
    purpose = gettext_lazy("So that we sharpen the question with you, tell you what happens to it, and whom you meet.")
    legal_basis = gettext_lazy(
        "An agreement, since you ask us to (GDPR article 6.1 b). That your name is shown is your consent (6.1 a)."
    )
    retention = format_lazy(
        gettext_lazy(
            "Until {days} days after the question has ended, since we ask once more how it went. A draft that is never "
            "sent, and a new contact who has not said yes, is deleted after {draft} days. The question itself and what "
            "came of it stay, without your name."
        ),
        days=forgetting.CONTACT_KEPT.days,
        draft=forgetting.DRAFT_KEPT.days,
    )
    fields = {
        "science_shop.Question": ("contact_name", "contact_email", "email_key", "paid_note", "sensitive_note"),
        "science_shop.NewContact": ("name", "email", "email_key"),
        "science_shop.Round": ("contact_email",),
        "science_shop.StageChange": ("comment",),
    }

    def held(self, address: str) -> list[Row]:
        return [
            *(
                row_of(question, "title", "contact_name", "contact_email", "organisation_name", "stage", "created_at")
                for question in forgetting.questions_of(address)
            ),
            *(
                row_of(one, "question", "name", "email", "made_at")
                for one in NewContact.objects.filter(email_key=address.casefold()).select_related("question")
            ),
            *(row_of(one, "title", "contact_email") for one in Round.objects.filter(contact_email__iexact=address)),
            *(_mention(thing, names) for thing, names in forgetting.mentions(address)),
        ]

    def erase(self, address: str) -> None:
        forgetting.erase_asker(address)


def _mention(thing: Any, names: list[str]) -> Row:
    return {_("Mentioned in"): [str(value) for value in row_of(thing, *names).values()]}


def notice() -> list[str]:
    """What whoever asks a question is told of what is kept, who sees it, why and until when: paragraphs."""
    return [
        " ".join(map(str, (Askers.purpose, Askers.what))),
        " ".join(map(str, (Askers.legal_basis, Askers.retention))),
    ]


class Participants(PersonalDataHolding):
    label = gettext_lazy("Those who take part in rounds of the science shop")
    whose = gettext_lazy("Those who were at the first meetup of a round.")
    what = gettext_lazy("Name and e-mail address, your role, and whether you go on. The coordinators see it.")
    purpose = gettext_lazy("To ask whether you go on, and to invite you to the round's next meetups if you do.")
    legal_basis = gettext_lazy("A legitimate interest: that a round knows who works on in it.")
    retention = format_lazy(
        gettext_lazy("Until {days} days after the round has been closed."), days=forgetting.PARTICIPANT_KEPT.days
    )
    fields = {"science_shop.Participant": ("name", "email", "email_key")}

    def held(self, address: str) -> list[Row]:
        found = Participant.objects.filter(email_key=address.casefold()).select_related("round")
        return [row_of(one, "round", "name", "email", "role", "decision", "decided_at") for one in found]

    def erase(self, address: str) -> None:
        forgetting.erase_participant(address)


class Followers(PersonalDataHolding):
    label = gettext_lazy("Those who follow a question by mail")
    whose = gettext_lazy("Those who have left an address at a question.")
    what = gettext_lazy("Your e-mail address, and which question it follows. Nobody sees it.")
    purpose = gettext_lazy("To tell you what happens to the question.")
    legal_basis = gettext_lazy("Your consent (GDPR article 6.1 a), which you take back by one click in each mail.")
    retention = format_lazy(
        gettext_lazy("Until you leave. An address that is not confirmed is deleted after {days} days."),
        days=forgetting.FOLLOWER_KEPT.days,
    )
    fields = {"science_shop.Follower": ("email", "email_key")}

    def held(self, address: str) -> list[Row]:
        found = Follower.objects.filter(email_key=address.casefold()).select_related("question")
        return [row_of(one, "question", "email", "created_at", "confirmed_at") for one in found]

    def erase(self, address: str) -> None:
        forgetting.erase_follower(address)


class Researchers(PersonalDataHolding):
    label = gettext_lazy("Researchers of the science shop")
    whose = gettext_lazy("Those who have described themselves as researchers, students or supervisors.")
    what = gettext_lazy(
        "Name, affiliation, fields, what you can offer, ORCID, and which questions you have taken. Everybody sees "
        "it only if you say so."
    )
    purpose = gettext_lazy("So that questions find those who could answer them.")
    legal_basis = gettext_lazy("Your consent (GDPR article 6.1 a): you write it yourself, and delete it when you like.")
    retention = gettext_lazy(
        "Until you delete the profile or your account. What you have found stays with the question, without your name."
    )
    fields = {"science_shop.Researcher": ("user", "name")}

    def held(self, address: str) -> list[Row]:
        found = Researcher.objects.filter(user__email__iexact=address)
        return [
            row_of(one, "name", "role", "affiliation", "about", "orcid", "is_public", "confirmed_at")
            | {_("Has taken"): [str(taking.question) for taking in one.takings.select_related("question")]}
            | {_("Asked to meet around"): [str(match.question) for match in one.matches.select_related("question")]}
            for one in found
        ]

    def erase(self, address: str) -> None:
        # What they work on is freed as it goes (`receivers`).
        Researcher.objects.filter(user__email__iexact=address).delete()


class Evaluators(PersonalDataHolding):
    label = gettext_lazy("Those who tell how it went with a question")
    whose = gettext_lazy("Whoever asked, and the researchers, when a question has ended and half a year later.")
    what = gettext_lazy("Your marks and what you write. Those who coordinate the question see it; marks become means.")
    purpose = gettext_lazy("So that we learn what helps, and can tell what has come of it.")
    legal_basis = gettext_lazy("Your consent (GDPR article 6.1 a): you answer if you like.")
    retention = format_lazy(
        gettext_lazy("What you write until {days} days after the question has ended; the marks stay, without you."),
        days=forgetting.CONTACT_KEPT.days,
    )
    fields = {"science_shop.Evaluation": ("text",)}

    def held(self, address: str) -> list[Row]:
        names = ("question", "occasion", "met_expectations", "cooperation", "usefulness", "is_used", "text")
        found = forgetting.evaluations_of(address).answered().select_related("question")
        return [row_of(one, *names, "answered_at") for one in found]

    def erase(self, address: str) -> None:
        forgetting.evaluations_of(address).update(text="")


# Who told how it went is known by the question's address and by the researcher: so these come first.
holdings = [Evaluators, Askers, Participants, Followers, Researchers]
