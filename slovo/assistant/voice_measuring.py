"""How an endpoint fares on labelled questions: how often its words are said, and why they are refused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from slovo.assistant import masks, voice_line
from slovo.assistant.measuring import Asked, UnableToMeasure
from slovo.assistant.voice_judging import judged, passages_of
from slovo.assistant.voice_line import Line
from slovo.assistant.voice_models import TROUBLES, Outcome

TROUBLES_MAX = 3  # in a row: then nobody goes on


@dataclass(frozen=True, slots=True)
class Voiced:
    """`words`: what the model wrote, said or not."""

    asked: Asked
    outcome: Outcome
    words: str


def ask_all(asked: Sequence[Asked], line: Line) -> Iterator[Voiced]:
    """Those that the assistant answers, one after the other. Raises UnableToMeasure when it is not to be reached."""
    in_row = 0
    for one in asked:
        if not (one.is_answered and one.found):
            continue
        voiced = _ask(one, line)
        in_row = in_row + 1 if voiced.outcome in TROUBLES else 0
        if in_row >= TROUBLES_MAX:
            words = _("%(address)s does not answer (%(why)s). Check the address, the model and the key.")
            raise UnableToMeasure(words % {"address": line.address, "why": voiced.outcome.value})
        yield voiced


def _ask(one: Asked, line: Line) -> Voiced:
    assert one.found
    passage, language = one.found.passage, one.question.lang
    question = masks.masked(one.question.text, names=(), said=passage.whole)
    body = voice_line.body_of(
        model=line.model,
        question=question.text,
        title=passage.title,
        passages=passages_of(passage),
        language=language,
    )
    heard = voice_line.ask(line, body)
    outcome, _words = judged(heard, question=question, passage=passage, language=language)
    return Voiced(one, outcome, heard.words)
