"""A link as squares that a phone reads: drawn in the page, nothing fetched, nothing kept."""

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from coopspace.kernel.later import Later

if TYPE_CHECKING:
    import segno
else:
    segno = Later("segno")

QUIET = 4
"""The blank squares that the standard asks for on each side."""


@dataclass(frozen=True)
class Squares:
    """The dark squares as one path to be stroked, in a drawing of so many squares a side."""

    path: str
    side: int


def squares(link: str) -> Squares:
    """The code of a link, its quiet zone included."""
    rows = segno.make(link, error="m", micro=False).matrix
    return Squares(
        path="".join(_line(y + QUIET, row) for y, row in enumerate(rows)),
        side=len(rows) + 2 * QUIET,
    )


def _line(y: int, row: bytearray) -> str:
    """A line of squares as one stroke, lifted over the light ones."""
    runs = [(dark, len(list(several))) for dark, several in groupby(row)]
    drawn = "".join(f"h{width}" if dark else f"m{width} 0" for dark, width in runs)
    return f"M{QUIET} {y}.5{drawn}"
