import re
from datetime import date
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from portal.design.templatetags.design import ICONS, icon, initials, seat_groups

ROOT = Path(__file__).resolve().parents[3]


def render(source: str, **context) -> str:
    return Template("{% load design %}" + source).render(Context(context))


def test_an_icon_is_inline_and_silent():
    assert icon("check").startswith('<svg class="icon" aria-hidden="true"')


def test_an_unknown_icon_costs_the_page_nothing():
    assert icon("no-such-icon") == ""


def test_every_icon_that_a_template_names_is_there():
    templates = (path for room in ("site", "directory", "events", "search") for path in (ROOT / room).rglob("*.html"))
    named = {name for path in templates for name in re.findall(r'{% icon "([\w-]+)" %}', path.read_text())}
    assert named
    assert named <= ICONS


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Yalla Trappan", "YT"),
        ("Drivkraft", "DR"),
        ("PIL – Paraplyorganisationen", "PP"),
        ("Åsa-Märta", "ÅM"),
        ("", ""),
    ],
)
def test_initials_are_two_letters(name, letters):
    assert initials(name) == letters


def test_initials_are_escaped_in_a_tile():
    assert "<b" not in render("{% tile 'x' initials=name %}", name="<b")


def test_seats_come_in_tens():
    assert [len(group) for group in seat_groups(12, 25)] == [10, 10, 5]
    assert sum(sum(group) for group in seat_groups(12, 25)) == 12


def test_too_many_seats_are_not_drawn_one_by_one():
    assert seat_groups(1, 61) == []


def test_pages_keep_the_rest_of_the_query():
    page = Paginator(range(50), 10).get_page(2)
    request = RequestFactory().get("/", {"place": "1281", "page": "2"})
    html = render_to_string("design/components/pagination.html", {"page": page}, request)
    assert 'href="?place=1281&amp;page=3"' in html


@pytest.mark.parametrize(("language", "month"), [("sv", "nov"), ("en", "Nov")])
def test_months_are_written_as_each_language_writes_them(language, month):
    with translation.override(language):
        day = render_to_string("design/components/date.html", {"date": date(2026, 11, 2)})
    assert f"<span>{month}</span>" in day
