"""Files that people take away: the kind that the address asks for, under a telling name.

How often one person may ask is counted (SEC-30): ten images, PDFs or texts a minute, six times as
many tables; both follow `COOPSPACE_EXPORTS_PER_MINUTE`.
"""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

from flask import current_app, send_file
from flask.typing import ResponseReturnValue

from blueprints._shared.gate import me
from blueprints._shared.saving import saving
from coopspace.accounts import limits
from coopspace.accounts.limits import By, Door, Limit
from coopspace.exports import drawings, opendocument, opentext, sheets, word, workbook
from coopspace.exports.drawings import Beside, Drawing
from coopspace.exports.sheets import Book
from coopspace.kernel.clock import today

TABLES = "any(csv,xlsx,ods)"
FILES = "any(csv,xlsx,ods,svg,png,pdf)"
"""What stands after the dot of an address: `f"{HOME}.<{FILES}:suffix>"`."""
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": opendocument.TYPE,
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "docx": word.TYPE,
    "odt": opentext.TYPE,
    "json": "application/json",
}
PRINTED = ("png", "pdf", "docx", "odt")
MINUTE = timedelta(minutes=1)
TABLES_FOR_ONE = 6
"""A table costs little: so many for one printed page."""
_WRITERS = {"csv": sheets.csv, "xlsx": workbook.xlsx, "ods": opendocument.ods}


def download(
    name: str,
    suffix: str,
    *,
    book: Book,
    drawing: Callable[[], Drawing] | None = None,
    lead: tuple[str, ...] = (),
    beside: Beside = (),
) -> ResponseReturnValue:
    """Hand out `coopspace_<name>_<day>.<suffix>`. Raises limits.TooMany.

    Ask the gate and the rules before: what is not on the page is not in the book. The drawing is
    made only for the formats that show it; `lead` opens the PDF; with readings `beside` the drawing
    the PDF is a poster.
    """
    count(suffix)
    return handed_out(name, suffix, _made(suffix, book, drawing, lead, beside), of=today())


def handed_out(name: str, suffix: str, content: bytes, *, of: date) -> ResponseReturnValue:
    """A file that was counted, under the day that it tells of."""
    return send_file(
        BytesIO(content),
        mimetype=TYPES[suffix],
        as_attachment=True,
        download_name=f"coopspace_{name}_{of:%Y-%m-%d}.{suffix}",
        etag=False,
    )


def count(suffix: str) -> None:
    """Count one file of this kind for the person who asks. Raises limits.TooMany."""
    times = current_app.config["SETTINGS"].exports_per_minute
    if suffix not in PRINTED:
        times *= TABLES_FOR_ONE
    door = Door("export" if suffix in PRINTED else "export_table", (Limit(By.WHO, times, MINUTE),))
    with saving() as session:
        limits.take(session, door, who=str(me().id))


def _made(
    suffix: str,
    book: Book,
    drawing: Callable[[], Drawing] | None,
    lead: tuple[str, ...],
    beside: Beside,
) -> bytes:
    if suffix in _WRITERS:
        return _WRITERS[suffix](book)
    drawn = drawing() if drawing else None
    if suffix == "pdf":
        return drawings.pdf(book, drawn, lead=lead, beside=beside)
    if drawn is None:
        raise ValueError(f"nothing is drawn for a file of kind {suffix}")
    return drawings.svg(drawn) if suffix == "svg" else drawings.png(drawn)
