"""What is wrong with a calendar file: as icalendar, libical and our own eyes see it."""

import ctypes
import re
from functools import cache

import icalendar

PEOPLE = ("ORGANIZER", "ATTENDEE")
URI = re.compile(r"[a-z][a-z0-9+.-]*:")


@cache
def libical() -> ctypes.CDLL:
    library = ctypes.CDLL("libical.so.3")
    library.icalparser_parse_string.restype = ctypes.c_void_p
    library.icalrestriction_check.argtypes = [ctypes.c_void_p]
    library.icalcomponent_as_ical_string.argtypes = [ctypes.c_void_p]
    library.icalcomponent_as_ical_string.restype = ctypes.c_char_p
    library.icalcomponent_free.argtypes = [ctypes.c_void_p]
    return library


def faults(file: bytes) -> list[str]:
    """Each in a sentence; none is good."""
    return [*_lines(file), *_restrictions(file), *_components(file)]


def _lines(file: bytes) -> list[str]:
    found = []
    if re.search(rb"(?<!\r)\n|\r(?!\n)", file):
        found.append("A line does not end with CRLF.")
    if any(len(line) > 75 for line in file.split(b"\r\n")):
        found.append("A line has more than 75 octets.")
    for line in file.decode().replace("\r\n ", "").split("\r\n"):
        if line.startswith(PEOPLE):
            name, _parameters, value = icalendar.parser.Contentline(line).parts()
            if not URI.match(value):
                found.append(f"No URI: {name}")
    return found


def _restrictions(file: bytes) -> list[str]:
    """RFC 5545's and, by its METHOD, RFC 5546's, as libical has them."""
    library = libical()
    component = library.icalparser_parse_string(file)
    library.icalrestriction_check(component)
    said = library.icalcomponent_as_ical_string(component).decode().replace("\r\n ", "")
    library.icalcomponent_free(component)
    return re.findall(r"^X-LIC-ERROR[^\r\n]*", said, re.MULTILINE)


def _components(file: bytes) -> list[str]:
    calendar = icalendar.Calendar.from_ical(file)
    found = [f"Without VTIMEZONE: {name}" for name in calendar.get_missing_tzids()]
    for item in calendar.walk("VEVENT"):
        found += [f"Without {name}" for name in ("UID", "DTSTAMP", "DTSTART", "SEQUENCE") if name not in item]
        found += [str(error) for error in item.errors]
    return found
