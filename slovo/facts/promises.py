from dataclasses import dataclass

from slovo.facts import Fact


@dataclass(frozen=True, kw_only=True)
class _PromiseFact(Fact):
    promise_id: int
    regarding: str

    @property
    def about(self) -> str:
        return self.regarding


@dataclass(frozen=True, kw_only=True)
class PromiseMade(_PromiseFact):
    kind: str
    due_at: str


@dataclass(frozen=True, kw_only=True)
class PromisePaused(_PromiseFact):
    pass


@dataclass(frozen=True, kw_only=True)
class PromiseResumed(_PromiseFact):
    due_at: str


@dataclass(frozen=True, kw_only=True)
class PromiseKept(_PromiseFact):
    kept_at: str


@dataclass(frozen=True, kw_only=True)
class PromiseBroken(_PromiseFact):
    due_at: str


@dataclass(frozen=True, kw_only=True)
class PromisePutBack(_PromiseFact):
    """The step that released, paused or resumed it was undone: it stands as it did before."""


@dataclass(frozen=True, kw_only=True)
class PromiseReleased(_PromiseFact):
    """Nothing is awaited any more. `reason`: a short code."""

    reason: str
