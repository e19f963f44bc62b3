from dataclasses import dataclass

from slovo.facts import Fact


@dataclass(frozen=True, kw_only=True)
class _RuleFact(Fact):
    overrun_rule_id: int

    @property
    def about(self) -> str:
        return f"overrun_rule:{self.overrun_rule_id}"


@dataclass(frozen=True, kw_only=True)
class OverrunRuleChanged(_RuleFact):
    """It is new, or has other terms from now on. `kind`: of promise, "" for all. `gives`: a code."""

    number: int
    kind: str
    gives: str


@dataclass(frozen=True, kw_only=True)
class OverrunRuleArchived(_RuleFact):
    pass


@dataclass(frozen=True, kw_only=True)
class OverrunWordsChanged(Fact):
    """The brand's own words in one language around what is given."""

    language: str

    @property
    def about(self) -> str:
        return f"brand:{self.brand_id}"


@dataclass(frozen=True, kw_only=True)
class CodesImported(Fact):
    pool_id: int
    number: int

    @property
    def about(self) -> str:
        return f"code_pool:{self.pool_id}"


@dataclass(frozen=True, kw_only=True)
class PromiseValued(Fact):
    """What is promised is worth so much, in the smallest unit of the currency."""

    promise_id: int
    amount: int
    currency: str

    @property
    def about(self) -> str:
        return f"promise:{self.promise_id}"


@dataclass(frozen=True, kw_only=True)
class CompensationFact(Fact):
    """`amount`: in the smallest unit of `currency`; None while nobody knows it."""

    compensation_id: int
    promise_id: int
    customer_id: int
    gives: str
    amount: int | None
    currency: str

    @property
    def about(self) -> str:
        return f"compensation:{self.compensation_id}"


@dataclass(frozen=True, kw_only=True)
class CompensationGiven(CompensationFact):
    """By its rule or by whoever approved it. `owed`: it is an obligation. `tell_at`: when the customer hears of it,
    together with what else is given by then."""

    owed: bool
    tell_at: str


@dataclass(frozen=True, kw_only=True)
class CompensationWaits(CompensationFact):
    """For somebody's decision. `reason`: a code."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class CompensationRefused(CompensationFact):
    """By a limit of its rule or by a person. `reason`: a code."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class CompensationTold(CompensationFact):
    """`how`: in the message, or as a person says that they told it."""

    how: str


@dataclass(frozen=True, kw_only=True)
class CompensationTakenBack(CompensationFact):
    """A favour, before it was paid. `how`: the customer agreed; "": they had not heard of it."""

    how: str


@dataclass(frozen=True, kw_only=True)
class CompensationUsed(CompensationFact):
    pass


@dataclass(frozen=True, kw_only=True)
class CompensationPaid(CompensationFact):
    paid_at: str


@dataclass(frozen=True, kw_only=True)
class _TaskFact(Fact):
    recovery_task_id: int
    promise_id: int

    @property
    def about(self) -> str:
        return f"recovery_task:{self.recovery_task_id}"


@dataclass(frozen=True, kw_only=True)
class RecoveryTaskOpened(_TaskFact):
    """`what`: a code."""

    what: str
    team_id: int | None


@dataclass(frozen=True, kw_only=True)
class RecoveryTaskDone(_TaskFact):
    pass
