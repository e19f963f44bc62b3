"""What became of asking an endpoint for other words, in plain words: why the article was quoted instead, what to do."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from slovo.assistant.voice_models import TROUBLES, Outcome
from slovo.assistant.voice_setting import Trial

WORDS_CHARACTERS_MAX = 500
OUTCOMES: dict[str, str | Promise] = {
    "": _("It was asked, and no answer is known: it is still awaited, or the machine was stopped meanwhile."),
    Outcome.SPOKEN: _("All of it stands in what it quotes."),
    Outcome.UNREACHED: _("It is not reached: nobody answers under this address. Check its name and port."),
    Outcome.SLOW: _("It does not answer in time. Wait for it longer, or choose a smaller model."),
    Outcome.INSIDE: _(
        "Its address lies inside a network. An administrator of the machine can allow it: SLOVO_OUTGOING_ALLOWED."
    ),
    Outcome.KEY: _("It refuses the key. Copy the key once more, and check that it is valid for this model."),
    Outcome.MODEL: _("It knows no model of this name, or nothing under this address, which ends in /v1 as a rule."),
    Outcome.STATUS: _("It answers with an error. Its own words say why."),
    Outcome.SHAPE: _("Its answer has another form than that of an OpenAI-compatible endpoint. Check the address."),
    Outcome.SILENT: _("It says that the passages do not answer the question."),
    Outcome.BROKEN: _("It did not keep to the form of an answer with quotes. A larger model may."),
    Outcome.LENGTH: _("Its answer is too long."),
    Outcome.LANGUAGE: _("It answers in another language than it was asked in."),
    Outcome.MARK: _("It names something that was masked, and that nobody had written."),
    Outcome.QUOTE: _("It quotes what the article does not say."),
    Outcome.NUMBER: _("It names a number, a price or a time that does not stand in what it quotes."),
    Outcome.CONTACT: _("It names a link or an address that does not stand in what it quotes."),
    Outcome.NAME: _("It names somebody or something that does not stand in what it quotes."),
    Outcome.PROMISE: _("It promises something."),
    Outcome.SENSE: _("It drops or adds a “not” or an “only”."),
    Outcome.WORDS: _("Too many of its words do not stand in what it quotes."),
}


@dataclass(frozen=True, slots=True)
class Tried:
    """`code`: "well", "careful" or "failed". `said`: its own words, the beginning."""

    code: str
    icon: str
    heading: str | Promise
    words: str | Promise
    said: str


def tried(trial: Trial) -> Tried:
    words = OUTCOMES[trial.outcome]
    if trial.outcome == Outcome.SPOKEN:
        return Tried("well", "circle-check", _("This works."), words, trial.words)
    said = (trial.heard.words or trial.heard.said)[:WORDS_CHARACTERS_MAX]
    if trial.outcome in TROUBLES:
        return Tried("failed", "octagon-alert", _("This does not work yet."), words, said)
    return Tried("careful", "triangle-alert", _("It answers, and this answer would not be said."), words, said)
