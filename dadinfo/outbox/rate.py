"""So many texts a second and no more."""

import time
from dataclasses import dataclass, field

LONGEST_PAUSE = 0.5


@dataclass(slots=True)
class Bucket:
    """Fills at `rate` a second, and holds a tenth of a second's worth so that nothing goes in bursts."""

    rate: float
    _level: float = 1.0
    _at: float = field(default_factory=time.monotonic)

    def room(self) -> int:
        """How many may go now."""
        now = time.monotonic()
        self._level = min(self._level + (now - self._at) * self.rate, max(1.0, self.rate / 10))
        self._at = now
        return int(self._level)

    def spend(self, texts: int) -> None:
        self._level -= texts

    def pause(self) -> float:
        """Seconds until one more may go."""
        return min(max((1 - self._level) / self.rate, 0.001), LONGEST_PAUSE)
