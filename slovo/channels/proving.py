"""Spam protection without a foreign service: whoever brings something works for a moment first (`core/proof`), where
and when the brand wants it. A page that runs no script comes by waiting instead, a few times an hour."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slovo.brands.models import Brand
from slovo.channels.proof_models import Asked, Face, ProofRule
from slovo.core import limits, proof
from slovo.core.errors import UnableTo
from slovo.core.proof import actions

LIFE = {Face.CHAT: timedelta(minutes=10), Face.FORMS: timedelta(hours=24)}  # a form may be written for long
WAITING_SECONDS = 20
WAITED_AN_HOUR_MAX = 6  # from one network: without a script nothing but time is paid
MINUTE, HOUR = 60, 3600


class ProofNeeded(UnableTo):
    """`challenge`: to be answered, or to be brought again once it has been waited for."""

    def __init__(self, challenge: str, words: str) -> None:
        super().__init__(words)
        self.challenge = challenge


@dataclass(frozen=True, slots=True)
class Brought:
    """`noun`: what is brought; a challenge is good for this and nothing else. `proof`: what came with it. `network`:
    from where, under a seal. `once`: by which the same thing sent twice is known as one, "" where it is not."""

    brand: Brand
    face: Face
    noun: str
    proof: str
    network: str
    once: str = ""

    @property
    def purpose(self) -> str:
        return purpose(self.brand, self.noun)


def purpose(brand: Brand, noun: str) -> str:
    return f"{brand.pk}:{noun}"


def rule_of(brand: Brand, face: Face) -> ProofRule:
    return ProofRule.objects.filter(brand=brand, face=face).first() or ProofRule(brand=brand, face=face)


def challenge_for(brand: Brand, face: Face, noun: str, *, at: datetime) -> str:
    """What a page carries from the beginning, so that its browser works while somebody writes. "": nothing is asked."""
    if rule_of(brand, face).asked == Asked.NEVER:
        return ""
    return proof.challenge(purpose(brand, noun), at=at)


@contextmanager
def proved(brought: Brought, *, at: datetime) -> Iterator[None]:
    """Raises `ProofNeeded`. What is refused within has cost nothing: its proof may come again."""
    given = _what_counts(brought, at=at)
    try:
        yield
    except UnableTo:
        if given:
            actions.give_back(given)
        raise


def _what_counts(brought: Brought, *, at: datetime) -> proof.Given | None:
    """None for whoever need not prove anything."""
    rule = rule_of(brought.brand, brought.face)
    if rule.asked == Asked.NEVER:
        return None
    given, life = proof.read(brought.proof, brought.purpose), LIFE[brought.face]
    fresh = given if given and at < given.made_at + life else None
    if fresh and fresh.solved and _spend(fresh, brought, at=at):
        return fresh
    if rule.asked == Asked.BUSY and not _is_busy(rule, brought.network, at=at):
        return None
    if brought.face == Face.CHAT:
        words = _("Many write just now. Try again in a moment.")
        raise ProofNeeded(proof.challenge(brought.purpose, at=at), words)
    return _waited(fresh, brought, at=at)


def _spend(given: proof.Given, brought: Brought, *, at: datetime) -> bool:
    return actions.spend(given, once=brought.once, at=at, until=given.made_at + LIFE[brought.face])


def _is_busy(rule: ProofRule, network: str, *, at: datetime) -> bool:
    """Whether more come this minute than may without. One network that floods makes nobody else work."""
    counts = ((f"proof:{rule.pk}:{network}", rule.of_network_max), (f"proof:{rule.pk}", rule.of_all_max))
    return not all(limits.take(name, limit=most, seconds=MINUTE, at=at).allowed for name, most in counts)


def _waited(given: proof.Given | None, brought: Brought, *, at: datetime) -> proof.Given:
    """Who runs no script has opened the page a while ago, or comes once more after it."""
    anew = proof.challenge(brought.purpose, at=at)
    if given is None or given.solved:
        raise ProofNeeded(anew, _wait(WAITING_SECONDS))
    seconds = ceil((given.made_at + timedelta(seconds=WAITING_SECONDS) - at).total_seconds())
    if seconds > 0:
        raise ProofNeeded(brought.proof, _wait(seconds))
    name = f"proof-waited:{brought.brand.pk}:{brought.network}"
    if not limits.take(name, limit=WAITED_AN_HOUR_MAX, seconds=HOUR, at=at).allowed:
        words = _("Much has come from your network this hour. Try again in an hour, or in a browser that runs scripts.")
        raise ProofNeeded(brought.proof, words)
    if not _spend(given, brought, at=at):
        raise ProofNeeded(anew, _wait(WAITING_SECONDS))
    return given


def _wait(seconds: int) -> str:
    return ngettext(
        "Programs fill in forms, too. Wait %(count)d second and send it once more: then we know that it is you.",
        "Programs fill in forms, too. Wait %(count)d seconds and send it once more: then we know that it is you.",
        seconds,
    ) % {"count": seconds}
