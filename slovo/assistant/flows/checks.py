"""Whether a flow is sound: everything reached, every branch ended, every word there. What is not is told in words."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from slovo.assistant.flows.document import (
    CHOICES_MAX,
    KEY,
    KEY_CHARACTERS_MAX,
    NAME_CHARACTERS_MAX,
    NAMES,
    NEEDED,
    TIMES,
    WORDS_CHARACTERS_MAX,
    Asked,
    Document,
    FlowStep,
    StepKind,
)
from slovo.conversations.outgoing import OPTION_CHARACTERS_MAX

_NAME = re.compile(r"\{(.*?)\}")


@dataclass(frozen=True, slots=True)
class Complaint:
    """`step`: the key of the one that it is about, "" for the whole."""

    step: str
    words: str


def complaints(document: Document, *, languages: Collection[str], visit_types: Collection[str]) -> list[Complaint]:
    """None: it is sound. `languages`: those that the brand speaks. `visit_types`: public ids of what it books."""
    found = [Complaint("", words) for words in _of_the_whole(document, languages)]
    keys = [one.key for one in document.steps]
    for step in document.steps:
        found += [Complaint(step.key, words) for words in _of_step(step, keys, languages, visit_types)]
    if not found:  # the ways are walked where they lead somewhere
        found += _of_ways(document)
    return found


def _of_the_whole(document: Document, languages: Collection[str]) -> Iterator[str]:
    if missing := [code for code in languages if not document.name.get(code)]:
        yield _("It has no name in: %(languages)s.") % {"languages": _named(missing)}
    if any(len(text) > NAME_CHARACTERS_MAX for text in document.name.values()):
        yield _("Its name has more than %(count)d characters.") % {"count": NAME_CHARACTERS_MAX}
    if mute := [code for code in languages if not document.starts.get(code) and not document.menu.get(code)]:
        words = _("Nothing starts it in: %(languages)s. Write what visitors say, or offer it in the menu.")
        yield words % {"languages": _named(mute)}
    if document.menu and (missing := [code for code in languages if not document.menu.get(code)]):
        yield _("The menu has no words for it in: %(languages)s.") % {"languages": _named(missing)}
    if any(len(text) > OPTION_CHARACTERS_MAX for text in document.menu.values()):
        yield _("Its words in the menu have more than %(count)d characters.") % {"count": OPTION_CHARACTERS_MAX}
    if not document.steps:
        yield _("It has no step yet. Add the first one.")


def _of_step(
    step: FlowStep, keys: list[str], languages: Collection[str], visit_types: Collection[str]
) -> Iterator[str]:
    if not KEY.fullmatch(step.key) or len(step.key) > KEY_CHARACTERS_MAX:
        words = _("Name the step in small Latin letters, figures and underscores, %(count)d at most.")
        yield words % {"count": KEY_CHARACTERS_MAX}
    if keys.count(step.key) > 1:
        yield _("Two steps have this name. Rename one.")
    if step.kind not in set(StepKind) or (step.kind == StepKind.ASK and step.asks not in set(Asked)):
        yield _("There is no such kind of step. Choose one of those that are offered.")
        return
    yield from _of_words(step, languages)
    if lost := [key for key in step.goes_to if key and key not in keys]:
        yield _("It leads to a step that is not there: %(step)s.") % {"step": lost[0]}
    if step.kind == StepKind.ASK and step.asks != Asked.CHOICE and not step.next:
        yield _("Nothing follows the answer. Choose the next step.")
    if step.asks == Asked.CHOICE:
        yield from _of_choices(step, languages)
    if step.asks == Asked.SLOT and step.visit_type not in visit_types:
        yield _("Choose which kind of visit the time is for, one that is booked now.")


def _of_words(step: FlowStep, languages: Collection[str]) -> Iterator[str]:
    missing = [code for code in languages if not step.words.get(code)]
    if missing and (step.kind != StepKind.HAND_OVER or step.words):
        yield _("It has no words in: %(languages)s.") % {"languages": _named(missing)}
    if any(len(text) > WORDS_CHARACTERS_MAX for text in step.words.values()):
        yield _("Its words have more than %(count)d characters.") % {"count": WORDS_CHARACTERS_MAX}
    known: Collection[str] = NAMES.get(StepKind(step.kind), ())
    named = {name for text in step.words.values() for name in _NAME.findall(text)}
    for name in sorted(named - set(known)):
        names = ", ".join(f"{{{one}}}" for one in known) or "–"
        yield _("“{%(name)s}” means nothing here. Known names: %(known)s.") % {"name": name, "known": names}


def _of_choices(step: FlowStep, languages: Collection[str]) -> Iterator[str]:
    if not 2 <= len(step.choices) <= CHOICES_MAX:
        yield _("Give it from two to %(count)d answers to choose from.") % {"count": CHOICES_MAX}
    if missing := [code for code in languages if not all(one.names.get(code) for one in step.choices)]:
        yield _("An answer has no words in: %(languages)s.") % {"languages": _named(missing)}
    for code in languages:
        names = [one.names[code].casefold() for one in step.choices if one.names.get(code)]
        if len(set(names)) < len(names):
            yield _("Two answers say the same.")
            break
    if any(len(text) > OPTION_CHARACTERS_MAX for one in step.choices for text in one.names.values()):
        yield _("An answer has more than %(count)d characters.") % {"count": OPTION_CHARACTERS_MAX}
    if not all(one.next for one in step.choices):
        yield _("Each answer leads to a step. Choose one for it.")


def _of_ways(document: Document) -> Iterator[Complaint]:
    steps = {one.key: one for one in document.steps}
    ahead = {key: {one for one in step.goes_to if one} for key, step in steps.items()}
    first = document.steps[0].key
    reached = _reachable(first, ahead)
    for key in steps:
        if key not in reached:
            yield Complaint(key, _("No way leads to this step. Lead to it, or remove it."))
    for key in reached:
        if not any("" in steps[one].goes_to for one in _reachable(key, ahead)):
            yield Complaint(key, _("From here it never ends. Let one of the ways end, or hand over to a person."))
    silent = {key: _without_asking(steps[key]) for key in steps}
    for key in reached:
        if any(key in _reachable(one, silent) for one in silent[key]):
            yield Complaint(key, _("It goes round in a circle without asking the visitor anything."))
    yield from _of_answers(document, reached)


def _without_asking(step: FlowStep) -> set[str]:
    """A time is not asked for where none is free."""
    found = {step.other} if step.kind == StepKind.ASK else set(step.goes_to)
    return {one for one in found if one}


def _reachable(key: str, ahead: Mapping[str, Collection[str]]) -> set[str]:
    found, open_ = {key}, [key]
    while open_:
        fresh = [one for one in ahead[open_.pop()] if one not in found]
        found.update(fresh)
        open_ += fresh
    return found


def _of_answers(document: Document, reached: Collection[str]) -> Iterator[Complaint]:
    """What a deed needs has been answered on every way that leads to it."""
    steps = {one.key: one for one in document.steps}
    everything = frozenset(Asked)
    known = dict.fromkeys(steps, everything) | {document.steps[0].key: frozenset[Asked]()}
    changed = True
    while changed:
        changed = False
        for key in reached:
            step = steps[key]
            for place, following in enumerate(step.goes_to):
                if not following:
                    continue
                # A time that turned out to be taken, or that was never there, is no answer any more.
                lost = set(TIMES) if step.has_other and place else set()
                told = {Asked(step.asks)} if step.kind == StepKind.ASK else set()
                now = known[following] & ((known[key] | told) - lost)
                changed = changed or now != known[following]
                known[following] = frozenset(now)
    asked = {
        Asked.ORDER: _("A way leads here on which no order number was asked for."),
        Asked.SLOT: _("A way leads here on which no time was asked for."),
        Asked.PHONE: _("A way leads here on which no phone number was asked for."),
    }
    for key in steps:
        needed = NEEDED.get(StepKind(steps[key].kind))
        if key in reached and needed and needed not in known[key]:
            yield Complaint(key, asked[needed])


def in_short(found: list[Complaint]) -> str:
    """For a refusal, which has one sentence: the first, and how many more."""
    first = f"{found[0].step}: {found[0].words}" if found[0].step else found[0].words
    if len(found) == 1:
        return first
    more = ngettext("And %(count)d more.", "And %(count)d more.", len(found) - 1) % {"count": len(found) - 1}
    return f"{first} {more}"


def _named(codes: Collection[str]) -> str:
    names = {"ru": _("Russian"), "uk": _("Ukrainian"), "en": _("English")}
    found = [names.get(code, code) for code in codes]
    return ", ".join(name if get_language() == "en" else name.lower() for name in found)
