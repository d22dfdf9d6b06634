"""What an operator asks of the search."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.plugins import search
from search.models import SearchDocument


def told(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def found(words: str) -> list[str]:
    return [hit.title for hit in search.find(words, language="sv")]


@pytest.fixture
def out_of_step(shelf):
    """One row that nobody published, one that should be gone, one whose words are of yesterday."""
    shelf.put("Ladan")
    hidden, changed = shelf.put("Magasinet"), shelf.put("Kvarnen")
    SearchDocument.objects.filter(title="Ladan").delete()
    shelf.hidden.add(hidden.pk)
    document = shelf.documents[changed.pk][0]
    shelf.documents[changed.pk] = [type(document)(**{**vars(document), "title": "Såghuset"})]


def test_a_search_in_step_is_told_to_be(shelf):
    shelf.put("Ladan")
    assert told("search_check") == "The search is in step.\n"


def test_what_is_out_of_step_is_told_and_left(out_of_step):
    with pytest.raises(CommandError, match="1 added, 1 changed, 1 withdrawn"):
        told("search_check")
    assert found("ladan") == []
    assert found("magasinet") == ["Magasinet"]


def test_it_is_mended_when_asked(out_of_step):
    assert "1 added, 1 changed, 1 withdrawn" in told("search_check", "--repair")
    assert (found("ladan"), found("magasinet"), found("kvarnen")) == (["Ladan"], [], [])
    assert found("såghuset") == ["Såghuset"]
    assert told("search_check") == "The search is in step.\n"


def test_making_all_anew_mends_too(out_of_step):
    assert told("search_reindex").startswith("2 documents are found")
    assert found("ladan") == ["Ladan"]


def test_the_status_counts_what_is_found_and_what_is_behind(shelf):
    shelf.put("Ladan")
    shelf.put("The barn", language="en")
    status = told("search_status")
    assert "note (en): 1\nnote (sv): 1\nAll documents: 2; words: " in status
    assert "Behind in the index: 0" in status
    assert "Checked last: never" in status
    SearchDocument.objects.filter(title="Ladan").update(revision=7)
    assert "Behind in the index: 1" in told("search_status")
