"""How wide the columns of a table are: as its words ask, within what a screen shows."""

from coopspace.exports.sheets import Cell, Sheet

NARROWEST, WIDEST = 10, 60
"""In characters."""


def widths_of(sheet: Sheet) -> tuple[int, ...]:
    """The width of each column, in characters."""
    lines = (sheet.headings, *sheet.lines)
    return tuple(
        min(max(*(_length(line[place]) for line in lines), NARROWEST) + 2, WIDEST)
        for place in range(len(sheet.columns))
    )


def _length(cell: Cell) -> int:
    if cell is None:
        return 0
    return max((len(line) for line in str(cell).split("\n")), default=0)
