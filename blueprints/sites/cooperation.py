"""What the dashboard says of how we cooperate: where the latest round of positioning, the latest
one on the conditions and the agreement stand, and the way to them."""

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from blueprints._shared import formatters
from blueprints._shared.gate import may, me
from blueprints._shared.speech import language
from coopspace import method
from coopspace.agreement.glance import AgreementGlance
from coopspace.continuum.glance import RoundGlance, glance
from coopspace.continuum.rules import Level, Stage
from coopspace.decisions.glance import DecisionsGlance
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.readiness.glance import glance as readiness
from coopspace.roles.glance import RolesGlance
from coopspace.roles.rules import SupportRole
from coopspace.sites.model import Site


@dataclass(frozen=True)
class Cooperation:
    """A line in large letters, a sentence, and one gesture."""

    big: str
    says: str
    label: str
    href: str


@dataclass(frozen=True)
class Conditions:
    """A sentence, and one gesture."""

    says: str
    label: str
    href: str


def cooperation(session: Session, site: Site) -> Cooperation:
    """What there is to say of the latest round, or the invitation to open the first one."""
    latest = glance(session, person=me().id)
    if latest is None:
        return _none(site)
    href = url_for("continuum.show", site=site.slug, number=latest.number)
    if latest.stage is Stage.REVEALED and latest.revealed_at is not None:
        return Cooperation(
            big=_concluded(latest),
            says=gettext(
                "Round no. %(number)d, revealed on %(day)s.",
                number=latest.number,
                day=formatters.day(latest.revealed_at),
            ),
            label=gettext("What the round shows"),
            href=href,
        )
    return _running(site, latest, href)


def conditions(session: Session, site: Site) -> Conditions:
    """What there is to say of the latest round on the conditions, in one sentence."""
    latest = readiness(session, person=me().id)
    if latest is None:
        return _no_conditions(site)
    answers = ngettext("%(num)s answer", "%(num)s answers", latest.answered)
    href = url_for("readiness.show", site=site.slug, number=latest.number)
    if latest.stage is Stage.REVEALED and latest.revealed_at is not None:
        told = {"day": formatters.day(latest.revealed_at)}
        return Conditions(
            says=gettext("Our conditions were looked at on %(day)s.", **told)
            if latest.concluded
            else gettext(
                "Our conditions were looked at on %(day)s; what we conclude is to be written.",
                **told,
            ),
            label=gettext("What our conditions show"),
            href=href,
        )
    says = {
        Stage.ANNOUNCED: gettext("A round on our conditions is announced."),
        Stage.OPEN: gettext(
            "A round on our conditions is open: %(answers)s, until the evening of %(day)s.",
            answers=answers,
            day=formatters.day(latest.closes_at),
        ),
    }.get(
        latest.stage,
        gettext("A round on our conditions waits for its reveal: %(answers)s.", answers=answers),
    )
    asked = latest.stage is Stage.OPEN and not latest.mine and may(Permission.READINESS_ANSWER)
    if asked:
        answer = url_for("readiness.answer", site=site.slug, number=latest.number)
        return Conditions(says, gettext("Judge our conditions"), answer)
    return Conditions(says, gettext("See the round"), href)


def agreement(seen: AgreementGlance, site: Site) -> Conditions:
    """Where the cooperation agreement stands, and what is missing first, in one sentence."""
    if seen.being_signed:
        return _being_signed(seen, site)
    if seen.stands and seen.review_on:
        return _signed(seen, site, seen.review_on)
    href = url_for("agreement.show", site=site.slug)
    if not seen.is_begun:
        return Conditions(
            says=gettext("Our cooperation agreement is still to be written."),
            label=gettext("Write it")
            if may(Permission.AGREEMENT_EDIT)
            else gettext("Its questions"),
            href=href,
        )
    says = ngettext(
        "Our agreement is a draft: %(num)s question out of %(total)s has an answer.",
        "Our agreement is a draft: %(num)s questions out of %(total)s have an answer.",
        seen.answered,
        total=seen.asked,
    )
    return Conditions(says, _missing(seen) or gettext("Read the agreement"), href)


def _being_signed(seen: AgreementGlance, site: Site) -> Conditions:
    signs = seen.mine and may(Permission.AGREEMENT_SIGN)
    return Conditions(
        says=gettext(
            "Version %(number)d of our agreement is being signed.", number=seen.being_signed
        )
        + (" " + gettext("Your signature is awaited.") if signs else ""),
        label=gettext("Read and sign") if signs else gettext("See the version"),
        href=url_for("agreement.version", site=site.slug, number=seen.being_signed),
    )


def _signed(seen: AgreementGlance, site: Site, review_on: date) -> Conditions:
    told = {"number": seen.stands, "day": formatters.day(review_on)}
    if seen.is_to_review(clock.today()):
        return Conditions(
            says=gettext(
                "Version %(number)d of our agreement is to be looked at again: its day is %(day)s.",
                **told,
            ),
            label=gettext("How to read it again"),
            href=url_for("agreement.versions_page", site=site.slug),
        )
    return Conditions(
        says=gettext(
            "Version %(number)d of our agreement is signed by all; we look at it again on %(day)s.",
            **told,
        ),
        label=gettext("Read the agreement"),
        href=url_for("agreement.version", site=site.slug, number=seen.stands),
    )


def decisions(seen: DecisionsGlance, site: Site) -> Conditions | None:
    """The decision that waits for who looks, else how many are open; None while there are none."""
    if seen.awaits:
        return Conditions(
            says=gettext("A decision waits for your position."),
            label=gettext("Read the proposal"),
            href=url_for("decisions.show", site=site.slug, number=seen.awaits),
        )
    if not seen.opened and not seen.decided:
        return None
    says = (
        ngettext("%(num)s decision is open.", "%(num)s decisions are open.", seen.opened)
        if seen.opened
        else ngettext("%(num)s decision was taken.", "%(num)s decisions were taken.", seen.decided)
    )
    return Conditions(
        says, gettext("The register of decisions"), url_for("decisions.index", site=site.slug)
    )


def roles(seen: RolesGlance, site: Site) -> Conditions | None:
    """What the seven roles ask for first; None while nobody has said anything of them."""
    if not seen.held and not seen.told:
        return None
    free = len(SupportRole) - seen.held
    if seen.late:
        says = ngettext(
            "%(num)s next step of our seven roles is past its day.",
            "%(num)s next steps of our seven roles are past their day.",
            seen.late,
        )
    elif free:
        says = ngettext(
            "%(num)s of the seven roles of support has nobody yet.",
            "%(num)s of the seven roles of support have nobody yet.",
            free,
        )
    else:
        says = gettext("Each of the seven roles of support is held.")
    return Conditions(says, gettext("The seven roles"), url_for("roles.index", site=site.slug))


def _missing(seen: AgreementGlance) -> str:
    """The first section of which no question has an answer yet."""
    if not seen.to_write:
        return ""
    title = method.load("agreement").text(f"sections.{seen.to_write[0]}.title", language())
    return str(gettext("To be written: %(section)s", section=title))


def _no_conditions(site: Site) -> Conditions:
    runs = may(Permission.READINESS_RUN)
    return Conditions(
        says=gettext("Three preconditions, five conditions: nobody has judged them here yet."),
        label=gettext("Open a round on our conditions") if runs else gettext("The eight"),
        href=url_for("readiness.open_round" if runs else "readiness.index", site=site.slug),
    )


def _none(site: Site) -> Cooperation:
    runs = may(Permission.CONTINUUM_RUN)
    return Cooperation(
        big=gettext("To place"),
        says=method.load("continuum").text("exercise.alone", language()),
        label=gettext("Open a round") if runs else gettext("The seven levels"),
        href=url_for("continuum.open_round" if runs else "continuum.index", site=site.slug),
    )


def _running(site: Site, latest: RoundGlance, href: str) -> Cooperation:
    answered = ngettext("%(num)s answer", "%(num)s answers", latest.answered)
    if latest.stage is Stage.ANNOUNCED:
        big = gettext("A round is announced")
    elif latest.stage is Stage.CLOSED:
        big = gettext("A round is to be revealed")
    else:
        big = gettext("A round is open")
    asked = latest.stage is Stage.OPEN and not latest.mine and may(Permission.CONTINUUM_ANSWER)
    return Cooperation(
        big=big,
        says=gettext(
            "%(answers)s; the round is open until the evening of %(day)s.",
            answers=answered,
            day=formatters.day(latest.closes_at),
        )
        if latest.stage is Stage.OPEN
        else answered,
        label=gettext("Take a position") if asked else gettext("See the round"),
        href=url_for("continuum.answer", site=site.slug, number=latest.number) if asked else href,
    )


def _concluded(latest: RoundGlance) -> str:
    """« Ce niveau nous convient (Assistance) »."""
    if latest.outcome is None:
        return str(gettext("To conclude"))
    words = method.load("continuum")
    said = str(words.text(f"conclusion.{latest.outcome}", language()))
    if latest.level is None:
        return said
    level = words.text(f"levels.{Level(latest.level).code}.label", language())
    return f"{said} ({level})"
