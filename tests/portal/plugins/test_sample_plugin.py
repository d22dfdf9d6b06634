"""A folder copied in, its name in PORTAL_PLUGINS: all that a plugin contributes is there, and gone without it."""

import json
import shutil

import pytest

from tests.portal.plugins.site import Site
from tests.portal.plugins.steps import BLOCK

PLUGINS = ["directory", "events", "search"]
ADDRESSES = ["/anteckningar/", "/en/notes/", "/sok/?q=kompost", "/api/v1/sample", "/api/v1/openapi.json"]
TITLE = "Så gör vi kompost"

Seen = dict[str, tuple[int, str]]


@pytest.fixture
def site(tmp_path, databases) -> Site:
    """With the sample plugin copied in and migrated."""
    site = Site(tmp_path / "data", tmp_path / "plugins", [*PLUGINS, "sample_plugin"])
    site.data.mkdir()
    site.database = databases.copy(site.data)
    site.copy_in_sample()
    migrated = site.manage("migrate", "--verbosity", "0")
    assert migrated.returncode == 0, migrated.stderr
    return site


@pytest.mark.processes
def test_a_plugin_is_all_there_without_an_edit_to_the_core_and_gone_without_a_trace(site):
    profile = site.do("add_organisation", name="Föreningen Exempel", slug="foreningen-exempel")
    note = site.do("write_note", title=TITLE, text="Lager på lager.", about="foreningen-exempel")
    page = site.do("add_page", slug="om-oss")
    addresses = [*ADDRESSES, note, profile, page]

    check_that_all_is_there(site.do("visit", addresses=addresses), note, profile, page)

    shutil.rmtree(site.plugins_folder / "sample_plugin")
    site.plugins = PLUGINS
    check_that_the_site_is_whole(site.do("visit", addresses=addresses), note, profile, page)
    check_that_a_save_keeps_the_block(*site.do("save_page_as_editor", slug="om-oss", lead="Ändrat utan den."))

    site.copy_in_sample()
    site.plugins = [*PLUGINS, "sample_plugin"]
    back = site.do("visit", addresses=[page])
    assert TITLE in back[page][1]
    assert "Ändrat utan den." in back[page][1]


def check_that_all_is_there(seen: Seen, note: str, profile: str, page: str) -> None:
    assert note.startswith("/anteckningar/anteckning/")
    assert seen["/anteckningar/"][0] == seen["/en/notes/"][0] == 200
    assert "Lager på lager." in seen[note][1]
    # The menu of every page, in its language.
    assert 'href="/anteckningar/"' in seen[profile][1]
    assert 'href="/en/notes/"' in seen["/en/notes/"][1]
    # The search, the API and its document.
    assert "Så gör vi <mark>kompost</mark>" in seen["/sok/?q=kompost"][1]
    assert f'href="{note}"' in seen["/sok/?q=kompost"][1]
    assert json.loads(seen["/api/v1/sample"][1])["items"] == [{"title": TITLE, "text": "Lager på lager."}]
    assert "/api/v1/sample" in json.loads(seen["/api/v1/openapi.json"][1])["paths"]
    # Places of pages that others own.
    assert TITLE in seen[profile][1]
    assert TITLE in seen[page][1]


def check_that_the_site_is_whole(seen: Seen, note: str, profile: str, page: str) -> None:
    assert seen[profile][0] == seen[page][0] == seen["/sok/?q=kompost"][0] == 200
    assert seen["/anteckningar/"][0] == seen["/en/notes/"][0] == seen["/api/v1/sample"][0] == seen[note][0] == 404
    assert [address for address, (_status, text) in seen.items() if TITLE in text] == []
    assert "/api/v1/sample" not in json.loads(seen["/api/v1/openapi.json"][1])["paths"]


def check_that_a_save_keeps_the_block(lead: str, live: list, latest: list) -> None:
    assert lead == "Ändrat utan den."
    for body in (live, latest):
        (block,) = body
        assert block["type"] == "plugin_content"
        assert block["value"]["component"] == BLOCK["component"]
        assert [option["value"] for option in block["value"]["options"]] == BLOCK["options"]
