"""A meeting as calendars understand it: RFC 5545, sent as RFC 5546 says (PUBLISH, REQUEST, CANCEL)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

LINE_BYTES_MAX = 75  # RFC 5545, 3.1
NO_CHANGE_YEARS = 2  # a zone whose clocks stand so long is described by one offset
PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"


@dataclass(frozen=True, slots=True)
class Meeting:
    """`uid` stays for ever; `sequence` rises with each change. Addresses are those of e-mail: nobody
    is invited to what is published."""

    uid: str
    sequence: int
    method: str
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    organizer: str
    organizer_name: str
    attendee: str
    written_at: datetime


def written(meeting: Meeting) -> bytes:
    zone = ZoneInfo(meeting.zone)
    status = "CANCELLED" if meeting.method == CANCEL else "CONFIRMED"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Slovo//Visits//EN",
        f"METHOD:{meeting.method}",
        *_zone_lines(zone, meeting.starts_at),
        "BEGIN:VEVENT",
        f"UID:{escaped(meeting.uid)}",
        f"SEQUENCE:{meeting.sequence}",
        f"DTSTAMP:{_in_utc(meeting.written_at)}",
        f"DTSTART;TZID={zone.key}:{_wall(meeting.starts_at.astimezone(zone))}",
        f"DTEND;TZID={zone.key}:{_wall(meeting.ends_at.astimezone(zone))}",
        f"SUMMARY:{escaped(meeting.title)}",
        *([f"LOCATION:{escaped(meeting.place)}"] if meeting.place else []),
        *_people_lines(meeting),
        f"STATUS:{status}",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def _people_lines(meeting: Meeting) -> Iterator[str]:
    if meeting.organizer:
        yield f"ORGANIZER;CN={_quoted(meeting.organizer_name)}:mailto:{meeting.organizer}"
    if meeting.attendee:
        yield f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:{meeting.attendee}"


def escaped(text: str) -> str:
    """A value of type TEXT: 3.3.11."""
    for character in "\\;,":
        text = text.replace(character, "\\" + character)
    return "\\n".join(text.splitlines())


def folded(line: str) -> bytes:
    """No more than 75 octets a line, never within a character; what goes on begins with a space."""
    pieces, current = [], b""
    for character in line:
        octets = character.encode()
        if len(current) + len(octets) > LINE_BYTES_MAX:
            pieces.append(current)
            current = b" "
        current += octets
    return b"\r\n".join([*pieces, current]) + b"\r\n"


def _quoted(text: str) -> str:
    """A parameter: quotes and line ends have no place in it."""
    kept = "".join(character for character in text if character != '"' and character.isprintable())
    return f'"{kept}"'


def _wall(local: datetime) -> str:
    return f"{local:%Y%m%dT%H%M%S}"


def _in_utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _zone_lines(zone: ZoneInfo, at: datetime) -> Iterator[str]:
    """The offset that holds at the moment, and the changes around it: a calendar need not know the zone."""
    yield from ("BEGIN:VTIMEZONE", f"TZID:{zone.key}")
    changes = list(_changes(zone, at))
    if not changes:
        offset = at.astimezone(zone).utcoffset() or timedelta()
        yield from _observance("STANDARD", "19700101T000000", offset, offset)
    for change in changes:
        before = (change - timedelta(seconds=1)).astimezone(zone).utcoffset() or timedelta()
        after = change.astimezone(zone)
        kind = "DAYLIGHT" if after.dst() else "STANDARD"
        onset = _wall((change + before).replace(tzinfo=None))  # as the clocks showed it before they changed
        yield from _observance(kind, onset, before, after.utcoffset() or timedelta())
    yield "END:VTIMEZONE"


def _observance(kind: str, onset: str, before: timedelta, after: timedelta) -> Iterator[str]:
    yield from (f"BEGIN:{kind}", f"DTSTART:{onset}")
    yield from (f"TZOFFSETFROM:{_offset(before)}", f"TZOFFSETTO:{_offset(after)}", f"END:{kind}")


def _offset(offset: timedelta) -> str:
    minutes = round(abs(offset).total_seconds() / 60)
    return f"{'-' if offset < timedelta() else '+'}{minutes // 60:02}{minutes % 60:02}"


def _changes(zone: ZoneInfo, at: datetime) -> Iterator[datetime]:
    """The moments, in UTC, at which the clocks change in the years around: they do so at whole minutes."""
    first = int(at.timestamp()) // 86_400 - 366 * NO_CHANGE_YEARS // 2
    for day in range(first, first + 366 * NO_CHANGE_YEARS):
        before, after = day * 1_440, (day + 1) * 1_440
        if _offset_at(zone, before) == _offset_at(zone, after):
            continue
        while after - before > 1:
            middle = (before + after) // 2
            if _offset_at(zone, middle) == _offset_at(zone, before):
                before = middle
            else:
                after = middle
        yield datetime.fromtimestamp(after * 60, UTC)


def _offset_at(zone: ZoneInfo, minute: int) -> timedelta | None:
    return datetime.fromtimestamp(minute * 60, zone).utcoffset()
