"""Ways around: addresses to be led on to, what a cache is asked about what is hidden, versions by their numbers."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from directory.models import Review
from directory.services.reviews import workflow_of
from tests.directory.factories import InitiativeFactory, OfferFactory, OrganisationFactory, PersonFactory, editor, place

pytestmark = [pytest.mark.django_db, pytest.mark.database]

FOREIGN = [
    *("//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example/", "///evil.example"),
    *("javascript:alert(1)", "\t//evil.example", "/\t/evil.example", "http://testserver@evil.example/", "ftp://x"),
]


def signed_in(person: Any) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def staff(*rights: str) -> Any:
    person = PersonFactory()
    person.user_permissions.set(Permission.objects.filter(codename__in=("access_admin", *rights)))
    return person


# Where to -------------------------------------------------------------------------------------


def leads_away(response: Any) -> bool:
    target = response.get("Location", "")
    return "evil" in target.partition("?")[0] or target.startswith(("//", "/\\", "javascript", "ftp"))


@pytest.mark.parametrize("foreign", FOREIGN)
def test_no_next_leads_away_from_the_portal(foreign):
    entry, by = OrganisationFactory(), editor()
    bulk = reverse("wagtail_bulk_action", args=["directory", "organisation", "unpublish"])
    unpublish = reverse("wagtailsnippets_directory_organisation:unpublish", args=[entry.pk])
    delete = reverse("wagtailsnippets_directory_organisation:delete", args=[entry.pk])
    names = ("account_login", "account_signup", "account_logout", "account_reauthenticate", "mfa_reauthenticate")
    for person in (None, PersonFactory(), by):
        client = signed_in(person)
        for address in (*map(reverse, names), "/", "/hitta/", "/mina-sidor/", bulk, unpublish, delete):
            for given in ({"next": foreign}, {"next": foreign, "id": entry.pk}):
                assert not leads_away(client.get(address, given)), address
        for address in (f"{bulk}?id={entry.pk}", unpublish, reverse("account_logout")):
            joint = "&" if "?" in address else "?"
            answer = client.post(f"{address}{joint}next={foreign}".replace("\t", "%09"), {"next": foreign})
            assert not leads_away(answer), address


@pytest.mark.parametrize("path", ["//evil.example/hitta", "/\\evil.example/hitta", "//evil.example/hitta/?sort=x"])
def test_a_path_that_looks_like_a_host_leads_nowhere_else(path):
    answer = Client().get(path)
    assert not leads_away(answer)
    assert answer.status_code in (301, 302, 404)


# What a cache is told -------------------------------------------------------------------------


def asked_again(client: Client, address: str, tag: str) -> list[Any]:
    conditions = [
        {"If-None-Match": tag},
        {"If-None-Match": "*"},
        {"If-Match": tag},
        {"If-Match": "*"},
        {"If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT"},
    ]
    return [client.get(address, headers=headers) for headers in conditions]


@pytest.mark.parametrize(
    ("factory", "api", "page"),
    [
        (OrganisationFactory, "organisations", "organisationer"),
        (InitiativeFactory, "initiatives", "initiativ"),
        (OfferFactory, "offers", "stod"),
    ],
)
def test_of_what_is_hidden_no_cache_learns_whether_it_is_the_same(factory, api, page):
    entry, client = factory(slug="gomt"), Client()
    addresses = [f"/api/v1/directory/{api}/gomt", f"/hitta/{page}/gomt/", f"/hitta/{page}/gomt/fel/"]
    tags = {address: client.get(address).get("ETag", '"x"') for address in addresses}
    assert tags[addresses[0]] != '"x"'
    assert client.get(addresses[0], headers={"If-None-Match": tags[addresses[0]]}).status_code == 304
    entry.unpublish()
    for address, tag in tags.items():
        for answer in asked_again(client, address, tag):
            assert answer.status_code == 404, (address, answer.request)
            assert "ETag" not in answer


def test_a_feed_and_a_map_that_lose_an_entry_are_no_longer_the_same():
    now, client = timezone.now(), Client()
    entry = OrganisationFactory(municipality=place("Lund"), first_published_at=now, last_published_at=now)
    addresses = ["/hitta/nytt.atom", "/api/v1/directory/organisations", "/api/v1/directory/map"]
    tags = {address: client.get(address)["ETag"] for address in addresses}
    entry.unpublish()
    for address, tag in tags.items():
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 200, address


PAGES = {
    "organisationer": [
        *("", "andra/", "forhandsgranska/", "andra/om/", "skoter/", "oversikt/", "historik/", "avsluta/"),
        *("ta-hand-om/", "fel/", "nytt-initiativ/", "nytt-stod/"),
    ],
    "initiativ": ["", "andra/", "forhandsgranska/", "andra/om/", "fel/"],
    "stod": ["", "andra/", "forhandsgranska/", "andra/om/", "fel/"],
}


@pytest.mark.parametrize("path", PAGES)
def test_what_is_hidden_answers_as_what_there_is_not(path):
    factory = {"organisationer": OrganisationFactory, "initiativ": InitiativeFactory, "stod": OfferFactory}[path]
    factory(slug="gomt", live=False)
    for person in (None, PersonFactory()):
        client = signed_in(person)
        for page in PAGES[path]:
            for way in (client.get, client.head, client.options, client.post):
                one, none = (
                    way(f"/hitta/{path}/{slug}/{page}", headers={"Sec-Fetch-Site": "same-origin"})
                    for slug in ("gomt", "inte")
                )
                assert one.status_code == none.status_code, (page, way)
                assert one.content.replace(b"gomt", b"inte") == none.content, (page, way)


# Versions -------------------------------------------------------------------------------------

MODELS = {"organisation": OrganisationFactory, "initiative": InitiativeFactory, "supportoffer": OfferFactory}
OF_ENTRY = ["edit", "history", "history_results", "usage", "delete", "unpublish", "lock", "unlock", "preview_on_edit"]
OF_ENTRY += ["workflow_history", "confirm_workflow_cancellation"]
OF_STEP = ["workflow_action", "collect_workflow_action_data"]
OF_VERSION = ["revisions_view", "revisions_revert"]


def url(model: str, view: str, *numbers: int | str) -> str:
    return reverse(f"wagtailsnippets_directory_{model}:{view}", args=numbers)


def _sent(entry: Any) -> TaskState:
    """Its step of the review, once somebody has asked for it."""
    workflow_of(entry).start(entry, PersonFactory())
    return entry.current_workflow_state.current_task_state


@pytest.mark.parametrize("view", OF_STEP)
def test_no_step_of_another_entry_is_answered(monkeypatch, view):
    monkeypatch.setattr(Review, "get_actions", lambda *asked: [("approve", "Approve", False)], raising=False)
    mine, theirs = OrganisationFactory(live=False), OrganisationFactory(live=False)
    mine.save_revision(), theirs.save_revision()
    own, foreign = _sent(mine), _sent(theirs)
    client = signed_in(editor())
    assert client.post(url("organisation", view, mine.pk, "approve", foreign.pk)).status_code == 404
    foreign.refresh_from_db()
    assert foreign.status == TaskState.STATUS_IN_PROGRESS
    assert client.post(url("organisation", view, mine.pk, "approve", own.pk)).status_code in (200, 302)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("is_in_review", [True, False])
def test_who_may_change_another_kind_reads_no_version_and_no_history_of_this_one(model, is_in_review):
    entry = MODELS[model](live=False, slug="gomt", summary_sv="Hemligt.")
    named = "name" if model == "organisation" else "title"
    setattr(entry, named, "Hemlighuset")
    first = entry.save_revision()
    second = entry.save_revision()
    step = _sent(entry)
    if not is_in_review:
        entry.current_workflow_state.cancel()
    state = entry.workflow_states.get()
    others = [f"{action}_{other}" for other in MODELS if other != model for action in ("change", "publish", "delete")]
    addresses = [url(model, view, entry.pk) for view in OF_ENTRY]
    addresses += [url(model, view, entry.pk, first.pk) for view in OF_VERSION]
    addresses += [url(model, "revisions_compare", entry.pk, first.pk, second.pk)]
    addresses += [url(model, "workflow_history_detail", entry.pk, state.pk)]
    addresses += [url(model, "workflow_preview", entry.pk, step.task_id)]
    addresses += [url(model, view, entry.pk, "approve", step.pk) for view in OF_STEP]
    for person in (None, PersonFactory(), staff(), staff(*others)):
        client = signed_in(person)
        for address in addresses:
            for answer in (client.get(address), client.post(address, {"action-publish": "x"})):
                assert answer.status_code in (302, 403, 404, 405), address
                assert "Heml" not in answer.content.decode()
            # Messages wait for the next page.
            assert "Heml" not in client.get("/admin/").content.decode(), address
    entry.refresh_from_db()
    assert (entry.live, entry.locked) == (False, False)


@pytest.mark.parametrize("model", MODELS)
def test_a_version_is_not_reached_through_another_entry(model):
    mine, theirs = MODELS[model](), MODELS[model](summary_sv="Deras.")
    mine.save_revision()
    own, foreign = mine.save_revision(), theirs.save_revision()
    client = signed_in(editor())
    for view in OF_VERSION:
        assert client.get(url(model, view, mine.pk, own.pk)).status_code == 200
        assert client.get(url(model, view, mine.pk, foreign.pk)).status_code == 404
    assert client.get(url(model, "revisions_compare", mine.pk, own.pk, foreign.pk)).status_code == 404
    # Nor through one of another kind, whose number is the same.
    other = next(name for name in MODELS if name != model)
    entry = MODELS[other]()
    assert client.get(url(other, "revisions_view", entry.pk, own.pk)).status_code == 404
