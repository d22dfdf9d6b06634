"""What is done at a follow-up meetup."""

from django.utils import timezone

from events.science_shop.models import AgendaQuestion, Participant, Question, Round

PAGES = "/forskarverkstad/samordna/traff/atertraffen/"


def on_agenda(event, question: Question, **fields) -> AgendaQuestion:
    return AgendaQuestion.objects.create(event=event, question=question, **fields)


def titles(event) -> list[str]:
    return list(AgendaQuestion.objects.filter(event=event).values_list("question__title", flat=True))


def goes_on(round: Round, name: str, **fields) -> Participant:
    email = f"{name.lower()}@example.org"
    fields = {"decision": "goes-on", "decided_at": timezone.now(), "email": email} | fields
    return Participant.objects.create(round=round, name=name, email_key=fields["email"], **fields)


def press(client, action: str, thing, page: str = "dagordning/"):
    return client.post(PAGES + page, {"action": action, "pk": thing.pk}, follow=True)
