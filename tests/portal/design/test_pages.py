import re

import pytest
from django.template.loader import render_to_string

from portal.accounts.models import User


@pytest.fixture
def editor(db):
    return User.objects.create_superuser("redaktor@example.org", "a long password 1")


@pytest.mark.django_db
def test_the_style_guide_is_not_there_for_visitors(client):
    assert client.get("/style/").status_code == 404


def test_an_editor_sees_every_component(client, editor):
    client.force_login(editor)
    response = client.get("/style/")
    assert response.status_code == 200
    assert "Delarna" in response.text


def test_no_style_and_no_script_stands_in_the_page(client, editor):
    client.force_login(editor)
    html = client.get("/style/").text
    assert not re.search(r'\sstyle="|\son[a-z]+="|<style|<script(?![^>]* src=)', html)


@pytest.mark.django_db
def test_a_page_that_is_missing_says_so_in_the_language_of_its_address(client):
    assert "Sidan finns inte här" in client.get("/saknas/").text
    assert "The page is not here" in client.get("/en/missing/").text


@pytest.mark.django_db
def test_the_frame_needs_no_session(client):
    response = client.get("/saknas/")
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies


def test_the_page_of_a_failure_needs_no_database_and_no_request():
    html = render_to_string("500.html")
    assert "Något gick fel hos oss" in html
    assert "Something went wrong" in html


@pytest.mark.django_db
def test_signing_in_looks_like_the_rest(client):
    html = client.get("/konto/login/").text
    assert 'class="header"' in html
    assert 'class="form"' in html
