"""Meetups for calendar programs: iCalendar (RFC 5545), in mail as iTIP (RFC 5546) by RFC 6047.

A meetup has one UID for ever, in the file and in every mail. Which of two versions is the newer is said by SEQUENCE,
the number of its announcement, then by DTSTAMP, the moment of writing. No file names another than the one who gets
it, and only the file of one who takes part online holds the link to it.
"""

from datetime import datetime
from email.utils import parseaddr
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.utils import timezone

from events.models import Announcement, Event, EventStatus, Registration, Way

PRODUCT = "-//Social Innovation Skåne//portal//SV"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
# By rule. What icalendar writes of it by itself begins each summer an hour late (RFC 5545, 3.6.5: the onset is said in
# the time before it), and is a page of dates that ical.js does not follow.
STOCKHOLM = """\
BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
# Calendar programs take what is moved for what takes place: its time says the rest.
STATES = {EventStatus.CANCELLED: "CANCELLED", EventStatus.POSTPONED: "CANCELLED"}


def published(event: Event) -> bytes:
    """The file that anybody can fetch from the meetup's page."""
    return calendar(PUBLISH, entry(event)).to_ical()


def invitation(registration: Registration) -> bytes:
    """For the mail that tells one person when and where: put into the calendar as accepted, or changed there."""
    item = entry(registration.event)
    if registration.pool.way == Way.ONLINE and registration.event.online_link:
        item["location"] = icalendar.vText(registration.event.online_link)
    item.add("attendee", _attendee(registration, "ACCEPTED"), encode=False)
    return calendar(REQUEST, item).to_ical()


def withdrawal(registration: Registration) -> bytes:
    """For the mail that says that the meetup is off, or that this one person does not come after all.

    Only when the meetup itself is off does it carry a STATUS: it may be in a shared calendar (RFC 5546, 3.2.5).
    """
    item = entry(registration.event)
    if registration.event.takes_place:
        item.pop("status", None)
    else:
        item["status"] = icalendar.vText("CANCELLED")
    item.add("attendee", _attendee(registration, "DECLINED"), encode=False)
    return calendar(CANCEL, item).to_ical()


def entry(event: Event) -> icalendar.Event:
    """What everybody may know of the meetup, in the language that is active."""
    address = settings.BASE_URL + event.get_absolute_url()
    item = icalendar.Event()
    item.add("uid", f"{event.uuid}@social-innovation-portal")
    item.add("sequence", _number(event))
    item.add("dtstamp", timezone.now().astimezone(ZoneInfo("UTC")))
    item.add("dtstart", _local(event.starts_at))
    item.add("dtend", _local(event.ends_at))
    item.add("summary", event.title)
    item.add("description", f"{event.lead}\n\n{address}")
    item.add("location", ", ".join(filter(None, [event.where, event.address])))
    item.add("url", address)
    item.add("status", STATES.get(EventStatus(event.status), "CONFIRMED"))
    if event.latitude is not None and event.longitude is not None:
        item.add("geo", (event.latitude, event.longitude))
    item.add("organizer", _organizer(event), encode=False)
    return item


def _number(event: Event) -> int:
    """Of its state that was announced last; a feed has read that of all at once."""
    if "sequence" in vars(event):
        return vars(event)["sequence"] or 0
    latest = Announcement.objects.latest_of(event)
    return latest.sequence if latest else 0


def calendar(method: str, *items: icalendar.Event) -> icalendar.Calendar:
    """The whole file around what `entry` gives."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(icalendar.Timezone.from_ical(STOCKHOLM))
    for item in items:
        calendar.add_component(item)
    return calendar


def _local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo("Europe/Stockholm"))


def _organizer(event: Event) -> icalendar.vCalAddress:
    """Where a calendar program's answer goes: to the meetup's contact, else to the portal."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = icalendar.vCalAddress(f"mailto:{event.contact_email or address}")
    organizer.params["cn"] = icalendar.vText(event.contact_name or name or address)
    return organizer


def _attendee(registration: Registration, answer: str) -> icalendar.vCalAddress:
    attendee = icalendar.vCalAddress(f"mailto:{registration.email}")
    attendee.params["cn"] = icalendar.vText(registration.name)
    attendee.params["role"] = icalendar.vText("REQ-PARTICIPANT")
    attendee.params["partstat"] = icalendar.vText(answer)
    attendee.params["rsvp"] = icalendar.vText("FALSE")
    return attendee
