"""What of a chat goes to somebody as a letter as well. Parts of other actions."""

from collections.abc import Sequence

from slovo.channels.chat.models import Line
from slovo.channels.models import Outbound


def mark(lines: Sequence[Line], *, letter: Outbound) -> None:
    """Each line goes in one letter, whoever writes it."""
    marked = Line.objects.filter(pk__in=[line.pk for line in lines], letter=None).update(letter=letter)
    assert marked == len(lines), "a line is in another letter already"
