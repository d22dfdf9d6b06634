"""A researcher goes, or is vouched for no longer: with them their name, and what others could reach through them."""

from threading import Event
from time import sleep

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from events.science_shop.models import Match, Researcher, Side, Stage, Taking
from events.science_shop.permissions import Actor
from events.science_shop.personal_data import Researchers
from events.science_shop.services import forgetting, leaving, matching, researchers, taking
from events.science_shop.services.matching import NotPossible
from events.science_shop.services.moving import NotAllowed
from events.science_shop.services.researchers import AccountGone
from portal.accounts.models import User
from portal.accounts.services import delete_account
from tests.directory.at_once import at_once
from tests.directory.factories import PersonFactory
from tests.directory.searched import found as searched
from tests.events.science_shop.factories import (
    QuestionFactory,
    ResearcherFactory,
    answered,
    brought_together,
    in_days,
    taken,
)

COORDINATOR = Actor(None, frozenset({Side.COORDINATOR}))
DESCRIBED = ("name", "role", "affiliation", "about", "offers", "orcid", "is_public")
WAYS = {
    "the profile": researchers.delete,
    "the account": lambda researcher: delete_account(researcher.user),
    "all that is kept": lambda researcher: Researchers().erase(researcher.user.email),
}


@pytest.fixture(params=WAYS)
def leaves(request):
    return WAYS[request.param]


@pytest.mark.django_db
def test_no_log_keeps_the_name_of_who_has_gone(leaves):
    researcher, other = ResearcherFactory(name="Rut Forskare"), ResearcherFactory(name="Åke Annan")
    for one in (researcher, other):
        log(one, "science_shop.describe", user=one.user)
    leaves(researcher)
    assert [entry.label for entry in ModelLogEntry.objects.order_by("pk")] == ["", "Åke Annan"]


@pytest.mark.django_db
def test_a_second_press_deletes_nothing_and_breaks_nothing(leaves):
    researcher = ResearcherFactory()
    taken(QuestionFactory(stage=Stage.TAKEN), researcher)
    again = Researcher.objects.get(pk=researcher.pk)
    leaves(researcher)
    researchers.delete(again)
    again.delete()
    assert not Researcher.objects.exists()


@pytest.mark.django_db
def test_nobody_is_brought_together_with_who_has_gone(leaves):
    researcher, question = ResearcherFactory(), QuestionFactory()
    gone = Researcher.objects.select_related("user").get(pk=researcher.pk)
    match = brought_together(question, gone, researcher_said=True)
    leaves(researcher)
    with pytest.raises(NotAllowed):
        matching.invite(question, gone, actor=COORDINATOR)
    with pytest.raises(NotAllowed):
        matching.offer(question, gone)
    with pytest.raises(NotPossible):
        matching.asker_says(match, matching.Answer.YES, actor=Actor(None, frozenset({Side.ORGANISATION})))
    assert not Match.objects.exists()


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_who_takes_and_offers_while_they_leave_stays_nowhere(attempt, leaves, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    sought, other, researcher = QuestionFactory(), QuestionFactory(), ResearcherFactory()
    copies = [Researcher.objects.select_related("user").get(pk=researcher.pk) for _number in range(3)]
    said = {"shown": 0, "until": in_days(60), "step": "Läsa", "due_on": in_days(20)}
    outcome = at_once(
        lambda: taking.take(sought, copies[0], **said),
        lambda: matching.offer(other, copies[1]),
        lambda: researchers.delete(copies[2]),
        lambda: leaves(researcher),
        refusals=(NotAllowed,),
    )
    assert set(outcome) <= {"done", "NotAllowed"}
    assert not Researcher.objects.exists()
    assert not Match.objects.exists()
    assert not Taking.objects.active().exists()
    sought.refresh_from_db()
    assert sought.stage == Stage.SEEKING


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(2))
def test_who_describes_themselves_while_their_account_goes_is_gone(attempt, settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    researcher = ResearcherFactory()
    is_going, go = Event(), leaving.go

    def slowly(one):
        go(one)
        is_going.set()
        # Long enough for the other to wait for what is locked here.
        sleep(0.3)

    def describes():
        is_going.wait(5)
        researchers.save_profile(researcher.user, {name: getattr(researcher, name) for name in DESCRIBED})

    monkeypatch.setattr(leaving, "go", slowly)
    outcome = at_once(
        describes, lambda: delete_account(User.objects.get(pk=researcher.user_id)), refusals=(AccountGone,)
    )
    assert outcome == ["AccountGone", "done"]
    assert not Researcher.objects.exists()


@pytest.mark.django_db
def test_whom_nobody_vouches_for_any_longer_reads_no_address(client):
    researcher, coordinator = ResearcherFactory(), PersonFactory()
    question = QuestionFactory(contact_email="asta@asking.example.org")
    match = brought_together(question, researcher, researcher_said=True, asker_said=True)
    client.force_login(researcher.user)
    address = reverse("science_shop:match", args=[match.pk])
    assert "asta@asking" in client.get(address).text
    researchers.unconfirm(researcher, by=coordinator)
    match.refresh_from_db()
    assert match.is_over
    assert "asta@asking" not in client.get(address).text


@pytest.mark.django_db
def test_whose_account_is_closed_is_shown_nowhere(client):
    researcher = ResearcherFactory(is_public=True, name="Rut Forskare")
    listed = reverse("science_shop:researchers")
    assert searched("Rut Forskare") == ["Rut Forskare"]
    researcher.user.is_active = False
    researcher.user.save()
    assert client.get(researcher.get_absolute_url()).status_code == 404
    assert "Rut Forskare" not in client.get(listed).text
    assert not searched("Rut Forskare")
    researcher.user.is_active = True
    researcher.user.save()
    assert searched("Rut Forskare") == ["Rut Forskare"]


@pytest.mark.django_db
def test_an_address_is_taken_out_of_where_somebody_works_too():
    one = taken(QuestionFactory(), affiliation="Universitet (asta@asking.example.org)")
    forgetting.erase_asker("asta@asking.example.org")
    one.refresh_from_db()
    assert "asta@" not in one.affiliation


@pytest.mark.django_db
def test_whose_account_is_closed_stands_at_no_question(client):
    researcher = ResearcherFactory(is_public=True, name="Rut Forskare")
    question, ended = QuestionFactory(), answered()
    taking.take(question, researcher, shown=0, until=in_days(60), step="Läsa", due_on=in_days(20), shows_name=True)
    taken(ended, researcher, shows_name=True, state="finished", ended_at=timezone.now())
    pages = [
        question.get_absolute_url(),
        reverse("science_shop:question_atom", args=[question.slug]),
        f"/api/v1/science_shop/questions/{question.slug}/",
        ended.get_absolute_url(),
        ended.knowledge.get_absolute_url(),
    ]
    assert all("Rut Forskare" in client.get(page).content.decode() for page in pages)
    researcher.user.is_active = False
    researcher.user.save()
    assert not any("Rut Forskare" in client.get(page).content.decode() for page in pages)


@pytest.mark.django_db
@pytest.mark.parametrize(("stage", "ended_at"), [(Stage.LOOKING, None), (Stage.ANSWERED, timezone.now())])
def test_a_yes_to_ones_name_is_taken_back_by_one_press_and_by_nobody_else(client, stage, ended_at):
    question, researcher = QuestionFactory(stage=stage), ResearcherFactory(name="Rut Forskare", is_public=True)
    state = "finished" if ended_at else "active"
    own = taken(question, researcher, shows_name=True, state=state, ended_at=ended_at)
    mine, page = reverse("science_shop:my_profile"), question.get_absolute_url()
    client.force_login(ResearcherFactory().user)
    client.post(mine, {"taking": own.pk})
    assert "Rut Forskare" in client.get(page).content.decode()
    client.force_login(researcher.user)
    assert question.title in client.get(mine).content.decode().split("Där ditt namn står")[1]
    for _twice in range(2):
        assert client.post(mine, {"taking": own.pk}).status_code == 302
    assert "Där ditt namn står" not in client.get(mine).content.decode()
    client.logout()
    for address in (
        page,
        reverse("science_shop:question_atom", args=[question.slug]),
        f"/api/v1/science_shop/questions/{question.slug}/",
    ):
        assert "Rut Forskare" not in client.get(address).content.decode()
    assert ModelLogEntry.objects.for_instance(question).filter(action="science_shop.take_name_away").count() == 1
