"""What is hidden of a question is told nowhere: not in lists, counts, feeds, the search, machines' data or mails."""

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from directory.models import Municipality
from events.science_shop.models import Follower, Question, QuestionTag, RemedyAttempt, Stage
from events.science_shop.permissions import Actor
from events.science_shop.services import moving
from events.science_shop.vocabulary import Side
from portal.plugins import search
from tests.directory.factories import OrganisationFactory, TagFactory
from tests.events.science_shop.factories import (
    QuestionFactory,
    ResearcherFactory,
    RoundFactory,
    found,
    in_a_field,
    in_days,
    taken,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("own_cache")]
SHOP = "/forskarverkstad"
# Each stands in one hidden place alone.
MARKS = {
    "contact_name": "Kontaktmarkus",
    "contact_email": "adressmark@example.org",
    "paid_note": "betaltmarkering",
    "sensitive_note": "varsammarkering",
}
UNSHOWN, DRAFT_ROUND, AFFILIATED, TRIED = "Organisationsmark", "Omgångsmark", "Forskarmark", "Prövomark"
UNREAD, UNPRESENTED = "olästmarkering", "opresenteradmark"
EVERY = (*MARKS.values(), "adressmark", UNSHOWN, DRAFT_ROUND, AFFILIATED, TRIED, UNREAD, UNPRESENTED)
WORDS = [word.lower() for word in EVERY]
ADDRESSES = [
    *("/", "/en/", f"{SHOP}/", f"{SHOP}/fragor/", f"{SHOP}/fragor/?sort=waiting", f"{SHOP}/fragor/?tag=odling"),
    *(f"{SHOP}/fragor/?{query}" for query in ("municipality=lund", "field=504", "round=utkast", "stage=looking")),
    *(f"{SHOP}/fragor/?q={word}" for word in WORDS if "@" not in word),
    *(f"{SHOP}/fragor/{slug}/" for slug in ("syns", "granne", "olast", "sparrad")),
    *(f"{SHOP}/fragor/{slug}.atom" for slug in ("syns", "olast")),
    *(f"{SHOP}/fragor/{slug}/folj/" for slug in ("syns", "olast")),
    *(f"{SHOP}/nytt.atom", f"{SHOP}/amnen/odling.atom", f"{SHOP}/kommuner/lund.atom"),
    *("/en/science-shop/questions/", "/en/science-shop/questions/syns/"),
    *("/sitemap.xml", "/sitemap-questions.xml"),
    *("/api/v1/science_shop/questions/", "/api/v1/science_shop/questions/syns/"),
    *(f"/api/v1/science_shop/questions/?{query}" for query in ("tag=odling", "municipality=lund", "round=utkast")),
    *("/api/v1/science_shop/questions/olast/", "/api/v1/science_shop/questions/sparrad/"),
    *(f"/sok/?q={word}" for word in WORDS if "@" not in word),
    *(f"/api/v1/search?q={word}" for word in WORDS if "@" not in word),
    *(f"/api/v1/search/suggest?q={word[:6]}" for word in WORDS),
]


@pytest.fixture
def shown():
    tag = TagFactory(name="Odling", slug="odling")
    lund = Municipality.objects.get(name="Lund")
    hidden_organisation = OrganisationFactory(name=UNSHOWN)
    draft = RoundFactory(title=DRAFT_ROUND, slug="utkast", live=False)
    question = QuestionFactory(
        title="Hur odlar man på tak?",
        slug="syns",
        stage=Stage.LOOKING,
        organisation=hidden_organisation,
        round=draft,
        municipality=lund,
        is_paid=True,
        is_sensitive=True,
        **MARKS,
    )
    neighbour = QuestionFactory(title="Hur odlar man på tak i stan?", slug="granne", municipality=lund)
    unread = QuestionFactory(
        title=f"Odlar man på {UNREAD}?", slug="olast", stage=Stage.SUBMITTED, problem=UNREAD, municipality=lund
    )
    barred = QuestionFactory(title=f"Odlar på {UNREAD} tak", slug="sparrad", may_be_shown=False, municipality=lund)
    for one in (question, neighbour, unread, barred):
        QuestionTag.objects.create(content_object=one, tag=tag)
        in_a_field(one)
    taken(question, ResearcherFactory(name=AFFILIATED, is_public=False), shows_name=True)
    RemedyAttempt.objects.create(question=question, remedy="existing", text=TRIED)
    finding = found(question, source=UNPRESENTED)
    type(finding).objects.filter(pk=finding.pk).update(text=UNPRESENTED)
    search.publish_many(Question.objects.all())
    return question


def told_at(addresses: list[str], *more: str) -> dict[str, list[str]]:
    visitor, told = Client(), {}
    for address in addresses:
        response = visitor.get(address)
        assert response.status_code in (200, 301, 302, 404), address
        text = (response.content.decode() + response.get("Location", "")).lower()
        asked = address.rpartition("q=")[2].lower() if "q=" in address else ""
        text = text.replace(asked, "") if asked else text
        # Anybody may know of the organisation, but not that it asks.
        own = WORDS if "/forskarverkstad/" in address or "/science-shop/" in address else set(WORDS) - {UNSHOWN.lower()}
        if here := [word for word in (*own, *more) if word in text]:
            told[address] = here
    return told


def test_nothing_hidden_is_told_anywhere(shown):
    assert told_at(ADDRESSES) == {}
    for word in EVERY:
        hits = search.find(word, language="sv", kinds=["question"])
        assert str(shown.pk) not in [hit.key for hit in hits], word


def test_what_is_looked_for_is_there(shown):
    """So that the test above can fail."""
    pages = [
        f"{SHOP}/fragor/",
        f"{SHOP}/fragor/syns/",
        f"{SHOP}/nytt.atom",
        f"{SHOP}/amnen/odling.atom",
        "/sok/?q=odlar",
    ]
    assert set(told_at(pages, "fragor/syns/")) == set(pages)
    Question.objects.filter(pk=shown.pk).update(shows_organisation=True, shows_person=True)
    search.publish(Question.objects.get(pk=shown.pk))
    told = told_at([f"{SHOP}/fragor/syns/", f"{SHOP}/fragor/"])
    assert UNSHOWN.lower() in told[f"{SHOP}/fragor/syns/"]
    assert UNSHOWN.lower() in told[f"{SHOP}/fragor/"]


def test_no_count_tells_of_what_is_hidden(shown):
    page = Client().get(f"{SHOP}/fragor/").context["found"]
    assert page.total == 2
    assert {
        option.value: option.count for name in ("tag", "municipality", "field") for option in page.facets[name]
    } == {
        "odling": 2,
        "lund": 2,
        "504": 2,
    }
    assert page.facets["round"] == []


def test_what_is_like_a_question_is_public(shown):
    assert [other.slug for other in Client().get(f"{SHOP}/fragor/syns/").context["similar"]] == ["granne"]


def test_an_organisation_that_is_withdrawn_leaves_its_name_in_no_search_row(shown):
    Question.objects.filter(pk=shown.pk).update(shows_organisation=True, organisation_name="Maskinskrivna")
    search.publish(Question.objects.get(pk=shown.pk))
    assert [hit.kind for hit in search.find(UNSHOWN, language="sv", kinds=["question"])] == ["question"]
    shown.organisation.live = False
    shown.organisation.save()
    assert search.find(UNSHOWN, language="sv", kinds=["question"]) == []
    assert told_at([f"{SHOP}/fragor/", f"{SHOP}/fragor/syns/", f"{SHOP}/nytt.atom"], "maskinskrivna") == {}


def test_an_organisation_that_is_deleted_leaves_its_name_in_no_search_row(shown):
    Question.objects.filter(pk=shown.pk).update(shows_organisation=True)
    search.publish(Question.objects.get(pk=shown.pk))
    shown.organisation.delete()
    assert search.find(UNSHOWN, language="sv", kinds=["question"]) == []
    assert Question.objects.get(pk=shown.pk).organisation is None


def test_a_renamed_tag_and_round_are_found_by_their_new_name(shown):
    tag = shown.tagged.get().tag
    tag.name = "Takträdgårdar"
    tag.save()
    shown.round.title, shown.round.live = "Stadens tak", True
    shown.round.save()
    for word in ("takträdgårdar", "stadens tak"):
        assert "Hur odlar man på tak?" in [hit.title for hit in search.find(word, language="sv", kinds=["question"])]
    shown.round.live = False
    shown.round.save()
    assert "syns" not in [hit.url.split("/")[-2] for hit in search.find("stadens", language="sv", kinds=["question"])]


def test_a_question_that_ends_being_shown_is_found_no_more(shown):
    Question.objects.filter(pk=shown.pk).update(may_be_shown=False)
    search.publish(Question.objects.get(pk=shown.pk))
    assert (
        told_at([f"{SHOP}/fragor/", f"{SHOP}/nytt.atom", "/sok/?q=odlar", "/sitemap-questions.xml"], "fragor/syns")
        == {}
    )
    assert Client().get(f"{SHOP}/fragor/syns/").status_code == 404
    assert Client().get(f"{SHOP}/fragor/syns.atom").status_code == 404


def test_a_mail_to_who_follows_tells_nothing_hidden(shown):
    Follower.objects.create(
        question=shown, email="lisa@example.org", email_key="lisa@example.org", confirmed_at=timezone.now()
    )
    coordinator = Actor(None, frozenset({Side.COORDINATOR}))
    moving.move(shown, "park", actor=coordinator, shown=0, comment="Vi väntar.", look_again_on=in_days(30))
    (letter,) = [letter for letter in mail.outbox if letter.to == ["lisa@example.org"]]
    text = f"{letter.subject} {letter.body} {letter.extra_headers}".lower()
    assert [word for word in WORDS if word in text] == []


def test_an_answer_to_a_guess_about_what_is_hidden_is_one_and_the_same(shown):
    visitor = Client(headers={"If-None-Match": '"x"'})
    for slug in ("olast", "sparrad", "finns-inte"):
        for address in (f"{slug}/", f"{slug}.atom", f"{slug}/folj/", f"{slug}/titta-i-mejlen/"):
            assert visitor.get(f"{SHOP}/fragor/{address}").status_code == 404, address


def test_a_profile_tells_of_the_questions_of_an_organisation_that_wants_to_be_named(shown):
    profile = shown.organisation.get_absolute_url()
    assert told_at([profile], "hur odlar man") == {}
    Question.objects.filter(pk=shown.pk).update(shows_organisation=True)
    assert told_at([profile], "hur odlar man") == {profile: ["hur odlar man"]}
    Question.objects.filter(pk=shown.pk).update(may_be_shown=False)
    assert told_at([profile], "hur odlar man") == {}
