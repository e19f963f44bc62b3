"""What happens before the promises of a kind are due: set by a brand, step by step. Actions, as in `actions.py`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import locked_together, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.facts.kinds import LadderChanged, NoticeRulesChanged
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import notice_words, queries, timing
from slovo.promises.ladder_models import Deed, LadderStep, NoticeText, QuietHours
from slovo.promises.models import Promise
from slovo.promises.more_models import REASON_CHARACTERS_MAX

STEPS_MAX = 20
MINUTES_MAX = 366 * 24 * 60
NEW_MINUTES_MAX = 90 * 24 * 60
TEXT_CHARACTERS_MAX = 2_000
RESTEP_BATCH_MAX = 200
DAY_MINUTES = 24 * 60


class UnableToSetLadder(UnableTo):
    pass


@dataclass(frozen=True, slots=True)
class Step:
    """As `LadderStep`, before it is one."""

    minutes_before: int
    deed: str
    new_minutes: int | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
    offers_choice: bool = False


@transaction()
def set_ladder(*, brand: Brand, kind: str, steps: Sequence[Step], by: Staff, at: datetime) -> None:
    """All of it; none: nothing happens behind anybody's back. What is promised already climbs the new one."""
    by.must(Verb.MANAGE_BRAND, brand)
    if kind not in queries.kinds_at(brand.pk):
        raise UnableToSetLadder(
            _("This brand makes no promises of this kind. Choose one of its kinds."), rule=Rule.KIND_OF_THE_BRAND
        )
    if len(steps) > STEPS_MAX:
        raise UnableToSetLadder(
            _("A ladder has %(count)d steps at most.") % {"count": STEPS_MAX}, rule=Rule.LADDER_WITHIN_LIMITS
        )
    if len({(step.minutes_before, step.deed) for step in steps}) < len(steps):
        raise UnableToSetLadder(
            _("Two steps do the same at the same moment. Take one of them out."), rule=Rule.LADDER_WITHIN_LIMITS
        )
    rows = [_checked(brand, kind, step) for step in steps]
    LadderStep.objects.filter(brand=brand, kind=kind).delete()
    LadderStep.objects.bulk_create(rows)
    record(LadderChanged(brand_id=brand.pk, kind=kind, steps=len(rows)), actor=by.actor, at=at)


def _checked(brand: Brand, kind: str, step: Step) -> LadderStep:
    row = LadderStep(brand=brand, kind=kind, minutes_before=step.minutes_before, deed=step.deed)
    if step.deed not in set(Deed):
        raise UnableToSetLadder(
            _("Choose who hears of it: the owner, the lead or the customer."), rule=Rule.LADDER_WITHIN_LIMITS
        )
    if abs(step.minutes_before) > MINUTES_MAX:
        raise UnableToSetLadder(_("A step stands within a year of the deadline."), rule=Rule.LADDER_WITHIN_LIMITS)
    if step.deed != Deed.TELL_CUSTOMER:
        return row
    if step.new_minutes is None or not 0 < step.new_minutes <= NEW_MINUTES_MAX:
        raise UnableToSetLadder(
            _("Say how much later the customer may expect it: from a minute to ninety days."),
            rule=Rule.STEP_NAMES_A_NEW_MOMENT,
        )
    row.new_minutes, row.offers_choice = step.new_minutes, step.offers_choice
    row.reasons = {language: text.strip() for language, text in step.reasons.items() if text.strip()}
    if brand.language not in row.reasons or any(len(text) > REASON_CHARACTERS_MAX for text in row.reasons.values()):
        words = _("Write the reason in the brand’s own language, in %(count)d characters at most.")
        raise UnableToSetLadder(words % {"count": REASON_CHARACTERS_MAX}, rule=Rule.STEP_HAS_A_REASON)
    return row


@transaction()
def set_notice_rules(
    *,
    brand: Brand,
    begins: int,
    ends: int,
    texts: Mapping[tuple[str, str], str],
    by: Staff,
    at: datetime,
    links: bool = True,
) -> None:
    """`begins`, `ends`: of the quiet hours, in minutes of the day; the same twice for none. `texts`: by part and
    language; an empty one is the shipped one again. `links`: whether letters carry a link to the customer's page."""
    by.must(Verb.MANAGE_BRAND, brand)
    if not (0 <= begins < DAY_MINUTES and 0 <= ends < DAY_MINUTES):
        raise UnableToSetLadder(_("Quiet hours begin and end within a day."), rule=Rule.QUIET_HOURS_WITHIN_A_DAY)
    for (part, language), text in texts.items():
        _check_text(part, language, text)
    QuietHours.objects.update_or_create(brand=brand, defaults={"begins": begins, "ends": ends, "links": links})
    for (part, language), text in texts.items():
        own = NoticeText.objects.filter(brand=brand, part=part, language=language)
        if not text.strip():
            own.delete()
        elif not own.update(text=text.strip()):
            NoticeText.objects.create(brand=brand, part=part, language=language, text=text.strip())
    record(NoticeRulesChanged(brand_id=brand.pk), actor=by.actor, at=at)


def _check_text(part: str, language: str, text: str) -> None:
    if part not in notice_words.PARTS or language not in notice_words.LANGUAGES:
        raise UnableToSetLadder(_("There is no such part of a notice."), rule=Rule.NOTICE_PART_IS_KNOWN)
    if len(text) > TEXT_CHARACTERS_MAX:
        raise UnableToSetLadder(
            _("Say it in %(count)d characters at most.") % {"count": TEXT_CHARACTERS_MAX}, rule=Rule.TEXT_WITHIN_LIMITS
        )
    wrong = notice_words.unknown_names(part, text)
    if wrong:
        known = ", ".join(f"{{{name}}}" for name in notice_words.PARTS[part])
        raise UnableToSetLadder(
            _("“{%(name)s}” means nothing here. Known names: %(known)s.") % {"name": wrong[0], "known": known},
            rule=Rule.NOTICE_PART_IS_KNOWN,
        )


@transaction()
def restep(*, brand_id: int, kind: str, after_id: int, at: datetime) -> int | None:
    """What is promised already follows the rules of now, some at a time. The last one looked at; None: that was all."""
    rows = Promise.objects.filter(done_at=None, released_at=None, due_at__isnull=False, brand_id=brand_id)
    rows = rows.filter(pk__gt=after_id, **({"kind": kind} if kind else {})).order_by("pk")
    return _restep(rows, at=at)


@transaction()
def restep_customer(*, customer_ids: Collection[int], after_id: int, at: datetime) -> int | None:
    """As `restep`: it is night elsewhere for whom it is promised to."""
    rows = Promise.objects.filter(done_at=None, released_at=None, due_at__isnull=False, customer_id__in=customer_ids)
    return _restep(rows.filter(pk__gt=after_id).order_by("pk"), at=at)


def _restep(rows: QuerySet[Promise], *, at: datetime) -> int | None:
    pks = list(rows.values_list("pk", flat=True)[:RESTEP_BATCH_MAX])
    held = locked_together(Promise, pks)
    timing.restep([row for row in held.values() if row.owed], at=at)
    return pks[-1] if len(pks) == RESTEP_BATCH_MAX else None
