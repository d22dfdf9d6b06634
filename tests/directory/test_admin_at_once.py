"""Editors who save the same entry in the admin at the same moment, or while its keeper does."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory import content
from directory.models import Organisation
from directory.sections import SECTIONS
from directory.services import drafts
from tests.directory.at_once import at_once
from tests.directory.factories import OrganisationFactory, editor, keeps
from tests.directory.posted import admin_form

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
often = pytest.mark.parametrize("attempt", range(4))


@pytest.fixture
def entry():
    made = OrganisationFactory(name="Fyren")
    made.save_revision().publish()
    return made


def opened(entry: Organisation, **changes: Any) -> Any:
    """The admin's form as an editor has opened it and written in it: what is done when they press the button."""
    admin = Client()
    admin.force_login(editor())
    url = reverse("wagtailsnippets_directory_organisation:edit", args=[entry.pk])
    form = admin_form(entry, admin.get(url), **changes)
    return lambda: admin.post(url, form)


def latest(entry: Organisation) -> Any:
    return Organisation.objects.get(pk=entry.pk).get_latest_revision_as_object()


@often
@pytest.mark.parametrize("button", [{}, {"action-publish": "Publish"}])
def test_of_two_editors_who_save_at_once_neither_loses_a_word(attempt, button, entry):
    entry.refresh_from_db()
    acts = [opened(entry, summary_sv="Den ena.", **button), opened(entry, other_names="Den andra", **button)]
    assert at_once(*acts) == ["done", "done"]
    draft = latest(entry)
    assert (draft.summary_sv, draft.other_names) == ("Den ena.", "Den andra")


@often
def test_an_editor_and_a_keeper_who_save_at_once_lose_no_word(attempt, entry):
    entry.refresh_from_db()
    section = SECTIONS[Organisation][0]
    values = {**content.values_of(entry, section.names), "summary_sv": "Föreningens."}
    keeper, based_on = keeps(entry, role="owner").user, entry.latest_revision_id
    outcome = at_once(
        opened(entry, contact_phone="040-12 34 56"),
        lambda: drafts.save_section(entry, section, values, by=keeper, based_on=based_on),
    )
    assert outcome == ["done", "done"]
    draft = latest(entry)
    assert (draft.summary_sv, draft.contact_phone.replace(" ", "")) == ("Föreningens.", "040-123456")
