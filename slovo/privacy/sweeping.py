"""What has outlived its days goes, every night: rule after rule, some rows at a time. Actions, as in `actions.py`.

Nothing keeps count of how far it has come but the task itself: what is due is looked for in the rows, so that it can
break off anywhere, and done twice is done once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from slovo.core.db import transaction
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.keeping import Days
from slovo.facts.privacy import RowsSwept
from slovo.privacy import kept

RETENTION = Actor("rule", "retention")


@dataclass(frozen=True, slots=True)
class Step:
    rule: Days
    ids: list[int]


def next_step(*, as_of: datetime, rule: str = "") -> Step | None:
    """The first rows that were due at that moment, of this rule or one after it. Nobody's writing waits for it."""
    rules = kept.by_days()
    names = [one.name for one in rules]
    chosen = kept.chosen()
    for one in rules[names.index(rule) if rule in names else 0 :]:
        if ids := one.first(as_of, kept.of_rule(one, chosen)):
            return Step(one, ids)
    return None


def rule_after(*, rule: Days) -> str | None:
    names = [one.name for one in kept.by_days()]
    return next(iter(names[names.index(rule.name) + 1 :]), None)


@transaction()
def take(*, step: Step, as_of: datetime) -> int:
    return step.rule.sweep(step.ids, at=as_of, chosen=kept.of_rule(step.rule, kept.chosen()))


@transaction()
def finish(*, as_of: datetime, rows: Mapping[str, int], at: datetime) -> None:
    fact = RowsSwept(brand_id=None, as_of=as_of.isoformat(), tables=tuple(rows), rows=tuple(rows.values()))
    record(fact, actor=RETENTION, at=at)
