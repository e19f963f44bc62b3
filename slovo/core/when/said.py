"""What words say of time, before anybody asks which moment that is."""

from dataclasses import dataclass
from datetime import time

LAST_SECOND = time(23, 59, 59)

PARTS = {  # of a day: when it begins and when it is over
    "early": (time(9), time(10)),  # where it opens: the hour after that
    "morning": (time(9), time(12)),
    "noon": (time(12), time(12)),
    "lunch": (time(13), time(13)),
    "afternoon": (time(13), time(18)),
    "evening": (time(18), time(22)),
    "night": (time(22), LAST_SECOND),
    "midnight": (LAST_SECOND, LAST_SECOND),
}


@dataclass(frozen=True, slots=True)
class Ahead:
    """So many days, weeks or months from today; of `working` days those that open are counted."""

    number: float
    unit: str = "day"  # or "week" or "month"
    working: bool = False


@dataclass(frozen=True, slots=True)
class Weekday:
    number: int  # 0 is Monday
    which: str = ""  # or "this" or "next": of the week that runs, or the one after it


@dataclass(frozen=True, slots=True)
class Date:
    """As written: the month and the year may be missing."""

    day: int
    month: int | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A week, month, year or weekend, or a part of it."""

    unit: str  # "week", "month", "year" or "weekend"
    which: str = "this"  # or "next"
    edge: str = ""  # or "start", "middle" or "end"
    month: int | None = None  # of its name
    year: int | None = None


Day = Ahead | Weekday | Date | Period


@dataclass(frozen=True, slots=True)
class Said:
    """What stands together, up to the token `end`. What is None or empty is not said."""

    end: int
    day: Day | None = None
    clock: time | None = None
    part: str = ""  # of `PARTS`
    by_part: bool = False  # until it begins
    after: time | None = None
    closing: str = ""  # of the "day" or the "working" day
    minutes: float | None = None
    working: bool = False  # the minutes, or the days, are of working time
    spans: bool = False  # the day is told by its distance: «через два дня»
    by: bool = False  # "by", «до»
    settled: bool = False  # the same, or "for", «на»: a past deed may settle it
    rough: bool = False
    needs_promise: bool = False  # too little alone
    void: bool = False  # it is over, or counts from an event
    loose: bool = False  # a clock that no preposition leads: a day must stand beside it

    @property
    def counts_from_now(self) -> bool:
        return self.minutes is not None or self.spans or (self.closing != "" and self.day is None)

    @property
    def exact(self) -> bool:
        return not self.rough and (self.clock is not None or self.minutes is not None)
