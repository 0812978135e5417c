"""Every STOP, LOSS and erasure, kept apart from the database, so that an old backup brings nobody back."""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


class JournalShort(Exception):
    """The journal ends before the place up to which the database has read it: it was lost or cut."""


@dataclass(frozen=True, slots=True)
class StopJournal:
    """A file of lines `{"at": …, "number": keyed hash}`; it does not tell a STOP from a LOSS."""

    path: Path

    def append(self, number_hash: str, now: datetime) -> None:
        """Write and flush to the disk one line; returns only when it is there."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        line = ("" if self._ends_whole() else "\n") + json.dumps({"at": now.isoformat(), "number": number_hash}) + "\n"
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line.encode())
            os.fsync(handle)
        finally:
            os.close(handle)

    def size(self) -> int:
        """How many bytes it holds now; 0 when there is none yet."""
        return self.path.stat().st_size if self.path.exists() else 0

    def since(self, offset: int) -> tuple[list[tuple[str, datetime]], int]:
        """Entries (hash, instant) after `offset` bytes, and the offset behind them. Raises JournalShort."""
        size = self.size()
        if size < offset:
            raise JournalShort(f"{self.path} is shorter than the database remembers; put the newest copy back")
        if size == offset:
            return [], offset
        with self.path.open("rb") as file:
            file.seek(offset)
            lines = file.read()
        whole = lines[: lines.rfind(b"\n") + 1]  # a line half written is read next time
        lines_kept = [line for line in whole.splitlines() if line.endswith(b"}")]  # a cut one was never acknowledged
        entries = [json.loads(line) for line in lines_kept]
        return [(e["number"], datetime.fromisoformat(e["at"])) for e in entries], offset + len(whole)

    def _ends_whole(self) -> bool:
        if not self.size():
            return True
        with self.path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"
