"""The differences that are meant: tests/compare/differences.txt, read and matched.

A line is `row | what | why`; the first two are patterns of the shell (`*`, `?`,
`[abc]`) for the row's name and for the line that a difference is reported as. An entry
that nothing matches is an error, so that the list stays true, unless it says that it is
seen on some processors only.
"""

from __future__ import annotations

import fnmatch
from pathlib import Path
from typing import NamedTuple

PATH = Path(__file__).with_name("differences.txt")


class Entry(NamedTuple):
    """Which differences, and why they are meant."""

    row: str
    what: str
    why: str

    @property
    def always(self) -> bool:
        """Whether every machine shows it."""
        return not self.why.startswith("on some processors")

    def covers(self, row: str, what: str) -> bool:
        """Whether a difference is one of these."""
        return fnmatch.fnmatchcase(row, self.row) and fnmatch.fnmatchcase(
            what, self.what
        )


SIDES = ("np.", "py.", "scipy.", "grid.")


def entries(side: str) -> list[Entry]:
    """The entries whose rows begin so, or of "" with none of SIDES."""
    return [
        entry
        for entry in all_entries()
        if (entry.row.startswith(side) if side else not entry.row.startswith(SIDES))
    ]


def all_entries() -> list[Entry]:
    """All entries; comments and empty lines are left out."""
    found = []
    for line in PATH.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            parts = [part.strip() for part in line.split(" | ")]
            if len(parts) != 3 or not all(parts):
                raise SystemExit(
                    f"{PATH.name}: expected row | what | why, got {line!r}"
                )
            found.append(Entry(*parts))
    return found
