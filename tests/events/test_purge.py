"""The proof: of people whose time is over, or who asked to be erased, nothing is left anywhere.

Names and addresses that stand nowhere else go through their whole life in the portal; then every column of every table,
the media folder and the log are searched for them.
"""

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from directory.models import Import, Organisation
from directory.services import applications, claims, contacts, import_work, imports, keeping, reports
from events.models import CheckIn, Question, Registration, SeatPool
from events.services import registering
from events.services.links import token_of
from portal.accounts import own_data, services
from portal.accounts.models import Erasure, User
from portal.operations import services as outbox
from portal.operations.models import OutgoingMessage
from portal.plugins.registry import each_contribution
from tests.directory.factories import OrganisationFactory, editor
from tests.events.factories import EventFactory
from tests.portal.operations.mail_server import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.database]
# In every planted name and address. Found whatever its case; long enough that no random key holds it.
MARK = "zqxjkwv"
PEOPLE = ("asa", "bo", "cia", "dan", "eva", "anmalare", "sokande", "kontakt", "vard", "fil", "fraga")


def address(who: str) -> str:
    return f"{who}@{MARK}.example"


@pytest.fixture(autouse=True)
def everything_of_its_own(settings, tmp_path, own_cache):
    settings.EMAIL_BACKEND = "portal.operations.outbox.OutboxBackend"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ERASURES = tmp_path / "erasures.txt"


@pytest.fixture
def worker(settings):
    """Sends what lies in the outbox, and leaves one mail unsent with its error."""
    with MailServer() as server:
        backend = "django.core.mail.backends.smtp.EmailBackend"
        settings.OUTBOX_DELIVERY = {"EMAIL_BACKEND": backend, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": server.port}
        yield outbox.send_due


def dump() -> dict[str, list[str]]:
    """Every row of every table, as text."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = [" ".join(map(_readable, row)) for row in cursor.fetchall()]
    return found


def _readable(value: Any) -> str:
    return bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)


def left(media: Any, log: str) -> list[str]:
    """Where the mark still stands."""
    tables = {table: row for table, rows in dump().items() for row in rows if MARK in row.casefold()}
    files = [path for path in media.rglob("*") if path.is_file() and MARK in str(path).casefold()]
    files += [path for path in media.rglob("*") if path.is_file() and MARK.encode() in path.read_bytes().lower()]
    lines = [line for line in log.splitlines() if MARK in line.casefold()]
    return [f"{table}: {row[:300]}" for table, row in tables.items()] + [*map(str, files), *lines]


def rows(*organisations: tuple[str, str, str]) -> bytes:
    """A file of organisations: id, name and whose address."""
    lines = [f"{key};{name};ideell förening;Kort.;{address(who)};040-12345" for key, name, who in organisations]
    return "\n".join(["source_id;name;form;summary;contact_email;contact_phone", *lines, ""]).encode()


class Life:
    """Everything that the planted people do."""

    def __init__(self, worker: Any) -> None:
        self.editor = editor()
        self.worker = worker
        self.event = EventFactory(
            slug="traffen",
            seats_on_site=3,
            most_companions=2,
            host=self.editor,
            contact_name=f"Vard {MARK}",
            contact_email=address("vard"),
        )
        self.diet = Question.objects.create(event=self.event, kind="diet", label="Mat")
        self.text = Question.objects.create(event=self.event, kind="text", label="Varför kommer du?")
        self.event.save_revision(user=self.editor).publish()
        self.register()
        self.keep_a_profile()
        self.report_and_apply()
        self.import_a_file()
        own_data.mail_link(address("fraga"))
        self.worker()
        OutgoingMessage.objects.filter(recipients__icontains="bo@").update(last_error=f"Refused: {address('bo')}")

    def register(self) -> None:
        for who, brings in (("asa", [f"Kim {MARK}"]), ("dan", []), ("bo", [f"Li {MARK}"]), ("cia", []), ("eva", [])):
            registering.register(
                self.event,
                name=f"{who} {MARK}",
                email=address(who),
                way="on-site",
                companions=brings,
                answers={self.diet: f"nötter {MARK}", self.text: f"Jag heter {MARK}"},
            )
            if who != "cia":
                registering.confirm(token_of(self.of(who)))
            self.worker()
        registering.withdraw(self.of("eva"))
        Registration.objects.filter(pk=self.of("asa").pk).update(note=f"Ring {MARK}")
        CheckIn.objects.create(registration=self.of("asa"), by=self.editor)

    def of(self, who: str) -> Registration:
        return Registration.objects.get(email=address(who))

    def keep_a_profile(self) -> None:
        """A contact person who stands in several versions, and an invitation."""
        self.organisation = OrganisationFactory(name="Fyren")
        person = self.organisation.contacts.create(name=f"Kontakt {MARK}", email=address("kontakt"), is_public=True)
        self.organisation.save()
        contacts.record_consents(self.organisation, {str(person.key): True}, by=None)
        for summary in ("Ett.", "Två."):
            self.organisation.summary_sv = summary
            self.organisation.save_revision(user=self.editor).publish()
        keeping.invite(self.organisation, address("kontakt"), by=self.editor)

    def report_and_apply(self) -> None:
        reports.report(self.organisation, text=f"Fel. Svara {address('anmalare')}.", email=address("anmalare"))
        self.applicant = User.objects.create_user(address("sokande"), first_name=f"Sokande {MARK}")
        self.applicant.confirm_address()
        UserProfile.objects.create(user=self.applicant, avatar=ContentFile(MARK.encode(), name=f"{MARK}.png"))
        values = {
            "name": "Ny förening",
            "form": "ideell-forening",
            "summary_sv": "Ny.",
            "website": "",
            "municipality": None,
        }
        applications.apply(values, by=self.applicant, position=f"ordförande {MARK}")
        claims.claim(self.organisation, by=self.applicant, position=f"medlem {MARK}", message=f"Jag är {MARK}")
        ModelLogEntry.objects.log_action(self.applicant, "wagtail.create", user=self.editor)

    def import_a_file(self) -> None:
        self.file = imports.hand_in(rows(("i-1", "Filen", "fil")), "rader.csv", by=self.editor, language="sv")
        import_work.carry_on()
        self.file.refresh_from_db()
        assert self.file.state == "planned", self.file.problem

    def apply_the_file(self) -> None:
        imports.apply(self.file, by=self.editor)
        import_work.carry_on()
        assert Organisation.objects.get(name="Filen").contact_email == address("fil")


def run_all_jobs() -> None:
    for _app, job in each_contribution("jobs"):
        job.run()


def test_when_its_time_is_over_nothing_of_a_person_is_left(worker, settings, caplog):
    caplog.set_level(logging.DEBUG)
    life = Life(worker)
    assert {"events_registration", "operations_outgoingmessage", "directory_importrow"} <= {
        table for table, rows in dump().items() if any(MARK in row for row in rows)
    }
    counted = SeatPool.objects.values("capacity").get(event=life.event, way="on-site")
    # What ends by what somebody does: a contact person is taken out, a meetup's too, and an account deleted.
    life.organisation.contacts.all().delete()
    life.organisation.contacts = []
    life.organisation.save_revision(user=life.editor).publish()
    life.event.refresh_from_db()
    own_data.erase(address("vard"), by=life.editor)
    services.delete_account(life.applicant)
    for days in (1, 8, 12, 45, 100, 200, 400, 500):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            run_all_jobs()
    assert left(settings.MEDIA_ROOT, caplog.text) == []
    # The numbers stay.
    assert Registration.objects.count() == 5
    assert Registration.objects.filter(status="confirmed").count() == 2
    assert CheckIn.objects.count() == 1
    assert sum(Registration.objects.values_list("seats", flat=True)) == 7
    assert SeatPool.objects.values("capacity").get(event=life.event, way="on-site") == counted


def test_mail_about_a_registration_goes_with_it_even_if_mail_is_kept_longer(worker):
    life = Life(worker)
    type(life.event).objects.filter(pk=life.event.pk).update(days_kept=1)
    with time_machine.travel(life.event.ends_at + timedelta(days=2)):
        run_all_jobs()
    told = [message for message in OutgoingMessage.objects.all() if b"/anmalan/" in bytes(message.mime)]
    assert not told
    assert OutgoingMessage.objects.filter(mime=b"", recipients=[]).count() >= 5


def test_food_and_access_go_first_and_at_once_for_who_does_not_come(worker):
    life = Life(worker)
    run_all_jobs()
    assert set(life.diet.answers.values_list("registration__name", flat=True)) == {
        f"{who} {MARK}" for who in ("asa", "dan", "bo", "cia")
    }
    with time_machine.travel(life.event.ends_at + timedelta(days=4)):
        run_all_jobs()
        assert not life.diet.answers.exists()
        assert life.text.answers.filter(registration__name=f"asa {MARK}").exists()


def test_who_asks_is_erased_everywhere(worker, settings, caplog):
    caplog.set_level(logging.DEBUG)
    life = Life(worker)
    life.apply_the_file()
    assert not [who for who in PEOPLE if not own_data.held(address(who))]
    waiting = life.of("bo")
    messages = OutgoingMessage.objects.count()
    for who in PEOPLE:
        own_data.erase(address(who))
    assert left(settings.MEDIA_ROOT, caplog.text) == []
    assert not [who for who in PEOPLE if own_data.held(address(who))]
    # Nobody was sent anything after it, but for who was offered the seats that became free.
    assert Erasure.objects.count() == len(PEOPLE)
    assert OutgoingMessage.objects.count() >= messages
    assert not OutgoingMessage.objects.filter(state="waiting", recipients=[]).exists()
    waiting.refresh_from_db()
    assert (waiting.name, waiting.status) == ("", "cancelled")
    pool = SeatPool.objects.get(event=life.event, way="on-site")
    assert (pool.taken, pool.waiting) == (0, 0)
    assert life.organisation.error_reports.get().text == "Fel. Svara ."


def test_seats_of_the_erased_are_offered_to_who_waits(worker):
    life = Life(worker)
    assert life.of("bo").status == "waiting"
    own_data.erase(address("asa"))
    assert life.of("bo").status == "offered"
    letter = OutgoingMessage.objects.latest("pk")
    assert letter.recipients == [address("bo")]


def test_the_erased_do_not_come_back_by_a_file(worker):
    life = Life(worker)
    life.apply_the_file()
    own_data.erase(address("fil"))
    content = rows(("i-1", "Filen", "fil"), ("i-2", "Cykelköket", "FIL"))
    again = imports.hand_in(content, "rader.csv", by=life.editor, language="sv")
    import_work.carry_on()
    imports.apply(Import.objects.get(pk=again.pk), by=life.editor)
    import_work.carry_on()
    for name in ("Filen", "Cykelköket"):
        organisation = Organisation.objects.get(name=name)
        assert (organisation.contact_email, organisation.contact_phone) == ("", "")
    kept = str(dump()["directory_importrow"]) + str(dump()["directory_organisationstanding"])
    assert not re.search(MARK, kept, re.IGNORECASE)


def test_a_restored_copy_gives_back_nobody(worker):
    """As if the database were set back: what was erased is there again, the erasures are not."""
    life = Life(worker)
    own_data.erase(address("asa"))
    Erasure.objects.all().delete()
    registering.register(life.event, name="asa", email=address("ASA"), way="on-site")
    assert own_data.replay() == (1, [])
    assert not Registration.objects.of_addresses([address("asa")]).exists()
    assert Registration.objects.of_addresses([address("bo")]).exists()
