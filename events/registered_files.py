"""Those registered, as a file for a spreadsheet."""

import csv
from collections.abc import Iterable
from io import BytesIO, StringIO

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from directory.exchange.writing import write_workbook
from events.models import Question, Registration
from portal.plugins.cells import as_text


def rows(registrations: Iterable[Registration], questions: Iterable[Question], *, with_needs: bool) -> list[list[str]]:
    """A line for each registration below the headings, with an answer to each of `questions`.

    What is said of food and access is there only `with_needs`, whatever has become of the question since.
    """
    questions = [question for question in questions if with_needs or not question.is_sensitive]
    headings = [
        _("Name"),
        _("E-mail"),
        _("Takes part"),
        _("Status"),
        _("Registered on"),
        _("People"),
        _("Brings"),
        _("Came"),
        _("Note"),
        *(question.label for question in questions),
    ]
    return [headings, *(_row(registration, questions, with_needs) for registration in registrations)]


def _row(registration: Registration, questions: list[Question], with_needs: bool) -> list[str]:
    people = registration.people
    answers = {
        answer.question_id: answer.in_words
        for answer in registration.answers.all()
        if with_needs or not answer.is_sensitive
    }
    return [
        registration.name_for_hosts,
        registration.email_for_hosts,
        str(registration.pool.get_way_display()),
        str(registration.get_status_display()),
        f"{localtime(registration.created_at):%Y-%m-%d %H:%M}",
        str(registration.seats),
        ", ".join(person.name for person in people[1:]),
        str(sum(person.checked_in_at is not None for person in people)),
        registration.note,
        *(answers.get(question.pk, "") for question in questions),
    ]


def as_csv(lines: Iterable[Iterable[str]]) -> bytes:
    """With a mark of its encoding and semicolons, as spreadsheets in Swedish expect it."""
    file = StringIO()
    writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerows([as_text(cell) for cell in line] for line in lines)
    return f"\ufeff{file.getvalue()}".encode()


def as_xlsx(lines: list[list[str]]) -> bytes:
    """Every cell is text: what begins like a formula is none."""
    file = BytesIO()
    write_workbook(file, lines[0], lines[1:])
    return file.getvalue()


FORMATS = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
}
