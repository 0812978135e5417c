"""Figures as a table in the terminal, each with the bound that it is held to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: what, its value and the floor's in words, and the ratio with its bound (`at_most` or at least)."""

    what: str
    ours: str
    floor: str
    ratio: float
    bound: float
    at_most: bool = True

    @property
    def kept(self) -> bool:
        return self.ratio <= self.bound if self.at_most else self.ratio >= self.bound


def show(title: str, figures: list[Figure]) -> bool:
    """Print the table; whether every bound was kept."""
    rows = [("", "ours", "floor", "ratio", "bound", "")]
    rows += [
        (
            f.what,
            f.ours,
            f.floor,
            f"{f.ratio:.2f}",
            f"{'at most' if f.at_most else 'at least'} {f.bound:g}",
            "ok" if f.kept else "MISSED",
        )
        for f in figures
    ]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    print(f"\n{title}")
    for number, row in enumerate(rows):
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        print("  " + "  ".join(cells).rstrip())
        if number == 0:
            print("  " + "─" * (sum(widths) + 2 * len(widths) - 2))
    return all(f.kept for f in figures)
