"""Wording one sentence the programme's way: with a preview, its history, and the way back."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.gate import me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.edition.forms import ActForm, WordsForm
from blueprints.edition.room import SENTENCE, bp
from coopspace.accounts import people
from coopspace.edition import actions, reading, rules
from coopspace.edition.reading import Line, Sheet, Told
from coopspace.edition.rules import Happened, Words
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.live.difference import Part, difference
from coopspace.method import Entry
from coopspace.sites.model import Programme


@dataclass(frozen=True)
class Seen:
    """A sentence as it would be read, among those that stand with it; `own`: the one reworded."""

    entry: Entry
    words: Words
    own: bool


@dataclass(frozen=True)
class Moment:
    """What happened to a sentence, and what it changed in each language."""

    told: Told
    fr: list[Part]
    en: list[Part]


@bp.route(SENTENCE, methods=["GET", "POST"])
@requires(Permission.METHOD_WORD)
def word(programme: Programme, method_room: str, sentence: str) -> ResponseReturnValue:
    """Word a sentence in both languages; look at it first, without keeping anything."""
    key = f"{method_room}.{sentence}"
    sheet = reading.sheet(db.session(), programme, key)
    theirs = sheet.line.theirs
    form = WordsForm(data={"fr": theirs.fr, "en": theirs.en, "seen": str(sheet.seq)})
    seen: list[Seen] = []
    if form.validate_on_submit():
        try:
            if form.look.data:
                made = rules.worded(form.words(), ours=reading.words_of(sheet.line.entry))
                seen = _seen(programme, sheet, made)
            else:
                with saving() as session:
                    happened = actions.reword(
                        session, programme, key, typed=form.words(), seen=form.read(), by=me()
                    )
                return _kept(programme, method_room, sentence, happened)
        except Refusal as refusal:
            sheet = reading.sheet(db.session(), programme, key)
            form.seen.data = str(sheet.seq)
            say(refusal, form)
    return _page(programme, method_room, sentence, sheet, form=form, seen=seen)


@bp.post(f"{SENTENCE}/reprendre")
@requires(Permission.METHOD_WORD)
def take_back(programme: Programme, method_room: str, sentence: str) -> ResponseReturnValue:
    """CoopSpace’s words again."""
    key, form = f"{method_room}.{sentence}", ActForm()
    try:
        with saving() as session:
            actions.take_back(session, programme, key, seen=form.read(), by=me())
    except Refusal as refusal:
        say(refusal)
    else:
        flash(_("CoopSpace’s words are read again. Yours stay in the history."), "success")
    return _to(programme, method_room, sentence)


@bp.post(f"{SENTENCE}/retablir")
@requires(Permission.METHOD_WORD)
def restore(programme: Programme, method_room: str, sentence: str) -> ResponseReturnValue:
    """An earlier wording again."""
    key, form = f"{method_room}.{sentence}", ActForm()
    try:
        with saving() as session:
            actions.restore(session, programme, key, seq=form.chosen(), seen=form.read(), by=me())
    except Refusal as refusal:
        say(refusal)
    else:
        flash(_("This wording is read again."), "success")
    return _to(programme, method_room, sentence)


def _page(
    programme: Programme,
    room: str,
    sentence: str,
    sheet: Sheet,
    *,
    form: WordsForm,
    seen: list[Seen],
) -> ResponseReturnValue:
    entry = sheet.line.entry
    return render_template(
        "edition/sentence.html",
        programme=programme,
        room=room,
        sentence=sentence,
        sheet=sheet,
        entry=entry,
        form=form,
        seen=seen,
        longest=Words(str(rules.longest(entry.fr)), str(rules.longest(entry.en))),
        moments=[
            Moment(
                one,
                difference(one.before.fr, one.now.fr),
                difference(one.before.en, one.now.en),
            )
            for one in sheet.told
        ],
        people=people.by_ids(db.session(), {one.by for one in sheet.told}),
    )


def _seen(programme: Programme, sheet: Sheet, made: Words) -> list[Seen]:
    """The sentence among its neighbours, as readers of the programme would meet it."""
    entry = sheet.line.entry
    return [
        Seen(line.entry, made or reading.words_of(entry), own=True)
        if line.entry.key == entry.key
        else Seen(line.entry, _read(line), own=False)
        for line in reading.beside(db.session(), programme, entry)
    ]


def _read(line: Line) -> Words:
    return line.theirs if line.theirs and line.reads else reading.words_of(line.entry)


def _kept(
    programme: Programme, room: str, sentence: str, happened: Happened | None
) -> ResponseReturnValue:
    if happened is Happened.REWORDED:
        flash(_("The programme and its sites read these words from now on."), "success")
    if happened is Happened.TAKEN_BACK:
        flash(_("CoopSpace’s words are read again. Yours stay in the history."), "success")
    return _to(programme, room, sentence)


def _to(programme: Programme, room: str, sentence: str) -> ResponseReturnValue:
    address = url_for(".word", programme=programme.slug, method_room=room, sentence=sentence)
    return redirect(address, code=303)
