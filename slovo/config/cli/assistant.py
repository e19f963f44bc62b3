"""`slovo assistant …`: how well it answers, how sure it has to be, a talk with it."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from slovo.config.cli import assistant_flows, assistant_voice

if TYPE_CHECKING:
    from slovo.core.numbers import Share

HOME = Path(__file__).parents[2] / "assistant" / "data"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    measure = _with_files(actions, "measure", "precision, coverage and wrong answers on labelled questions")
    wrong = "name every question that was answered wrongly, every sentence that was heard wrongly"
    measure.add_argument("--wrong", action="store_true", help=wrong)
    heard = "sentences {id, lang, text, heard} as heard_….jsonl (default: those shipped)"
    measure.add_argument("--heard", type=Path, default=HOME, metavar="FOLDER", help=heard)
    measure.add_argument("--few", action="store_true", help="also with a few of the articles alone, drawn by lot")
    assistant_voice.add_arguments(measure)
    measure.set_defaults(perform=_measure)
    calibrate = _with_files(actions, "calibrate", "fit anew when it says that it knows, on the calibration half")
    calibrate.set_defaults(perform=_calibrate)
    learn = actions.add_parser("learn", help=(told := "fit anew how a call and anger sound"), description=told)
    learn.add_argument("--heard", type=Path, default=HOME, metavar="FOLDER", help=heard)
    learn.add_argument("--to", type=Path, default=HOME / "sounding.json", metavar="FILE", help="where the weights go")
    learn.set_defaults(perform=_learn)
    summary = "talk with it: a line of yours, then its answer; at the end what a person would be told"
    talk = actions.add_parser("talk", help=summary, description=summary)
    talk.add_argument("--lang", required=True, choices=("ru", "uk", "en"), help="the language of the talk")
    _add_articles(talk)
    talk.set_defaults(perform=_talk)
    assistant_flows.add_arguments(actions)


def _with_files(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, summary: str
) -> argparse.ArgumentParser:
    action = actions.add_parser(name, help=summary, description=summary)
    asked = "JSON lines {id, lang, text, article}; odd ids are held out (default: those shipped)"
    action.add_argument("--questions", type=Path, default=HOME / "questions.jsonl", metavar="FILE", help=asked)
    _add_articles(action)
    return action


def _add_articles(action: argparse.ArgumentParser) -> None:
    kept = "articles as LANGUAGE/….md (default: those shipped)"
    action.add_argument("--articles", type=Path, default=HOME / "articles", metavar="FOLDER", help=kept)


def run(arguments: argparse.Namespace) -> int:
    from slovo.config.cli.setup import django_ready

    django_ready()
    status: int = arguments.perform(arguments)
    return status


def _measure(arguments: argparse.Namespace) -> int:
    from slovo.assistant import measuring

    asked = measuring.ask_all(list(measuring.questions(arguments.questions)), arguments.articles)
    print(f"{'questions':<11}{'language':<10}{'precision':<30}{'coverage':<30}wrong of all")
    for name, belongs in measuring.SETS.items():
        for language in (*measuring.LANGUAGES, "any"):
            of_these = [one for one in asked if belongs(one.question) and language in {one.question.lang, "any"}]
            told = measuring.figures(of_these)
            print(f"{name:<11}{language:<10}{said(told.precision):<30}{said(told.coverage):<30}{said(told.wrong)}")
    if arguments.few:
        _measure_few(arguments)
    _measure_hearing(arguments)
    for one in asked:
        if arguments.wrong and one.is_answered and not one.is_right and one.found:
            print(f"{one.question.id}: {one.question.text} → {one.found.passage.article}, not {one.question.article}")
    return assistant_voice.measure(arguments, asked) if arguments.voice else 0


def _measure_few(arguments: argparse.Namespace) -> None:
    from slovo.assistant import measuring

    questions = list(measuring.questions(arguments.questions))
    print(f"\n{'articles':<11}{'':<10}{'precision':<30}{'coverage':<30}wrong of all")
    for number in measuring.FEW:
        told = measuring.figures(measuring.ask_few(questions, arguments.articles, number))
        print(f"{number:<11}{'any':<10}{said(told.precision):<30}{said(told.coverage):<30}{said(told.wrong)}")


def _measure_hearing(arguments: argparse.Namespace) -> None:
    from slovo.assistant import hearing_measuring

    print(f"\n{'sentences':<16}{'which':<11}{'heard':<10}{'recall':<30}false alarms")
    for name, (_hear, labels) in hearing_measuring.LISTS.items():
        found = list(hearing_measuring.sentences(arguments.heard, name))
        held_out = [one for one in found if one.is_held_out]
        for those, sentences in (("held out", held_out), ("all", found)):
            for label in labels:
                told = hearing_measuring.figures(sentences, label)
                print(f"{name:<16}{those:<11}{label:<10}{said(told.recall):<30}{said(told.false_alarms)}")
        for one in found:
            if arguments.wrong and one.heard != one.is_heard:
                print(f"{one.id}: {one.text} → {one.is_heard or 'nothing'}, not {one.heard or 'nothing'}")


def _calibrate(arguments: argparse.Namespace) -> int:
    from slovo.assistant import calibrating, measuring

    questions = [one for one in measuring.questions(arguments.questions) if not one.is_held_out]
    few = [measuring.ask_few(questions, arguments.articles, number) for number in measuring.FEW]
    fitted = calibrating.fitted(measuring.ask_all(questions, arguments.articles), few)
    print(f"BIAS = {fitted.bias:.3f}")
    print(f"WEIGHTS = ({', '.join(f'{weight:.3f}' for weight in fitted.weights)})")
    print(f"ANSWER_FROM = {fitted.answer_from:.3f}")
    return 0


def _learn(arguments: argparse.Namespace) -> int:
    from slovo.assistant import learning, sounding

    labelled = learning.known(arguments.heard)
    for what in sounding.FROM:
        print(f"{what}: from {learning.threshold(learning.by_folds(labelled, what)):.2f}")
    arguments.to.write_text(learning.written((what, learning.learn(labelled, what)) for what in sounding.FROM))
    return 0


def _talk(arguments: argparse.Namespace) -> int:
    from slovo.assistant import measuring, talking
    from slovo.assistant.retrieval import Library
    from slovo.assistant.source import Source

    library = Library(measuring.articles(arguments.articles, arguments.lang), arguments.lang)
    talk = talking.Talk()
    for text in filter(str.strip, sys.stdin):
        talk, reply = talking.reply(
            talk,
            text,
            library=library,
            language=arguments.lang,
            source=lambda id_: Source(f"{arguments.lang}/{id_}.md"),
        )
        if reply and reply.words:
            print(reply.words, end="\n\n", flush=True)
        if reply and reply.reason:
            print(talking.summary(talk, reply.reason, language=arguments.lang))
    return 0


def said(share: "Share") -> str:
    """With its count and the interval in which it lies with a certainty of 95 percent."""
    if share.value is None:
        return "of nothing"
    return f"{share.value:.1%} {share.count}/{share.of} ({share.low:.1%}–{share.high:.1%})"
