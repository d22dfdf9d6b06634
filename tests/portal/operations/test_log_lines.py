import json
import logging

import pytest

from portal.operations.log_lines import LONGEST, JsonLines, TextLines

NASTY = "first\nsecond\r\x1b[31mred\x00\u2028third"


def record(message: str, *arguments: object, fault: BaseException | None = None) -> logging.LogRecord:
    fault_info = (type(fault), fault, fault.__traceback__) if fault else None
    return logging.LogRecord("test", logging.WARNING, __file__, 1, message, arguments, fault_info)


@pytest.mark.parametrize("formatter", [JsonLines(), TextLines("{levelname} {message}", style="{")])
def test_a_record_is_one_line_that_steers_no_terminal(formatter):
    line = formatter.format(record("Not Found: %s", NASTY))
    assert len(line.splitlines()) == 1
    assert line.isprintable()
    assert "Räksmörgås" in formatter.format(record("Räksmörgås"))


@pytest.mark.parametrize("formatter", [JsonLines(), TextLines("{levelname} {message}", style="{")])
def test_an_endless_text_is_cut(formatter):
    assert len(formatter.format(record("%s", "x" * 1_000_000))) < LONGEST + 200


def test_the_secret_of_a_link_is_not_written_down():
    line = JsonLines().format(record("Forbidden: %s", "/kalender/anmalan/Zk3v0pQh2x9Lr7TtWmYb1A/"))
    assert "Zk3v0pQh" not in line
    slug = "/hitta/organisationer/aktiebolag-med-sarskild-vinstutdelning/"
    assert slug in JsonLines().format(record("Not Found: %s", slug))


def test_a_traceback_lies_within_the_line():
    try:
        raise ZeroDivisionError("by purpose")
    except ZeroDivisionError as error:
        line = JsonLines().format(record("It failed", fault=error))
    assert len(line.splitlines()) == 1
    assert "by purpose" in json.loads(line)["traceback"]
