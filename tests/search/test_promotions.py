"""What editors have put first for a question."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.contrib.search_promotions.models import Query
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from portal.accounts.roles import EDITORS
from tests.portal.content.factories import standard

pytestmark = pytest.mark.django_db


@pytest.fixture
def promoted_page(client):
    """A page that an editor has put first for "pengar", through the admin's own form."""
    page = standard("Så söker ni medel")
    editor = get_user_model().objects.create_user("redaktor@example.org")
    editor.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(editor)
    pick = {"page": page.pk, "description": "Börja här.", "external_link_url": "", "external_link_text": ""}
    form = {"query_string": "Pengar", "editors_picks": inline_formset([pick])}
    response = client.post(reverse("wagtailsearchpromotions:add"), nested_form_data(form))
    assert response.status_code == 302, response.context["form"].errors
    client.logout()
    return page


def shown(client, words: str) -> bool:
    return "Börja här." in client.get("/sok/", {"q": words}).content.decode()


def test_it_stands_above_what_is_found_for_exactly_that_question(client, promoted_page):
    assert shown(client, "pengar")
    assert shown(client, "PENGAR")
    assert not shown(client, "pengar till förening")


def test_it_stands_there_when_nothing_else_is_found(client, promoted_page):
    answer = client.get("/sok/", {"q": "pengar"}).content.decode()
    assert f'<a href="{promoted_page.url}">Så söker ni medel</a>' in answer


def test_a_page_that_not_everybody_may_read_is_left_out(client, promoted_page):
    PageViewRestriction.objects.create(page=promoted_page, restriction_type=PageViewRestriction.LOGIN)
    assert not shown(client, "pengar")


def test_searching_keeps_no_question(client, promoted_page):
    client.get("/sok/", {"q": "något helt annat"})
    assert list(Query.objects.values_list("query_string", flat=True)) == ["pengar"]
