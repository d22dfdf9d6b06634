"""An import: what it plans, does, takes back, refuses, survives and forgets."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from directory.exchange.columns import MODELS
from directory.models import Import, ImportRow, Initiative, Organisation
from directory.services import import_work, importing, imports
from directory.services.planning import values_of
from tests.directory.exchange.files import GOOD, applied, csv_of, planned, plans, row, undone, work
from tests.directory.factories import InitiativeFactory, OfferFactory, OrganisationFactory, PersonFactory, keeps
from tests.directory.searched import found
from tests.events.factories import EventFactory  # noqa: F401 - meetups name organisations

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def changing(organisation: Organisation, **cells: str) -> bytes:
    return csv_of({"id": str(organisation.standing.uuid), **cells})


def test_a_plan_changes_nothing_and_says_what_it_would_do(person):
    known = OrganisationFactory(name="Kända föreningen", summary_sv="Så här.")
    same = OrganisationFactory(name="Samma")
    before = list(Organisation.objects.values())
    file = planned(
        csv_of(
            {"id": "", **GOOD},
            {"id": str(known.standing.uuid), "name": "Kända föreningen", "form": "stiftelse", "summary": "Nu så här."},
            {"id": str(same.standing.uuid), "name": same.name, "form": "Ideell förening", "summary": same.summary_sv},
            {"id": "", "name": "", "form": "handelsbolag", "municipality": "Växjö", "summary": "x" * 301},
        ),
        person,
    )
    assert plans(file) == ["new", "changed", "same", "bad"]
    assert (row(file, 3).old, row(file, 3).new) == (
        {"form": "ideell-forening", "summary": "Så här."},
        {"form": "stiftelse", "summary": "Nu så här."},
    )
    assert [column for column, _why in row(file, 5).problems] == ["name", "form", "municipality", "summary"]
    assert row(file, 5).problems[2][1] == "'Växjö' är ingen av regionens; lämna tomt för hela Skåne"
    assert list(Organisation.objects.values()) == before
    assert bytes(Import.objects.get().content or b"") == b""


def test_applying_writes_what_the_plan_says_with_history_log_and_search(person):
    known = OrganisationFactory(name="Kända föreningen", summary_sv="Så här.", kept_by=PersonFactory())
    file = planned(csv_of({"id": "", **GOOD}, {"id": str(known.standing.uuid), **GOOD, "summary": "Nu så."}), person)
    assert applied(file, person).state == "applied"
    new = Organisation.objects.get(pk=row(file).entry)
    known.refresh_from_db()
    assert (new.slug, new.municipality.name, new.live) == ("foreningen-ett", "Lund", True)
    assert known.summary_sv == "Nu så."
    assert known.get_latest_revision_as_object().summary_sv == "Nu så."
    assert known.revisions.count() == 2
    assert sorted(found("Föreningen Ett")) == ["Föreningen Ett", "Föreningen Ett"]
    log = ModelLogEntry.objects.filter(user=person).values_list("object_id", "action")
    assert (str(new.pk), "wagtail.create") in log
    assert {action for key, action in log if key == str(known.pk)} >= {"wagtail.edit", "wagtail.publish"}


def test_undoing_puts_everything_back(person, whole, started):
    def stands() -> list:
        return [
            (kind, entry.pk, values_of(entry, kind), [str(place) for place in entry.places.all()])
            for kind, model in MODELS.items()
            for entry in model.objects.order_by("pk")
        ]

    before = stands()
    told = {"id": "", "type": "Organisation", "places": "Huset | Gatan 1", "tags": "Odling\\; och mat", "goals": "3"}
    file = planned(
        csv_of(
            told | GOOD | {"links": "Hem | https://example.org", "channels": "https://www.facebook.com/x"},
            {"id": str(whole.standing.uuid), **GOOD, "places": "", "goals": "1; 2", "tags": "", "links": ""},
            {"id": str(started.standing.uuid), **GOOD, "form": "projekt", "goals": "", "links": ""},
            {"id": "", **GOOD, "name": "Nytt", "form": "mötesplats"},
        ),
        person,
    )
    assert plans(file) == ["twin", "changed", "changed", "new"], [r.problems for r in file.rows.all()]
    imports.choose(file, 2, chosen=True)
    applied(file, person)
    assert whole.places.filter(is_hidden=False).count() == 0
    assert whole.places.filter(is_hidden=True).count() == 1
    undone(file, person)
    assert set(file.rows.values_list("outcome", flat=True)) == {"undone"}
    assert [sorted(entry[3]) for entry in stands()] == [sorted(entry[3]) for entry in before]
    assert [entry[:3] for entry in stands()] == [entry[:3] for entry in before]
    assert whole.contacts.count() == 3
    assert found("Nytt") == []


def test_undo_leaves_what_somebody_has_changed_or_built_on(person):
    known, other = OrganisationFactory(name="Kända"), OrganisationFactory(name="Andra")
    file = planned(
        csv_of(
            {"id": "", **GOOD},
            {"id": "", **GOOD, "name": "Föreningen Två"},
            {"id": "", **GOOD, "name": "Föreningen Tre"},
            {"id": str(known.standing.uuid), **GOOD, "name": "Kända"},
            {"id": str(other.standing.uuid), **GOOD, "name": "Andra"},
        ),
        person,
    )
    applied(file, person)
    first, second, third, *_known = [Organisation.objects.get(pk=row.entry) for row in file.rows.all()]
    first.summary_sv = "Ändrat sedan dess."
    first.save_revision().publish()
    keeps(second)
    OfferFactory(organisation=third)
    known.refresh_from_db()
    known.contact_email = "ny@example.org"
    known.save_revision()
    undone(file, person)
    assert list(file.rows.values_list("outcome", flat=True)) == ["kept", "kept", "kept", "kept", "undone"]
    assert row(file, 2).problems == [["", "någon har ändrat den under tiden"]]
    assert "andra har byggt vidare på den" in row(file, 3).problems[0][1]
    assert Organisation.objects.count() == 5
    known.refresh_from_db()
    assert known.summary_sv == GOOD["summary"]


def test_what_was_changed_since_the_plan_is_left_and_told(person):
    known, gone = OrganisationFactory(name="Kända"), OrganisationFactory(name="Borta")
    file = planned(
        csv_of(
            {"id": str(known.standing.uuid), "name": "Kända", "summary": "Nytt."},
            {"id": str(gone.standing.uuid), "name": "Borta", "summary": "Nytt."},
        ),
        person,
    )
    known.name = "Kända av alla"
    known.save()
    gone.delete()
    applied(file, person)
    known.refresh_from_db()
    assert known.summary_sv != "Nytt."
    assert [row.outcome for row in file.rows.all()] == ["left", "left"]
    assert row(file, 2).problems == [["", "någon har ändrat den under tiden"]]
    assert row(file, 3).problems == [["", "finns inte längre i katalogen"]]


def test_a_waiting_draft_is_left_alone_unless_somebody_says_otherwise(person):
    first, second = OrganisationFactory(name="Första"), OrganisationFactory(name="Andra")
    for each in (first, second):
        each.other_names = "I utkastet"
        each.save_revision()
    file = planned(
        csv_of(
            *({"id": str(each.standing.uuid), "name": each.name, "summary": "Ur filen."} for each in (first, second))
        ),
        person,
    )
    assert plans(file) == ["waiting", "waiting"]
    imports.choose(file, 3, chosen=True)
    applied(file, person)
    for each in (first, second):
        each.refresh_from_db()
        assert each.summary_sv == "Lagar cyklar tillsammans."
    draft = second.get_latest_revision_as_object()
    assert (draft.other_names, draft.summary_sv) == ("I utkastet", "Ur filen.")
    assert first.get_latest_revision_as_object().summary_sv == "Lagar cyklar tillsammans."
    undone(file, person)
    second.refresh_from_db()
    draft = second.get_latest_revision_as_object()
    assert (draft.other_names, draft.summary_sv, second.summary_sv) == ("I utkastet",) + (
        "Lagar cyklar tillsammans.",
    ) * 2


def test_a_draft_that_comes_after_the_plan_is_left_too(person):
    known = OrganisationFactory(name="Kända")
    file = planned(changing(known, name="Kända", summary="Nytt."), person)
    known.save_revision()
    applied(file, person)
    assert row(file).outcome == "left"


def test_whoever_is_killed_in_the_middle_leaves_whole_batches_and_the_next_goes_on(person, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    file = planned(csv_of(*({**GOOD, "name": f"Nr {number}"} for number in range(7))), person)
    imports.apply(file, by=person)
    real, calls = importing._log, []

    def killed(*args):
        calls.append(args)
        if len(calls) == 3:
            raise KeyboardInterrupt
        real(*args)

    monkeypatch.setattr(importing, "_log", killed)
    with pytest.raises(KeyboardInterrupt):
        work()
    file.refresh_from_db()
    assert (Organisation.objects.count(), file.done, file.state) == (4, 4, "applying")
    # It is somebody's for a while yet.
    work()
    assert Organisation.objects.count() == 4
    Import.objects.update(leased_until=timezone.now())
    work()
    file.refresh_from_db()
    assert (Organisation.objects.count(), file.done, file.state) == (7, 7, "applied")
    assert sorted(Organisation.objects.values_list("slug", flat=True)) == [f"nr-{number}" for number in range(7)]


def test_a_button_pressed_twice_starts_once(person):
    file = planned(csv_of(GOOD), person)
    imports.apply(file, by=person)
    with pytest.raises(imports.NotNow):
        imports.apply(file, by=person)
    with pytest.raises(imports.NotNow):
        imports.discard(file)
    work()
    work()
    assert Organisation.objects.count() == 1


def test_two_imports_of_one_source_make_one_entry(person):
    rows = csv_of({"source_id": "a-1", **GOOD})
    first, second = planned(rows, person), planned(rows, person)
    applied(first, person)
    applied(second, person)
    assert Organisation.objects.count() == 1
    assert row(second).problems == [["", "har kommit in i katalogen sedan filen lästes"]]


def test_a_file_that_kills_the_worker_again_and_again_is_given_up(person, monkeypatch):
    file = imports.hand_in(csv_of(GOOD), "ond.csv", by=person, language="sv")

    def dies(content):
        raise MemoryError

    monkeypatch.setattr(import_work, "open_file", dies)
    for _time in range(import_work.ATTEMPTS):
        with pytest.raises(MemoryError):
            work()
        Import.objects.update(leased_until=timezone.now())
    work()
    file.refresh_from_db()
    assert (file.state, file.content) == ("unreadable", None)


def test_likely_duplicates_are_pointed_out_of_the_directory_and_of_the_file(person):
    there = OrganisationFactory(name="Återbruket i Lund", website="https://aterbruket.example.org")
    file = planned(
        csv_of(
            {**GOOD, "name": "Aterbruket i Lund ek. för."},
            {**GOOD, "name": "Annat", "website": "http://www.aterbruket.example.org/om"},
            {**GOOD, "name": "Ensam"},
            {**GOOD, "name": "Ensam ideell förening"},
        ),
        person,
    )
    assert row(file, 2).alike == [[there.pk, "Återbruket i Lund", ["name"]]]
    assert row(file, 3).alike == [[there.pk, "Återbruket i Lund", ["domain"]]]
    assert row(file, 4).alike == []
    assert row(file, 5).alike == [[None, "rad 4 i filen", ["name"]]]
    assert [row(file, line).plan for line in (2, 3, 4, 5)] == ["twin", "twin", "new", "new"]


def test_what_looks_like_one_that_is_there_goes_in_only_if_somebody_says_that_it_is_another(person):
    OrganisationFactory(name="Klubbhuset Fyren")
    file = planned(csv_of({**GOOD, "name": "Klubbhuset Fyren"}, {**GOOD, "name": "Klubbhuset Fyren i Ystad"}), person)
    imports.choose(file, 3, chosen=True)
    imports.apply(file, by=person)
    work()
    names = Organisation.objects.order_by("name").values_list("name", flat=True)
    assert list(names) == ["Klubbhuset Fyren", "Klubbhuset Fyren i Ystad"]
    file.refresh_from_db()
    imports.undo(file, by=person)
    work()
    assert Organisation.objects.get().name == "Klubbhuset Fyren"


def test_planning_asks_as_much_for_many_rows_as_for_few(person, django_assert_max_num_queries):
    many = [OrganisationFactory(name=f"Nr {number}") for number in range(60)]
    content = csv_of(*({"id": str(each.standing.uuid), "name": f"{each.name} b", "summary": "Ny."} for each in many))
    file = imports.hand_in(content, "rader.csv", by=person, language="sv")
    with django_assert_max_num_queries(60):
        work()
    assert plans(file) == ["changed"] * 60


def test_columns_of_another_kind_and_years_that_cannot_be_are_wrong(person):
    file = planned(
        csv_of(
            {**GOOD, "stage": "Idé"},
            {**GOOD, "form": "projekt", "started": "2019", "ended": "2001"},
            {**GOOD, "founded": "2999"},
            {**GOOD, "organisation_number": "811218-9876"},
            {**GOOD, "tags": "Finns inte"},
            {**GOOD, "contact_email": "ingen adress"},
            {**GOOD, "places": "a | b | 12"},
            {**GOOD, "type": "kommun"},
        ),
        person,
    )
    assert set(plans(file)) == {"bad"}
    columns = [column for row in file.rows.all() for column, _why in row.problems]
    first = ["stage", "ended", "founded", "organisation_number"]
    assert columns == [*first, "tags", "contact_email", "places", "type"]


def test_old_imports_are_forgotten_with_their_rows(person):
    file = planned(csv_of({**GOOD, "contact_email": "hemlig@example.org"}), person)
    assert imports.forget_old() == 0
    Import.objects.filter(pk=file.pk).update(changed_at=timezone.now() - imports.KEPT - timedelta(days=1))
    assert imports.forget_old() == 1
    assert not ImportRow.objects.exists()


def test_the_demonstrations_import_can_be_undone_in_the_admin(person, tmp_path):
    from django.core.management import call_command

    path = tmp_path / "rader.csv"
    path.write_bytes(csv_of({"source_id": "a-1", "website": "", "source_url": "", **GOOD}))
    call_command("import_directory", str(path))
    file = Import.objects.get()
    assert not file.content
    undone(file, person)
    assert not Organisation.objects.exists()


def test_a_source_can_be_imported_again_after_it_was_undone(person):
    rows = {"source_id": "a-1", **GOOD}
    applied(planned(csv_of(rows), person), person)
    file = applied(planned(csv_of({**rows, "summary": "Nytt."}), person), person)
    undone(file, person)
    assert Organisation.objects.get().summary_sv == GOOD["summary"]
    assert plans(planned(csv_of({**rows, "summary": "Nytt."}), person)) == ["changed"]


def test_an_activity_is_tied_to_the_organisation_of_the_same_file_and_both_are_undone(person):
    file = planned(
        csv_of({**GOOD, "name": "Vävstugan", "form": "verksamhet vid Föreningen Ett"}, GOOD),
        person,
    )
    applied(file, person)
    assert Initiative.objects.get().parts.get().organisation.name == "Föreningen Ett"
    undone(file, person)
    assert not Organisation.objects.exists()
    assert not Initiative.objects.exists()


def test_an_initiative_of_somebody_else_keeps_its_organisation(person):
    file = applied(planned(csv_of(GOOD), person), person)
    InitiativeFactory(by=[Organisation.objects.get()])
    undone(file, person)
    assert row(file).outcome == "kept"
    assert Organisation.objects.exists()
