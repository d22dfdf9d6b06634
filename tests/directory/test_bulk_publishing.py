"""An editor who publishes several entries at once publishes what they were shown, and nothing that came after."""

import re
from typing import Any

import pytest
from django.urls import reverse

from directory.models import Initiative, Organisation
from tests.directory.factories import InitiativeFactory, OrganisationFactory, editor

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def asked(*entries: Any) -> str:
    label = entries[0]._meta.model_name
    address = reverse("wagtail_bulk_action", args=["directory", label, "publish"])
    next_url = reverse(f"wagtailsnippets_directory_{label}:list")
    return f"{address}?{'&'.join(f'id={entry.pk}' for entry in entries)}&next={next_url}"


def shown_by(page: Any) -> dict[str, list[str]]:
    return {"shown": re.findall(r'name="shown" value="([^"]*)"', page.content.decode())}


@pytest.fixture
def admin(client):
    client.force_login(editor())
    return client


@pytest.fixture
def drafts():
    return [OrganisationFactory(name=name, live=False) for name in ("Fyren", "Båken")]


def write(entry: Any, summary: str) -> None:
    draft = type(entry).objects.get(pk=entry.pk).get_latest_revision_as_object()
    draft.summary_sv = summary
    draft.save_revision()


def test_the_latest_version_is_shown_and_published(admin, drafts):
    write(drafts[0], "Så säger utkastet.")
    page = admin.get(asked(*drafts))
    assert "Så säger utkastet." in page.content.decode()
    admin.post(asked(*drafts), shown_by(page))
    assert set(Organisation.objects.live()) == set(drafts)
    assert Organisation.objects.get(name="Fyren").summary_sv == "Så säger utkastet."


@pytest.mark.parametrize("has_version", [True, False])
def test_what_somebody_wrote_after_it_was_shown_stays_a_draft_and_the_editor_is_told(admin, drafts, has_version):
    if has_version:
        write(drafts[0], "Granskat.")
    page = admin.get(asked(*drafts))
    write(drafts[0], "Ogranskat.")
    answer = admin.post(asked(*drafts), shown_by(page), follow=True)
    assert [entry.name for entry in Organisation.objects.live()] == ["Båken"]
    assert "1 är inte publicerad" in answer.content.decode()


@pytest.mark.parametrize("shown", [[], ["x"], ["-"], ["1-2-3"], ["9" * 40 + "-1"]])
def test_what_was_not_shown_is_not_published(admin, drafts, shown):
    write(drafts[0], "Ogranskat.")
    assert admin.post(asked(*drafts), {"shown": shown}).status_code == 302
    assert not Organisation.objects.live().exists()


def test_another_entrys_version_is_not_taken_for_the_one_that_was_shown(admin, drafts):
    for draft in drafts:
        write(draft, "Nytt.")
    first, second = (entry.split("-") for entry in shown_by(admin.get(asked(*drafts)))["shown"])
    crossed = [f"{first[0]}-{second[1]}", f"{second[0]}-{first[1]}"]
    admin.post(asked(*drafts), {"shown": crossed})
    assert not Organisation.objects.live().exists()


def test_initiatives_are_published_so_too(admin):
    initiative = InitiativeFactory(live=False)
    page = admin.get(asked(initiative))
    admin.post(asked(initiative), shown_by(page))
    assert Initiative.objects.live().get() == initiative
