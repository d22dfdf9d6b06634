"""Log lines that stay one line each, whatever a request holds."""

import json
import logging
import re

LONGEST = 4000
# A part of a path that is long and mixes large and small letters: a link's secret, and no slug.
SECRET = re.compile(r"(?<=/)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{20,}(?=/|\b)")


def _harmless(text: str) -> str:
    """`text` without secrets and characters that would begin a line or steer a terminal, and not endless."""
    text = SECRET.sub("…", text)
    cut = text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text)} characters)"
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in cut)


class TextLines(logging.Formatter):
    """For people at a terminal; only a traceback takes more lines."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = _harmless(record.message)
        return super().formatMessage(record)


class JsonLines(logging.Formatter):
    """For machines: one JSON object a line, its traceback within."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": _harmless(record.getMessage()),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)[-LONGEST:]
        return json.dumps(line, ensure_ascii=False)
