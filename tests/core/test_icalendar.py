"""A meeting as RFC 5545 wants it written."""

from datetime import UTC, datetime

import pytest

from slovo.core.icalendar import REQUEST, Meeting, escaped, folded, written


def meeting(**more: object) -> Meeting:
    given = {
        "uid": "7@chainik.example",
        "sequence": 2,
        "method": REQUEST,
        "title": "Примерка",
        "place": "",
        "starts_at": datetime(2026, 7, 1, 9, tzinfo=UTC),
        "ends_at": datetime(2026, 7, 1, 10, tzinfo=UTC),
        "zone": "Europe/Kyiv",
        "organizer": "help@chainik.example",
        "organizer_name": "Чайник и Ко",
        "attendee": "irina@example.com",
        "written_at": datetime(2026, 6, 1, tzinfo=UTC),
    }
    return Meeting(**{**given, **more})  # type: ignore[arg-type]  # as a story tells it


def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut() -> None:
    text = written(meeting(title="Очень долгая примерка чайника " * 10))

    lines = text.split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) == 75 or max(map(len, lines)) == 74
    assert all(line.decode() for line in lines)
    unfolded = text.decode().replace("\r\n ", "")
    assert f"SUMMARY:{'Очень долгая примерка чайника ' * 10}\r\n" in unfolded


def test_a_line_of_75_octets_is_not_folded_and_one_of_76_is() -> None:
    assert folded("x" * 75) == b"x" * 75 + b"\r\n"
    assert folded("x" * 76) == b"x" * 75 + b"\r\n x\r\n"


def test_what_has_a_meaning_is_escaped() -> None:
    assert escaped("a;b,c\\d\r\ne\nf") == "a\\;b\\,c\\\\d\\ne\\nf"


def test_no_name_breaks_out_of_its_parameter() -> None:
    text = written(meeting(organizer_name='Чай"\r\nX-EVIL:1')).decode()
    assert 'ORGANIZER;CN="ЧайX-EVIL:1":mailto:help@chainik.example\r\n' in text


@pytest.mark.parametrize(
    ("zone", "lines"),
    [
        ("Europe/Moscow", ["BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0300", "TZOFFSETTO:+0300"]),
        ("Asia/Kolkata", ["BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0530", "TZOFFSETTO:+0530"]),
    ],
)
def test_a_zone_whose_clocks_stand_has_one_offset(zone: str, lines: list[str]) -> None:
    text = written(meeting(zone=zone)).decode().split("\r\n")
    start = text.index(f"TZID:{zone}") + 1
    assert text[start : start + 4] == lines


def test_the_clocks_of_kyiv_change_when_they_do() -> None:
    text = written(meeting()).decode()

    assert "DTSTART;TZID=Europe/Kyiv:20260701T120000\r\n" in text
    summer = "DTSTART:20260329T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0300\r\nEND:DAYLIGHT"
    winter = "DTSTART:20261025T040000\r\nTZOFFSETFROM:+0300\r\nTZOFFSETTO:+0200\r\nEND:STANDARD"
    assert summer in text
    assert winter in text
