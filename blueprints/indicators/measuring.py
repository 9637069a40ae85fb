"""Writing what was measured, and correcting it: the first figure is kept."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.gate import me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.indicators.forms import CorrectForm, MeasureForm, refilled
from blueprints.indicators.room import INDICATOR, MEASURE, bp
from blueprints.indicators.views import line_of, page
from coopspace.indicators import actions
from coopspace.indicators.held import indicator_of
from coopspace.indicators.reading import Line, Measured
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.sites.model import Site


@bp.route(f"{INDICATOR}/mesurer", methods=["GET", "POST"])
@requires(Permission.INDICATOR_EDIT)
def measure(site: Site, number: int) -> ResponseReturnValue:
    """Write what was measured of a day."""
    line = line_of(number)
    form = MeasureForm(data={"on": clock.today()})
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.measure(
                    session,
                    indicator_of(session, number),
                    seen=form.measured(),
                    value=form.value.data or "",
                    by=me(),
                )
        except Refusal as refusal:
            line = line_of(number)
            say(refusal, form)
        else:
            flash(_("The measure is kept."), "done")
            return redirect(url_for(".show", site=site.slug, number=number), code=303)
    return page(site, line, "indicators/measure.html", form=form)


@bp.route(f"{MEASURE}/corriger", methods=["GET", "POST"])
@requires(Permission.INDICATOR_EDIT)
def correct(site: Site, number: int, measure: int) -> ResponseReturnValue:
    """Say a measure otherwise, or withdraw it; the first one stays, with the reason."""
    line = line_of(number)
    first = measured_of(line, measure)
    form = CorrectForm(data=refilled(first))
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.correct(
                    session,
                    indicator_of(session, number),
                    measure,
                    seen=form.corrected(),
                    value=form.value.data or "",
                    why=form.why.data or "",
                    by=me(),
                )
        except Refusal as refusal:
            line = line_of(number)
            first = measured_of(line, measure)
            say(refusal, form)
        else:
            flash(_("It is corrected. The first measure is kept below, with your reason."), "done")
            return redirect(url_for(".show", site=site.slug, number=number), code=303)
    return page(site, line, "indicators/correct.html", form=form, first=first)


def measured_of(line: Line, number: int) -> Measured:
    """A measure, standing or corrected. Raises NotFound."""
    for one in (*line.measures, *line.corrected):
        if one.number == number:
            return one
    raise NotFound
