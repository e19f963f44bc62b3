"""`slovo assistant measure --voice URL --model NAME`: the same questions through an endpoint."""

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slovo.assistant.measuring import Asked

HEADING = f"{'in other words':<16}{'language':<10}{'said':<30}refused: why, how often"


def add_arguments(measure: argparse.ArgumentParser) -> None:
    asked = "ask this OpenAI-compatible endpoint, …/v1, too: how often its words are said, and why they are refused"
    measure.add_argument("--voice", metavar="URL", help=asked)
    measure.add_argument("--model", metavar="NAME", help="the model's name there")
    measure.add_argument("--key-file", type=Path, metavar="FILE", help="a file with the key, if one is wanted")
    measure.add_argument("--seconds", type=float, default=60.0, metavar="N", help="how long it is waited for (60)")


def measure(arguments: argparse.Namespace, asked: "Sequence[Asked]") -> int:
    from django.utils.translation import gettext as _

    from slovo.assistant import measuring, voice_measuring
    from slovo.assistant.voice_line import Line
    from slovo.assistant.voice_models import Outcome
    from slovo.config.cli.assistant import said
    from slovo.core.numbers import Share

    if not arguments.model:
        raise measuring.UnableToMeasure(_("Name the model, too: --model NAME."))
    line = Line(arguments.voice.rstrip("/"), arguments.model or "", _key(arguments.key_file), arguments.seconds)
    voiced = list(voice_measuring.ask_all(asked, line))
    print(f"\n{HEADING}")
    for language in (*measuring.LANGUAGES, "any"):
        outcomes = Counter(one.outcome for one in voiced if language in {one.asked.question.lang, "any"})
        all_of_them, spoken = outcomes.total(), outcomes.pop(Outcome.SPOKEN, 0)
        why = ", ".join(f"{outcome.value} {count}" for outcome, count in outcomes.most_common())
        print(f"{'':<16}{language:<10}{said(Share(spoken, all_of_them)):<30}{why or 'none'}")
    for one in voiced:
        if arguments.wrong and one.outcome != Outcome.SPOKEN:
            print(f"{one.asked.question.id}: {one.asked.question.text} → {one.outcome.value}: {one.words}")
    return 0


def _key(file: Path | None) -> str:
    from django.utils.translation import gettext as _

    from slovo.assistant.measuring import UnableToMeasure

    try:
        return file.read_text(encoding="utf-8").strip() if file else ""
    except (OSError, ValueError):
        words = _("%(place)s cannot be read; give a file with nothing but the key.")
        raise UnableToMeasure(words % {"place": file}) from None
