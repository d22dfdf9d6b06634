"""What an editor does to a page through the Wagtail admin's own forms is right in the search at once."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from portal.content.models import NewsPage, StandardPage
from portal.plugins import search
from tests.portal.content.factories import below, home, news, news_index, standard

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("admin@example.org", "forskarverkstad"))
    return client


def form(**changes: str) -> dict:
    data = {
        "title": "Lådcyklar",
        "slug": "ladcyklar",
        "lead": "Om cyklar.",
        "date": "2026-11-24",
        "author": "",
        "image": "",
        "image_alt": "",
        "body": streamfield([]),
        "tags": "",
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
    }
    return nested_form_data(data | changes)


def found(words: str) -> list[str]:
    return [hit.url for hit in search.find(words, language="sv")]


def send(admin: Client, name: str, *arguments: object, **data: object) -> None:
    response = admin.post(reverse(name, args=arguments), data)
    assert response.status_code == 302, response.context["form"].errors


def write(admin: Client, page: Page | None = None, **changes: str) -> None:
    if page:
        send(admin, "wagtailadmin_pages:edit", page.pk, **form(**changes))
    else:
        send(admin, "wagtailadmin_pages:add", "content", "newspage", news_index().pk, **form(**changes))


PUBLISH = {"action-publish": "action-publish"}


def test_a_draft_is_not_found_and_what_is_published_is(admin):
    write(admin)
    page = NewsPage.objects.get()
    assert not page.live
    assert found("lådcyklar") == []
    write(admin, page, **PUBLISH)
    assert found("lådcyklar") == ["/nyheter/ladcyklar/"]


def test_a_draft_of_what_is_published_changes_nothing_until_it_is(admin):
    page = news("Lådcyklar", slug="ladcyklar")
    write(admin, page, lead="Nu med flygskepp.")
    assert found("flygskepp") == []
    write(admin, page, lead="Nu med flygskepp.", **PUBLISH)
    assert found("flygskepp") == ["/nyheter/ladcyklar/"]


def test_a_new_title_and_address_take_the_place_of_the_old(admin):
    page = news("Lådcyklar", slug="ladcyklar")
    write(admin, page, title="Flygskepp", slug="flygskepp", **PUBLISH)
    assert found("flygskepp") == ["/nyheter/flygskepp/"]
    assert found("lådcyklar") == []


def test_what_is_taken_back_or_deleted_is_gone(admin):
    kept, deleted = news("Lådcyklar ett"), news("Lådcyklar två")
    send(admin, "wagtailadmin_pages:unpublish", kept.pk)
    assert found("lådcyklar") == [deleted.url]
    send(admin, "wagtailadmin_pages:delete", deleted.pk)
    assert found("lådcyklar") == []


def test_a_list_that_is_taken_back_with_all_below_takes_them_along(admin):
    news("Lådcyklar")
    send(admin, "wagtailadmin_pages:unpublish", news_index().pk, include_descendants="on")
    assert found("lådcyklar") == []


def test_a_restriction_hides_a_page_and_all_below_it_until_it_is_lifted(admin):
    page = news("Lådcyklar")
    privacy = reverse("wagtailadmin_pages:set_privacy", args=[news_index().pk])
    admin.post(privacy, {"restriction_type": "login"})
    assert found("lådcyklar") == []
    admin.post(privacy, {"restriction_type": "none"})
    assert found("lådcyklar") == [page.url]


def test_what_moves_is_found_where_it_is_and_not_at_all_where_few_may_read(admin):
    open_page, closed_page = standard("Öppet"), standard("Stängt")
    page = standard("Lådcyklar")
    admin.post(reverse("wagtailadmin_pages:set_privacy", args=[closed_page.pk]), {"restriction_type": "login"})
    send(admin, "wagtailadmin_pages:move_confirm", page.pk, open_page.pk)
    assert found("lådcyklar") == ["/oppet/ladcyklar/"]
    send(admin, "wagtailadmin_pages:move_confirm", page.pk, closed_page.pk)
    assert found("lådcyklar") == []
    send(admin, "wagtailadmin_pages:move_confirm", page.pk, home().pk)
    assert found("lådcyklar") == ["/ladcyklar/"]


def test_a_new_address_above_is_the_beginning_of_those_below(admin):
    above = standard("Öppet")
    below(above, StandardPage(title="Lådcyklar"))
    assert found("lådcyklar") == ["/oppet/ladcyklar/"]
    write(admin, above, title="Halvöppet", slug="halvoppet", in_footer="", **PUBLISH)
    assert found("lådcyklar") == ["/halvoppet/ladcyklar/"]


def test_a_copy_is_found_when_it_is_published(admin):
    page = news("Lådcyklar")
    copy = {"new_title": "Lådcyklar igen", "new_slug": "igen", "new_parent_page": news_index().pk}
    send(admin, "wagtailadmin_pages:copy", page.pk, **copy)
    assert found("igen") == []
    send(admin, "wagtailadmin_pages:copy", page.pk, **copy | {"new_slug": "igen-2", "publish_copies": "on"})
    assert found("igen") == ["/nyheter/igen-2/"]


def test_a_schedule_opens_and_closes_at_its_time(admin, time_machine):
    now = timezone.localtime()
    opens, closes = now + timedelta(days=1), now + timedelta(days=2)
    write(admin, go_live_at=f"{opens:%Y-%m-%d %H:%M}", expire_at=f"{closes:%Y-%m-%d %H:%M}", **PUBLISH)
    assert found("lådcyklar") == []
    time_machine.move_to(opens + timedelta(minutes=1))
    call_command("publish_scheduled")
    assert found("lådcyklar") == ["/nyheter/ladcyklar/"]
    time_machine.move_to(closes + timedelta(minutes=1))
    call_command("publish_scheduled")
    assert found("lådcyklar") == []
