"""The splitting itself: evidence on lines, quotes, signature, then the parts."""

from dataclasses import dataclass

from slovo.channels.email.quotes.alignment import carry_over
from slovo.channels.email.quotes.lines import Line, Part, joined, text_lines
from slovo.channels.email.quotes.marking import mark_quotes
from slovo.channels.email.quotes.markup import html_lines, is_structured
from slovo.channels.email.quotes.signature import mark_signature


@dataclass(frozen=True, slots=True)
class SplitReply:
    """One message in three parts; together they hold every line of it that is not blank."""

    reply: str
    quote: str
    signature: str


def split_reply(text: str, html: str = "") -> SplitReply:
    """Separates the author's own words from quote and signature; when unsure they stay in the reply.

    With both forms the parts come from `text`, and the structure of `html` says more about them.
    Without `text` they are the lines of `html` as a reader sees them.
    """
    if not text.strip():
        return _parts(_marked(html_lines(html)))
    lines = text_lines(text)
    if html.strip():
        shown = html_lines(html)
        if is_structured(shown):
            carry_over(_marked(shown), lines)
    return _parts(_marked(lines))


def _marked(lines: list[Line]) -> list[Line]:
    mark_quotes(lines)
    declared = [line for line in lines if line.part is Part.SIGNATURE]
    if declared and not any(line.is_own for line in lines):
        for line in declared:  # some people write their letter inside the container of the signature
            line.part = None
    mark_signature(lines)
    return lines


def _parts(lines: list[Line]) -> SplitReply:
    return SplitReply(joined(lines, None), joined(lines, Part.QUOTE), joined(lines, Part.SIGNATURE))
