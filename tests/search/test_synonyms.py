"""Words that mean the same, as editors keep them."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.urls import reverse

from portal.accounts.roles import EDITORS
from search.models import SynonymGroup
from search.queries import search
from search.query import Query

pytestmark = pytest.mark.django_db
NEW = "wagtailsnippets_search_synonymgroup:add"


def titles(text: str, language: str = "sv") -> list[str]:
    return [hit.title for hit in search(Query(text, language)).hits]


@pytest.fixture
def editor(client):
    person = get_user_model().objects.create_user("redaktor@example.org")
    person.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(person)
    return client


def _form(**values: str) -> dict[str, str]:
    return {"swedish": "", "english": "", "direction": "both", "leads_to": "", "strength": "strong"} | values


def test_an_editors_group_counts_at_once_in_every_form_and_both_languages(editor, shelf):
    shelf.put("Paraplyverkstad")
    assert titles("regnskydden") == []
    answer = editor.post(reverse(NEW), _form(swedish="regnskydd\r\n paraplyverkstad ", english="umbrella workshop"))
    assert answer.status_code == 302, answer.context["form"].errors
    assert titles("regnskydden") == ["Paraplyverkstad"]
    assert titles("umbrella workshops", "en") == ["Paraplyverkstad"]
    group = SynonymGroup.objects.get(swedish__contains="regnskydd")
    group.swedish = "regnskydd\nsolskydd"
    group.save()
    assert titles("regnskydden") == []
    group.swedish = "regnskydd\nparaplyverkstad"
    group.save()
    assert titles("regnskydden") == ["Paraplyverkstad"]
    group.delete()
    assert titles("regnskydden") == []


def test_the_word_itself_comes_before_a_strong_and_a_weak_synonym(shelf):
    SynonymGroup.objects.create(swedish="glasögon\nbrillor")
    SynonymGroup.objects.create(swedish="glasögon\nlinser", strength="weak")
    for title in ("Linser", "Brillor", "Glasögon"):
        shelf.put(title)
    for number in range(6):
        shelf.put(f"Annat {number}")
    assert titles("glasögon") == ["Glasögon", "Brillor", "Linser"]


def test_one_direction_is_one_direction(shelf):
    shelf.put("Fest i Malmö")
    shelf.put("Fest i Rosengård")
    assert titles("rosengård") == ["Fest i Rosengård", "Fest i Malmö"]
    assert titles("malmö") == ["Fest i Malmö"]


@pytest.mark.parametrize(
    ("asked", "found", "language"),
    [
        ("iop", "Vårt idéburna offentliga partnerskap", "sv"),
        ("finansiering", "Sök bidrag", "sv"),
        ("language café", "Språkkafé på torget", "en"),
        ("volunteers", "Bli volontär", "en"),
        ("civilsamhället", "Ideella sektorn växer", "sv"),
    ],
)
def test_a_site_begins_with_the_words_of_the_field(shelf, asked, found, language):
    shelf.put(found)
    assert found in titles(asked, language)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"swedish": "ensam"}, "swedish"),
        ({"swedish": "a\n!!!"}, "swedish"),
        ({"swedish": "ett två tre fyra fem sex sju\nannat"}, "swedish"),
        ({"swedish": "\n".join(f"ord{n}" for n in range(41))}, "swedish"),
        ({"swedish": "a\nb", "leads_to": "c"}, "leads_to"),
        ({"swedish": "a", "direction": "one-way"}, "leads_to"),
        ({"leads_to": "a", "direction": "one-way"}, "swedish"),
    ],
)
def test_a_group_that_says_nothing_is_refused_at_its_field(values, field):
    with pytest.raises(ValidationError) as refused:
        SynonymGroup(**values).full_clean()
    assert list(refused.value.message_dict) == [field]


def test_every_group_of_the_list_is_one_that_the_form_takes(db):
    groups = list(SynonymGroup.objects.all())
    assert len(groups) > 90
    for group in groups:
        group.full_clean()


def test_asking_again_reads_the_groups_no_second_time(shelf, django_assert_max_num_queries):
    titles("odling")
    with django_assert_max_num_queries(15) as queries:
        titles("odling")
    assert sum("search_synonymgroup" in query["sql"] for query in queries.captured_queries) == 1


@pytest.mark.parametrize("written", ["läxhjälp", "läx hjälp", "laxhjalp", "läxhjälpen"])
def test_they_are_found_however_a_word_is_written(shelf, written):
    SynonymGroup.objects.create(swedish="läxhjälp\nstudiestöd")
    shelf.put("Studiestöd på måndagar")
    assert [hit.title for hit in search(Query(written)).hits] == ["Studiestöd på måndagar"]


def test_two_words_are_found_as_one(shelf):
    SynonymGroup.objects.create(swedish="zymal vrånga\nstudiestöd")
    shelf.put("Studiestöd på måndagar")
    assert [hit.title for hit in search(Query("zymalvrånga")).hits] == ["Studiestöd på måndagar"]
