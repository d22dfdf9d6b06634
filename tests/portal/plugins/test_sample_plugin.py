"""A folder copied in, its name in PORTAL_PLUGINS: all that a plugin contributes is there, and gone without it."""

import json
import shutil

import pytest

from tests.portal.plugins.site import Site

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("sample_plugin")]

PLUGINS = ["directory", "events", "search"]
ADDRESSES = ["/anteckningar/", "/en/notes/", "/sok/?q=kompost", "/api/v1/sample", "/api/v1/openapi.json"]


@pytest.fixture(scope="module")
def life(tmp_path_factory, database_template) -> dict[str, dict[str, tuple[int, str]]]:
    """What a visitor sees with the plugin, after it was taken away, and when it is back."""
    folder = tmp_path_factory.mktemp("site")
    site = Site(folder / "data", folder / "plugins", [*PLUGINS, "sample_plugin"])
    site.data.mkdir()
    shutil.copy(database_template, site.data / "portal.sqlite3")
    site.copy_in_sample()
    migrated = site.manage("migrate", "--verbosity", "0")
    assert migrated.returncode == 0, migrated.stderr
    profile = site.do("add_organisation", name="Föreningen Exempel", slug="foreningen-exempel")
    note = site.do("write_note", title="Så gör vi kompost", text="Lager på lager.", about="foreningen-exempel")
    addresses = [*ADDRESSES, note, profile]
    seen = {"with": site.do("visit", addresses=addresses)}
    shutil.rmtree(site.plugins_folder / "sample_plugin")
    site.plugins = PLUGINS
    seen["without"] = site.do("visit", addresses=addresses)
    seen["addresses"] = {"note": note, "profile": profile}
    return seen


def test_its_pages_have_addresses_in_both_languages(life):
    assert life["addresses"]["note"].startswith("/anteckningar/anteckning/")
    assert life["with"]["/anteckningar/"][0] == life["with"]["/en/notes/"][0] == 200
    assert "Lager på lager." in life["with"][life["addresses"]["note"]][1]


def test_the_menu_names_it(life):
    assert 'href="/anteckningar/"' in life["with"][life["addresses"]["profile"]][1]
    assert 'href="/en/notes/"' in life["with"]["/en/notes/"][1]


def test_the_search_finds_what_it_publishes(life):
    html = life["with"]["/sok/?q=kompost"][1]
    assert "Så gör vi <mark>kompost</mark>" in html
    assert f'href="{life["addresses"]["note"]}"' in html


def test_the_api_and_its_document_have_it(life):
    assert json.loads(life["with"]["/api/v1/sample"][1])["items"] == [
        {"title": "Så gör vi kompost", "text": "Lager på lager."}
    ]
    assert "/api/v1/sample" in json.loads(life["with"]["/api/v1/openapi.json"][1])["paths"]


def test_an_organisations_profile_shows_its_part(life):
    assert "Så gör vi kompost" in life["with"][life["addresses"]["profile"]][1]


def test_taken_away_it_leaves_the_site_whole(life):
    seen = life["without"]
    assert seen[life["addresses"]["profile"]][0] == seen["/sok/?q=kompost"][0] == 200
    assert seen["/anteckningar/"][0] == seen["/api/v1/sample"][0] == seen[life["addresses"]["note"]][0] == 404
    assert not [address for address, (_status, text) in seen.items() if "Så gör vi" in text]
    assert "/api/v1/sample" not in json.loads(seen["/api/v1/openapi.json"][1])["paths"]
