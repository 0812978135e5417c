"""What goes wrong on request: slow answers, refusals, lost connections and unruly callbacks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final, Literal, get_args

Operation = Literal["create", "fetch", "list"]
Target = Literal["create", "fetch", "list", "any"]
Kind = Literal["429", "500", "timeout", "accept_then_drop"]
Ending = Literal["delivered", "undelivered", "failed", "sent", "queued"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a message to one number ends; `sent` and `queued` are messages stuck there."""

    status: Ending = "delivered"
    error_code: int | None = None


@dataclass(slots=True)
class Planned:
    """A fault that waits for the next `count` calls of its kind of operation."""

    kind: Kind
    count: int = 1
    seconds: float = 30.0
    on: Target = "create"

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind) or self.on not in get_args(Target):
            raise ValueError(f"no such fault: {self.kind!r} on {self.on!r}")


@dataclass(slots=True)
class Faults:
    """The faults in force; every field may be changed while the simulator runs."""

    latency: float = 0.0
    list_lag: float = 0.0
    callbacks: bool = True
    duplicate_callbacks: bool = False
    reverse_callbacks: bool = False
    refusals: dict[str, int] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    planned: list[Planned] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def plan(self, kind: Kind, count: int = 1, seconds: float = 30.0, on: Target = "create") -> None:
        """Let the next `count` calls of an operation meet this fault, after those planned before."""
        with self._lock:
            self.planned.append(Planned(kind, count, seconds, on))

    def take(self, operation: Operation) -> Planned | None:
        """The fault this call must meet, used up by the asking."""
        if not self.planned:
            return None
        with self._lock:
            for fault in self.planned:
                if fault.on in (operation, "any"):
                    fault.count -= 1
                    self.planned = [waiting for waiting in self.planned if waiting.count > 0]
                    return fault
        return None

    def change(self, settings: Mapping[str, Any]) -> None:
        """Set fields from JSON, each one given replacing what it was; ValueError or TypeError if they do not fit."""
        if unknown := set(settings) - SETTINGS:
            raise ValueError(f"no such settings: {', '.join(sorted(unknown))}")
        read = dict(settings)
        if "outcomes" in read:
            read["outcomes"] = {number: Outcome(**outcome) for number, outcome in read["outcomes"].items()}
        if "planned" in read:
            read["planned"] = [Planned(**fault) for fault in read["planned"]]
        with self._lock:
            for name, value in read.items():
                setattr(self, name, value)


SETTINGS: Final = frozenset(name for name in Faults.__dataclass_fields__ if not name.startswith("_"))
