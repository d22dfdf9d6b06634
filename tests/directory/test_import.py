"""`manage.py import_directory`, on the whole file of ours and on bad ones."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import directory
from directory.exchange.table import OF_SOURCES as COLUMNS
from directory.models import Initiative, InitiativePart, Organisation
from directory.services import importing
from portal.plugins import search

pytestmark = [pytest.mark.django_db, pytest.mark.database]
OURS = Path(directory.__file__).parent / "data" / "organisations.csv"
GOOD = ["a-1", "Föreningen Ett", "ideell förening", "Lund", "https://ett.example.org", "Odlar ihop.", ""]


def run(path: Path, **options: object) -> str:
    told = StringIO()
    call_command("import_directory", str(path), stdout=told, stderr=told, **options)
    return told.getvalue()


@pytest.fixture
def file(tmp_path: Path):
    """Write rows below the right header, and return the path."""

    def write(*rows: list[str], header: list[str] = COLUMNS, delimiter: str = ",", encoding: str = "utf-8") -> Path:
        path = tmp_path / "rows.csv"
        lines = [delimiter.join(f'"{cell}"' for cell in row) for row in [header, *rows]]
        path.write_text("\r\n".join(lines) + "\r\n", encoding=encoding)
        return path

    return write


def changed(**cells: str) -> list[str]:
    return [cells.get(column, cell) for column, cell in zip(COLUMNS, GOOD, strict=True)]


def test_all_rows_of_our_file_go_in_and_it_is_said_what_is_no_organisation():
    told = run(OURS, strict=True)
    assert "59 new, 0 changed, 0 unchanged, 0 left alone, 0 bad" in told
    assert Organisation.objects.live().count() == 53
    assert Initiative.objects.live().count() == 6
    assert "skane-003" in told
    assert "is no organisation; it went in as an initiative (Civil-society–public partnership)" in told
    assert Initiative.objects.get(standing__source_id="skane-003").form == "iop"
    assert InitiativePart.objects.get().organisation.name == "STPLN"
    assert Organisation.objects.get(standing__source_id="skane-036").municipality is None
    assert [hit.title for hit in search.find("Cykelköket", language="sv")] == ["Cykelköket Malmö"]


def test_a_second_run_changes_nothing(django_assert_max_num_queries):
    run(OURS)
    before = list(Organisation.objects.values())
    with django_assert_max_num_queries(51):
        told = run(OURS)
    assert "0 new, 0 changed, 59 unchanged" in told
    assert list(Organisation.objects.values()) == before


def test_a_second_run_leaves_what_a_person_has_written(file):
    path = file(GOOD)
    run(path)
    organisation = Organisation.objects.get()
    organisation.summary_sv = "Vi odlar, säger vi själva."
    organisation.save_revision().publish()
    assert "1 unchanged" in run(path)
    organisation.refresh_from_db()
    assert organisation.summary_sv == "Vi odlar, säger vi själva."


def test_what_the_source_changes_goes_in_by_a_revision_and_leaves_the_rest(file):
    run(file(GOOD))
    organisation = Organisation.objects.get()
    organisation.summary_sv = "Vi odlar, säger vi själva."
    organisation.save_revision().publish()
    assert "1 changed" in run(file(changed(name="Föreningen Två")))
    organisation.refresh_from_db()
    assert (organisation.name, organisation.summary_sv) == ("Föreningen Två", "Vi odlar, säger vi själva.")
    assert organisation.get_latest_revision_as_object().name == "Föreningen Två"
    assert organisation.slug == "foreningen-ett"
    assert [hit.title for hit in search.find("Två", language="sv")] == ["Föreningen Två"]


def test_an_entry_with_a_draft_waiting_is_left_alone_and_it_is_said(file):
    run(file(GOOD))
    organisation = Organisation.objects.get()
    organisation.name = "Utkastet"
    organisation.save_revision()
    told = run(file(changed(name="Föreningen Två")))
    assert "left alone: a draft of it waits to be published" in told
    organisation.refresh_from_db()
    assert organisation.name == "Föreningen Ett"
    assert organisation.get_latest_revision_as_object().name == "Utkastet"


BAD = [
    (changed(source_id=""), "source_id is empty"),
    (changed(name=" "), "name is empty"),
    (changed(name="x" * 161), "name has 161 characters; at most 160 fit"),
    (changed(form="handelsbolag"), "form 'handelsbolag' is not known"),
    (changed(municipality="Växjö"), "municipality 'Växjö' is none of the region's"),
    (changed(website="javascript:alert(1)"), "website 'javascript:alert(1)' is no web address"),
    ([*GOOD, "mera"], "more cells than the first line has columns"),
]


@pytest.mark.parametrize(("row", "reason"), BAD, ids=[reason for _row, reason in BAD])
def test_a_bad_row_is_named_by_line_and_reason_and_the_others_go_in(file, row, reason):
    told = run(file(row, changed(source_id="a-2")))
    assert "line 2" in told
    assert reason in told
    assert "1 new, 0 changed, 0 unchanged, 0 left alone, 1 bad" in told
    assert Organisation.objects.get().standing.source_id == "a-2"


def test_the_same_source_id_twice_is_bad(file):
    assert "line 3, a-1: the same source_id as in line 2" in run(file(GOOD, GOOD))


def test_what_was_an_organisation_does_not_become_an_initiative(file):
    run(file(GOOD))
    assert "a-1 is an organisation in the directory already" in run(file(changed(form="initiativ")))


def test_strict_lets_nothing_in_when_one_row_is_bad(file):
    with pytest.raises(CommandError, match="1 of 2 rows are bad: nothing was imported"):
        run(file(GOOD, changed(source_id="a-2", name="")), strict=True)
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_byte_order_mark_semicolons_and_other_encodings_are_read(file, encoding: str):
    assert "1 new" in run(file(GOOD, delimiter=";", encoding=encoding))
    assert Organisation.objects.get().name == "Föreningen Ett"


def test_a_file_that_is_none_is_refused_with_one_sentence(file, tmp_path):
    with pytest.raises(CommandError, match="lacks the columns source_id, source_url: its first line must name"):
        run(file(GOOD[1:6], header=COLUMNS[1:6]))
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    with pytest.raises(CommandError, match="no file with text: save it as XLSX, or as CSV in UTF-8"):
        run(tmp_path / "picture.csv")
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        run(tmp_path / "missing.csv")


def test_two_of_one_name_have_addresses_of_their_own(file):
    run(file(GOOD, changed(source_id="a-2")))
    assert set(Organisation.objects.values_list("slug", flat=True)) == {"foreningen-ett", "foreningen-ett-2"}


def test_a_terminal_sees_a_progress_bar_and_a_pipe_does_not(file, monkeypatch):
    assert "[" not in run(file(GOOD))

    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    call_command("import_directory", str(file(changed(source_id="a-2"))), stdout=terminal)
    assert "[##############################] 1/1\n" in terminal.getvalue()


def test_each_batch_commits_alone(file, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 1)
    seen = []
    rows = file(GOOD, changed(source_id="a-2"), changed(source_id="a-3"))
    monkeypatch.setattr(
        "directory.management.commands.import_directory.Command._show_progress",
        lambda self, done, total: seen.append((done, total)),
    )
    run(rows)
    assert seen == [(1, 3), (2, 3), (3, 3)]
