from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef

from slovo.core.journal import queries as journal
from slovo.core.journal.models import JournalEntry
from slovo.core.prepared import once, prepared
from slovo.core.secrets import unsealed
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.promises.forecast_rows import SoonerOffer
from slovo.promises.kinds import RULES, Rules
from slovo.promises.ladder_models import (
    CustomerChoice,
    CustomerNotice,
    LadderStep,
    NoticeLine,
    NoticeText,
    QuietHours,
    Reminder,
    Why,
)
from slovo.promises.models import BY_THE_CLOCK, EVERYBODYS, OWED, Kind, Promise
from slovo.promises.more_models import PromiseKind, PromiseMove


def visible_to(staff: Staff) -> models.QuerySet[Promise]:
    return Promise.objects.filter(brand_id__in=staff.brand_ids)


def moves_visible_to(staff: Staff) -> models.QuerySet[PromiseMove]:
    return PromiseMove.objects.filter(promise__brand_id__in=staff.brand_ids)


def owed(*about: str) -> models.QuerySet[Promise]:
    """What the customer still waits for, the earliest first; paused ones last."""
    return _owed(about)


def _owed(about: Collection[str]) -> models.QuerySet[Promise]:
    rows = Promise.objects.filter(about__in=about, done_at=None, released_at=None)
    return rows.order_by(models.F("due_at").asc(nulls_last=True), "pk")


def next_owed(*about: str) -> Promise | None:
    return next(iter(_next_owed(about)), None)


@prepared
def _next_owed(about: Collection[str]) -> models.QuerySet[Promise]:
    """What comes by the clock is nobody's work: it stands in no line, and keeps nothing open."""
    return _owed(about).exclude(BY_THE_CLOCK)[:1]


@prepared
def ids_of_owed_answers(about: Collection[str]) -> models.QuerySet[Promise, int]:
    return _owed(about).filter(kind=Kind.ANSWER).values_list("pk", flat=True)


@prepared
def others_owed(about: Collection[str]) -> models.QuerySet[Promise]:
    """Beside the answer."""
    return Promise.objects.filter(about__in=about, done_at=None, released_at=None).exclude(kind=Kind.ANSWER)


def owed_answer(about: str) -> Promise | None:
    return owed(about).filter(kind=Kind.ANSWER).first()


def history(*about: str) -> list[Promise]:
    """All that were made, with their owners and with what customers think of them."""
    return _history(about)


@prepared
def _history(about: Collection[str]) -> models.QuerySet[Promise]:
    return Promise.objects.filter(about__in=about).select_related("owner", "rating").order_by("made_at", "pk")


def of_ids(pks: Collection[int]) -> models.QuerySet[Promise]:
    return Promise.objects.filter(pk__in=pks).order_by("pk")


def overdue(at: datetime) -> models.QuerySet[Promise]:
    """Owed, late, and not yet marked as broken."""
    return Promise.objects.filter(done_at=None, released_at=None, broken_at=None, due_at__lt=at).order_by("due_at")


def steps_due(at: datetime) -> models.QuerySet[Promise]:
    """At which the clock has to look, the oldest first."""
    rows = Promise.objects.filter(next_step_at__isnull=False, next_step_at__lte=at)
    return rows.select_related("customer__root", "brand", "calendar").order_by("next_step_at", "pk")


def ladder_of(brand_id: int, kind: str) -> models.QuerySet[LadderStep]:
    return LadderStep.objects.filter(brand_id=brand_id, kind=kind)


def ladders_at(brand_ids: Collection[int]) -> models.QuerySet[LadderStep]:
    return LadderStep.objects.filter(brand_id__in=brand_ids)


def sooner_offers(brand_id: int) -> models.QuerySet[SoonerOffer]:
    """What a brand's customers can have sooner, the soonest first."""
    return SoonerOffer.objects.filter(brand_id=brand_id)


def own_notice_texts(brand_id: int) -> dict[tuple[str, str], str]:
    """By part and language."""
    return {(row.part, row.language): row.text for row in _notice_texts(brand_id)}


@once
@prepared
def _notice_texts(brand_id: int) -> models.QuerySet[NoticeText]:
    return NoticeText.objects.filter(brand_id=brand_id)


def notice_rules(brand_id: int) -> QuietHours | None:
    """When a brand's customers are left in peace, and whether letters to them carry a link; None: as is usual."""
    return next(iter(_notice_rules(brand_id)), None)


@once
@prepared
def _notice_rules(brand_id: int) -> models.QuerySet[QuietHours]:
    return QuietHours.objects.filter(brand_id=brand_id)


def reminders_of(staff: Staff) -> models.QuerySet[Reminder]:
    """What they have not looked at yet and is still owed, or has been cancelled; the earliest deadline first."""
    rows = Reminder.objects.filter(staff=staff, seen_at=None, brand_id__in=staff.brand_ids)
    stands = models.Q(promise__released_at=None) | models.Q(why=Why.CANCELLED)
    rows = rows.filter(stands).exclude(~models.Q(why=Why.ASKED), promise__done_at__isnull=False)
    return rows.select_related("promise__brand", "promise__owner", "promise__team").order_by("promise__due_at", "pk")


def unanswered(brand_ids: Collection[int]) -> models.QuerySet[Promise]:
    """Owed, and its owner has been asked what is true now, and has not said; the earliest deadline first."""
    rows = Promise.objects.filter(OWED, brand_id__in=brand_ids, asked_at__isnull=False)
    return rows.select_related("owner", "team", "brand").order_by("due_at", "pk")


def silent(brand_ids: Collection[int], *, at: datetime) -> models.Q:
    """Owed, and the customer has heard nothing for longer than its kind allows. Answers have a clock of their own."""
    own = {(row.brand_id, row.slug): row.rules for row in own_kinds(brand_ids)}
    found = models.Q(pk__in=[])
    for brand_id in brand_ids:
        rules = RULES | {slug: rules for (whose, slug), rules in own.items() if whose == brand_id}
        for kind, minutes in ((kind, one.silence_minutes) for kind, one in rules.items() if kind != Kind.ANSWER):
            if minutes:
                found |= models.Q(brand_id=brand_id, kind=kind) & _heard_nothing_since(at - timedelta(minutes=minutes))
    return OWED & found


def _heard_nothing_since(moment: datetime) -> models.Q:
    nothing = models.Q(made_at__lte=moment)
    for heard in ("news_at", "moved_at", "heard_at"):
        nothing &= models.Q(**{heard: None}) | models.Q(**{f"{heard}__lte": moment})
    return nothing


def unheard(message_ids: Collection[int]) -> list[int]:
    """Of these messages, those that are notices of which nobody knows yet whether the customer heard them."""
    rows = CustomerNotice.objects.filter(message_id__in=message_ids, sent_at=None, dropped_at=None).order_by("pk")
    return [message_id for message_id in rows.values_list("message_id", flat=True) if message_id]


def broken_since(brand_ids: Collection[int], moment: datetime) -> dict[int, int]:
    """How many broke since then, by brand."""
    rows = Promise.objects.filter(brand_id__in=brand_ids, broken_at__gte=moment)
    return dict(rows.order_by().values_list("brand_id").annotate(number=models.Count("pk")))


def moves_of(promise_id: int) -> models.QuerySet[PromiseMove]:
    """The first one first."""
    return PromiseMove.objects.filter(promise_id=promise_id).prefetch_related("choices")


def told_in(message_id: int) -> list[NoticeLine]:
    """Of which moves a message by a rule told its customer."""
    rows = NoticeLine.objects.filter(notice__message_id=message_id)
    return list(rows.select_related("move__promise"))


def is_being_told(move_id: int) -> bool:
    """A letter of it is to be written, or on its way."""
    return NoticeLine.objects.filter(move_id=move_id, notice__sent_at=None, notice__dropped_at=None).exists()


def choices_of(move_ids: Collection[int]) -> dict[int, CustomerChoice]:
    """What customers chose last when they heard of these moves."""
    return {one.move_id: one for one in _choices_of(move_ids)}


@prepared
def _choices_of(move_ids: Collection[int]) -> models.QuerySet[CustomerChoice]:
    return CustomerChoice.objects.filter(move_id__in=move_ids).order_by("pk")


def last_choices(promise_ids: Collection[int]) -> dict[int, CustomerChoice]:
    """What customers chose last of each of these promises."""
    rows = CustomerChoice.objects.filter(move__promise_id__in=promise_ids).select_related("move").order_by("pk")
    return {one.move.promise_id: one for one in rows}


@prepared
def standing_moves(promise_id: int) -> models.QuerySet[PromiseMove]:
    """Those that were not taken back, the first one first."""
    return PromiseMove.objects.filter(promise_id=promise_id, taken_back_at=None)


def last_told(promise: Promise) -> PromiseMove | None:
    """The last move that the customer knows of."""
    return moves_of(promise.pk).filter(notice_sent_at__isnull=False).last()


@dataclass(frozen=True, slots=True)
class KindHere:
    """A kind of promise as a brand has it. `names`: by language; a shipped one may have none of the brand's."""

    slug: str
    rules: Rules
    names: dict[str, str] = field(default_factory=dict)


def kinds_at(brand_id: int, *, archived: bool = False) -> dict[str, KindHere]:
    """The shipped ones and the brand's own, those that are `archived` too if one asks."""
    found = {slug: KindHere(str(slug), rules) for slug, rules in RULES.items()}
    for row in PromiseKind.objects.filter(brand_id=brand_id):
        if row.archived_at is None:
            found[row.slug] = KindHere(row.slug, row.rules, row.names)
        elif archived:
            found.setdefault(row.slug, KindHere(row.slug, row.rules, row.names))
    return found


def own_kinds(brand_ids: Collection[int]) -> models.QuerySet[PromiseKind]:
    """Those that a brand has named or ruled itself, the archived ones too: promises of theirs are still read."""
    return PromiseKind.objects.filter(brand_id__in=brand_ids).select_related("brand")


def without_living_owner(brand_ids: Collection[int], at: datetime) -> models.QuerySet[Promise]:
    """Owed, and nobody is there who owes it: its person has left, lost the brand or is away, and its team, if it has
    one, has nobody there either. What stands in everybody's queue until somebody takes it is none of these.
    """
    running = Promise.objects.filter(OWED, brand_id__in=brand_ids)
    rows = running.exclude(_here(at)).exclude(_team_here(at))
    return rows.exclude(EVERYBODYS, owner=None, team=None).order_by("due_at", "pk")


def left_to_teams(staff_id: int, at: datetime) -> models.QuerySet[Promise]:
    """What a person owes who is not there, while somebody of its team is."""
    rows = Promise.objects.filter(OWED, _team_here(at), owner_id=staff_id, owner__isnull=False)
    return rows.exclude(_here(at)).order_by("due_at", "pk")


def left_behind(at: datetime) -> models.QuerySet[Promise]:
    """As `left_to_teams`, of all who are not there."""
    absent = people.not_there(at).values("pk")
    rows = Promise.objects.filter(OWED, _team_here(at), owner_id__in=absent, owner__isnull=False, team__isnull=False)
    return rows.exclude(_here(at)).order_by("due_at", "pk")


def _here(at: datetime) -> Exists:
    present = people.in_time_for(OuterRef("due_at"), OuterRef("brand_id"), at)
    return Exists(present.filter(pk=OuterRef("owner_id")))


def _team_here(at: datetime) -> Exists:
    present = people.in_time_for(OuterRef("due_at"), OuterRef("brand_id"), at)
    return Exists(present.filter(teams=OuterRef("team_id")))


def shown_as(rows: models.QuerySet[Promise], shown: UUID) -> Promise | None:
    """By the id outside. Promises of before are known by one under seal."""
    old = models.Q(pk=unsealed("promise", shown) or 0, public_id=None)
    return rows.filter(models.Q(public_id=shown) | old).first()


def facts_of(promise: Promise) -> list[JournalEntry]:
    """What the journal tells of it, also from when it was about something else; the first one first."""
    found: dict[int, JournalEntry] = {}
    keys, seen = [promise.about], set()
    while keys:
        seen.add(key := keys.pop())
        for entry in journal.about(key).filter(kind__startswith="Promise"):
            if entry.data.get("promise_id") != promise.pk:
                continue
            found[entry.pk] = entry
            was = entry.data.get("was_about")
            if was and was not in seen:
                keys.append(was)
    return [found[pk] for pk in sorted(found)]
