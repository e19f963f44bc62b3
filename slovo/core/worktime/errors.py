from slovo.core.errors import UnableTo


class UnableToReadCalendar(UnableTo):
    """A calendar document says something that no calendar can mean. The message begins with the key."""


class UnableToCountWorkingTime(UnableTo):
    """A question about working time that has no answer."""
