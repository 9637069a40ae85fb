"""Saying what will show a change, saying it anew, ending an indicator."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.gate import me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.indicators.forms import EndForm, IndicatorForm, filled
from blueprints.indicators.room import HOME, INDICATOR, bp
from blueprints.indicators.views import cards_of, line_of, page
from coopspace.indicators import actions
from coopspace.indicators.held import indicator_of
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.sites.model import Site


@bp.route(f"{HOME}/ajouter", methods=["GET", "POST"])
@requires(Permission.INDICATOR_EDIT)
def write(site: Site) -> ResponseReturnValue:
    """Say what will show a change; `?change=D1` ticks it from the start."""
    cards = cards_of(site)
    form = IndicatorForm(data={"changes": [request.args.get("change", "")]})
    form.offer(cards)
    if form.validate_on_submit():
        try:
            with saving() as session:
                number = actions.write(
                    session,
                    site,
                    said=form.described(),
                    written=form.written(),
                    changes=form.codes(),
                    by=me(),
                ).number
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The indicator is kept. Write its first measure when you have it."), "done")
            return redirect(url_for(".show", site=site.slug, number=number), code=303)
    return render_template("indicators/write.html", site=site, form=form, cards=cards)


@bp.route(f"{INDICATOR}/modifier", methods=["GET", "POST"])
@requires(Permission.INDICATOR_EDIT)
def edit(site: Site, number: int) -> ResponseReturnValue:
    """Say an indicator anew; what somebody else said meanwhile is shown, what was typed is kept."""
    line = line_of(number)
    form = IndicatorForm(data=filled(line))
    form.offer(cards_of(site))
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.describe(
                    session,
                    indicator_of(session, number),
                    said=form.described(),
                    written=form.written(),
                    changes=form.codes(),
                    seen=form.seen_telling(),
                    by=me(),
                )
        except Refusal as refusal:
            line = line_of(number)
            form.seen.data = str(line.seq)
            say(refusal, form)
        else:
            return redirect(url_for(".show", site=site.slug, number=number), code=303)
    return page(site, line, "indicators/edit.html", form=form)


@bp.route(f"{INDICATOR}/terminer", methods=["GET", "POST"])
@requires(Permission.INDICATOR_EDIT)
def end(site: Site, number: int) -> ResponseReturnValue:
    """End an indicator, with what it has taught."""
    line = line_of(number)
    form = EndForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                found = indicator_of(session, number)
                actions.end(session, found, learnt=form.learnt.data or "", by=me())
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The indicator has ended. It stays readable, with what you learnt."), "done")
            return redirect(url_for(".show", site=site.slug, number=number), code=303)
    return page(site, line, "indicators/end.html", form=form)
