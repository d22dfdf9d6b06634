"""A researcher's profile: their own words, a coordinator's yes, and gone when they like."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from events.science_shop.identifiers import only_orcid, orcid_of
from events.science_shop.models import Researcher, Stage, TakingState
from events.science_shop.personal_data import Researchers
from events.science_shop.services import researchers
from portal.accounts import second_factor
from portal.accounts.models import User
from portal.accounts.services import delete_account
from portal.plugins import search
from portal.plugins.search import Hit
from tests.directory.factories import TagFactory
from tests.directory.searched import found as searched
from tests.events.science_shop.factories import QuestionFactory, ResearcherFactory, found, in_a_field, taken

pytestmark = pytest.mark.django_db
PAGE, LIST = "/forskarverkstad/min-forskarprofil/", "/forskarverkstad/forskare/"
WAITING = "/forskarverkstad/samordna/forskare/"
ORCID = "0000-0002-1825-0097"
WRITTEN = {
    "name": "Rut Forskare",
    "role": "researcher",
    "affiliation": "Malmö universitet",
    "about": "Jag arbetar med föreningar.",
    "orcid": ORCID,
    "offers": ["reference", "talk"],
    "fields_of_research": ["504", "502"],
    "is_public": "on",
}


@pytest.fixture
def coordinator(client):
    person = User.objects.create_user("samordnare@example.org")
    person.groups.add(Group.objects.get(name="Coordinators"))
    return person


def describe(client, member, **otherwise):
    client.force_login(member)
    return client.post(f"{PAGE}andra/", {**WRITTEN, **otherwise})


def coordinating(client, person):
    client.force_login(person)
    session = client.session
    session[second_factor.KEY] = person.pk
    session.save()
    return client


digits = st.text("0123456789", min_size=15, max_size=15)


@given(digits)
def test_every_number_with_its_check_sign_is_an_orcid(number):
    only_orcid(orcid_of(number + mod_11_2.calc_check_digit(number)))


@given(digits, st.integers(0, 14), st.integers(1, 9))
def test_no_number_with_one_digit_changed_is_an_orcid(number, place, by):
    whole = number + mod_11_2.calc_check_digit(number)
    changed = f"{whole[:place]}{(int(whole[place]) + by) % 10}{whole[place + 1 :]}"
    with pytest.raises(Exception, match="ORCID"):
        only_orcid(orcid_of(changed))


@pytest.mark.parametrize(
    "written", ["https://orcid.org/0000-0002-1694-233X", "orcid.org/0000-0002-1694-233x/", " 000000021694233x "]
)
def test_an_orcid_is_kept_in_one_way_however_it_is_pasted(client, member, written):
    assert describe(client, member, orcid=written).status_code == 302
    assert Researcher.objects.get().orcid == "0000-0002-1694-233X"


def test_a_wrong_orcid_is_told_beside_its_field_and_nothing_is_lost(client, member):
    answer = describe(client, member, orcid="0000-0002-1825-0098")
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"orcid"}
    assert "Jag arbetar med föreningar." in answer.content.decode()
    assert not Researcher.objects.exists()


def test_nobody_has_anothers_orcid(client, member):
    ResearcherFactory(orcid=ORCID)
    assert describe(client, member).status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        ResearcherFactory(orcid=ORCID)
    with pytest.raises(IntegrityError), transaction.atomic():
        ResearcherFactory(orcid="0000")


def test_a_new_profile_waits_unseen_and_the_coordinators_are_told_without_a_name(client, member, coordinator):
    tag = TagFactory(name="föreningsliv")
    answer = describe(client, member, tags=[tag.pk])
    assert answer.status_code == 302
    made = Researcher.objects.get()
    assert ([field.field for field in made.fields.all()], made.offers) == (["502", "504"], ["reference", "talk"])
    assert [tagged.tag for tagged in made.tagged.all()] == [tag]
    assert not made.is_confirmed
    (letter,) = mail.outbox
    assert letter.to == [coordinator.email]
    assert "Rut" not in letter.subject + letter.body
    assert WAITING in letter.body
    client.logout()
    assert client.get(made.get_absolute_url()).status_code == 404
    assert "Rut Forskare" not in client.get(LIST).content.decode()
    assert not searched("Rut Forskare")


def test_a_coordinator_confirms_with_one_click_what_they_have_seen(client, member, coordinator):
    describe(client, member)
    made = Researcher.objects.get()
    coordinating(client, coordinator)
    assert "Rut Forskare" in client.get(WAITING).content.decode()
    describe(client, member, name="Någon Annan")
    coordinating(client, coordinator)
    press = {"researcher": made.pk, "action": "confirm"}
    assert "ändrat profilen" in client.post(WAITING, press | {"shown": 1}, follow=True).content.decode()
    assert not Researcher.objects.confirmed().exists()
    mail.outbox.clear()
    client.post(WAITING, press | {"shown": 2})
    assert Researcher.objects.get().confirmed_by == coordinator
    assert [letter.to for letter in mail.outbox] == [[member.email]]
    client.logout()
    page = client.get(made.get_absolute_url()).content.decode()
    assert "Någon Annan" in page
    assert f'"sameAs": "https://orcid.org/{ORCID}"' in page
    assert searched("Någon Annan") == ["Någon Annan"]


def test_only_those_who_coordinate_all_confirm_and_only_after_a_second_step(client, member, coordinator, settings):
    settings.SECOND_FACTOR_REQUIRED_FOR_ADMIN = True
    describe(client, member)
    press = {"researcher": Researcher.objects.get().pk, "action": "confirm", "shown": 1}
    assert client.post(WAITING, press).status_code == 404
    client.force_login(coordinator)
    assert client.post(WAITING, press).status_code == 302
    assert not Researcher.objects.confirmed().exists()
    coordinating(client, coordinator).post(WAITING, press)
    assert Researcher.objects.confirmed().exists()


@pytest.mark.parametrize(
    ("changed", "stays"),
    [
        ({"name": "Rut Annan"}, False),
        ({"affiliation": "Lunds universitet"}, False),
        ({"orcid": ""}, False),
        ({"about": "Något annat."}, True),
        ({"fields_of_research": ["101"]}, True),
    ],
)
def test_who_calls_themselves_something_else_is_confirmed_anew(client, member, coordinator, changed, stays):
    describe(client, member)
    researchers.confirm(Researcher.objects.get(), by=coordinator, shown=1)
    mail.outbox.clear()
    assert "bekräftas på nytt" in client.get(f"{PAGE}andra/").content.decode()
    describe(client, member, **changed)
    assert Researcher.objects.get().is_confirmed == stays
    assert len(mail.outbox) == (0 if stays else 1)


def test_whoever_takes_back_their_yes_is_gone_at_once(client, member, coordinator):
    describe(client, member)
    researchers.confirm(Researcher.objects.get(), by=coordinator, shown=1)
    made = Researcher.objects.get()
    taking = taken(QuestionFactory(stage=Stage.TAKEN), made, shows_name=True)
    assert taking.taker == "Rut Forskare"
    describe(client, member, is_public="")
    taking = made.takings.get()
    assert (taking.taker, taking.shows_name) == ("", False)
    client.logout()
    assert client.get(made.get_absolute_url()).status_code == 404
    assert "Rut Forskare" not in client.get(LIST).content.decode()
    assert not searched("Rut Forskare")
    page = client.get(taking.question.get_absolute_url()).content.decode()
    assert "Rut Forskare" not in page


def leaves_by_themselves(client, researcher):
    client.force_login(researcher.user)
    assert client.post(f"{PAGE}ta-bort/").status_code == 302


def account_is_deleted(client, researcher):
    delete_account(researcher.user)


def is_erased(client, researcher):
    Researchers().erase(researcher.user.email)


@pytest.mark.parametrize("leaving", [leaves_by_themselves, account_is_deleted, is_erased])
def test_leaving_takes_the_name_away_and_keeps_the_work(client, leaving):
    researcher = ResearcherFactory(is_public=True, name="Rut Forskare")
    alone = QuestionFactory(stage=Stage.LOOKING)
    shared = QuestionFactory(stage=Stage.TAKEN)
    mine = taken(alone, researcher, shows_name=True, affiliation="Malmö universitet")
    finding = found(alone)
    finding.taking = mine
    finding.save()
    taken(shared, researcher)
    taken(shared)
    leaving(client, researcher)
    assert not Researcher.objects.filter(pk=researcher.pk).exists()
    mine.refresh_from_db()
    assert (mine.researcher, mine.affiliation, mine.state) == (None, "Malmö universitet", TakingState.HANDED_BACK)
    finding.refresh_from_db()
    assert (finding.text, finding.taking) == ("Det gör nytta.", mine)
    alone.refresh_from_db()
    shared.refresh_from_db()
    assert (alone.stage, shared.stage) == (Stage.SEEKING, Stage.TAKEN)
    assert "Rut" not in client.get(alone.get_absolute_url()).content.decode()
    assert not any("Rut" in letter.body for letter in mail.outbox)


def test_whom_nobody_vouches_for_any_longer_works_on_nothing(coordinator):
    researcher = ResearcherFactory(is_public=True)
    question = QuestionFactory(stage=Stage.TAKEN)
    taken(question, researcher)
    researchers.unconfirm(researcher, by=coordinator)
    question.refresh_from_db()
    assert question.stage == Stage.SEEKING
    assert [letter.to for letter in mail.outbox] == [[question.contact_email], [researcher.user.email]]


def test_the_list_narrows_by_fields_at_the_same_number_of_queries(client, django_assert_max_num_queries):
    for number in range(12):
        ResearcherFactory(is_public=True, name=f"Person {number}", fields=["504" if number % 2 else "301"])
    ResearcherFactory(name="Osynlig", fields=["504"])
    with django_assert_max_num_queries(6):
        page = client.get(f"{LIST}?field=504").content.decode()
    assert "Person 1<" in page
    assert "Person 2<" not in page
    assert "Osynlig" not in page
    assert "6 forskare" in page


def fits(client, researcher):
    client.force_login(researcher.user)
    return client.get(PAGE).context["fits"]


def test_questions_that_share_fields_or_tags_are_shown_with_what_they_share(client):
    tag = TagFactory(name="cyklar")
    researcher = ResearcherFactory(fields=["504", "502"])
    researcher.tags.add(tag)
    both, one = (QuestionFactory(title=title) for title in ("Båda?", "Ena?"))
    none = QuestionFactory(title="Ingen?", affected="Alla.")
    in_a_field(both, "504")
    both.tags.add(tag)
    in_a_field(one, "502")
    in_a_field(none, "101")
    hidden = QuestionFactory(may_be_shown=False)
    in_a_field(hidden, "504")
    in_a_field(QuestionFactory(stage=Stage.LOOKING), "504")
    shown = fits(client, researcher)
    assert [fit.thing for fit in shown] == [both, one]
    assert (shown[0].fields, shown[0].tags) == (("Sociologi, socialt arbete och antropologi",), ("cyklar",))


def test_questions_that_the_search_calls_like_what_they_write_are_shown_with_the_words(client, monkeypatch):
    researcher = ResearcherFactory()
    researcher.about = "Jag forskar om lagningsverkstäder."
    researcher.save()
    alike, barely, taken_already = QuestionFactory(), QuestionFactory(), QuestionFactory(stage=Stage.TAKEN)
    both = ("lagning", "verkstäder")
    hits = [
        Hit("question", "", "", one.title, "", "sv", key=str(one.pk), shared_words=words)
        for one, words in ((alike, both), (barely, both[:1]), (taken_already, both))
    ]
    monkeypatch.setattr(search, "similar", lambda text, **asked: hits if "lagningsverkstäder" in text else [])
    assert [(fit.thing, fit.words) for fit in fits(client, researcher)] == [(alike, both)]


def test_the_page_costs_the_same_for_few_and_many(client):
    researcher = ResearcherFactory(fields=["504"])
    client.force_login(researcher.user)

    def queries_with(more: int) -> int:
        for _number in range(more):
            in_a_field(QuestionFactory())
            taken(QuestionFactory(stage=Stage.TAKEN), researcher)
        with CaptureQueriesContext(connection) as caught:
            shown = client.get(PAGE).context
        assert len(shown["fits"]) >= more
        assert len(shown["takings"]) >= more
        return len(caught)

    assert queries_with(1) == queries_with(8)


def test_a_profile_made_again_and_again_is_told_once_an_hour(client, coordinator, member):
    for _time in range(3):
        describe(client, member)
        researchers.delete(Researcher.objects.get(user=member))
    assert len(mail.outbox) == 1
    with time_machine.travel(timezone.now() + timedelta(hours=1, minutes=1), tick=False):
        describe(client, member)
    assert len(mail.outbox) == 2
