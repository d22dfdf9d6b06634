"""Pages of plugins that are no rows: they come with the check, in every language, and go with the plugin's word."""

import pytest

from portal.plugins.search import FixedPage, FixedPageSource, find
from search import services
from search import sources as search_sources
from search.models import SearchDocument

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch):
    class PlaceSource(FixedPageSource):
        kind = "place"
        label = "Plats"
        pages = (FixedPage("search:search", "Letarstuga", "Här letar man."), FixedPage("events:coming", "Almanacka"))

    monkeypatch.setattr(search_sources, "each_contribution", lambda name: [(None, PlaceSource)])
    search_sources.sources.cache_clear()
    yield PlaceSource
    search_sources.sources.cache_clear()


def found(text: str, language: str = "sv") -> list[str]:
    return [hit.url for hit in find(text, language=language)]


def test_they_come_with_the_check_each_in_every_language(source):
    assert found("letarstuga") == []
    services.reconcile()
    assert (found("letarstuga"), found("letarstuga", "en")) == (["/sok/"], ["/en/search/"])
    assert found("letar man") == ["/sok/"]
    assert not services.reconcile()


def test_what_the_plugin_names_no_longer_is_gone_and_what_it_says_anew_is_found(source):
    services.reconcile()
    source.pages = (FixedPage("events:coming", "Tideräkning"),)
    services.reconcile()
    assert (found("letarstuga"), found("almanacka"), found("tideräkning")) == ([], [], ["/kalender/"])


def test_one_whose_address_is_gone_is_left_out_and_hinders_no_other(source, caplog):
    source.pages = (*source.pages, FixedPage("search:not-there", "Ingenstans"))
    services.reconcile()
    assert (found("ingenstans"), found("letarstuga")) == ([], ["/sok/"])
    assert "place" in caplog.text
    assert SearchDocument.objects.filter(public=True).count() == 4
