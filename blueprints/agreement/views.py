"""The agreement as it is read: five sections, what stands beside their text, what is missing."""

from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints._shared.gate import requires
from blueprints.agreement.room import HOME, bp, number_of
from blueprints.agreement.starting import others
from coopspace.accounts import people
from coopspace.agreement import reading, versions
from coopspace.agreement.checks import Check, Finding, reread
from coopspace.agreement.content import Content
from coopspace.agreement.rules import Section
from coopspace.decisions.reading import counts_by_rule
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Site


@dataclass(frozen=True)
class Progress:
    """Where a section stands: how many of its questions have an answer."""

    section: Section
    answered: int
    asked: int

    @property
    def done(self) -> bool:
        """Every question has its answer."""
        return self.answered == self.asked


@bp.get(HOME)
@requires(Permission.AGREEMENT_READ)
def show(site: Site) -> ResponseReturnValue:
    """The whole agreement, on one page that is read, printed, and leads to where it is written."""
    session = db.session()
    standing = reading.agreement(session)
    findings = reread(standing.content)
    way = progress(standing.content)
    frozen = versions.versions(session)
    return render_template(
        "agreement/show.html",
        site=site,
        agreement=standing,
        content=standing.content,
        progress=way,
        answered=sum(one.answered for one in way),
        asked=sum(one.asked for one in way),
        lacking=[
            (section, found)
            for section in Section
            if (found := [one for one in findings if one.section is section])
        ],
        next_question=next_question(site, findings),
        signed=versions.standing(frozen),
        open_version=versions.open_version(frozen),
        any_version=bool(frozen),
        taken=counts_by_rule(session) if standing.content.decisions else {},
        others=others(site) if standing.content.is_empty else (),
        people=people.by_ids(session, standing.authors()),
    )


def progress(content: Content) -> list[Progress]:
    """Where each section stands."""
    found = []
    for section in Section:
        asked = [one for one in content.of_section(section) if one.asks]
        found.append(Progress(section, sum(bool(one.blocks) for one in asked), len(asked)))
    return found


def next_question(site: Site, findings: list[Finding]) -> str:
    """Where the first question without an answer is answered; empty when all have one."""
    waiting = [one.about for one in findings if one.check is Check.UNANSWERED]
    if not waiting:
        return ""
    return url_for("agreement.answer", site=site.slug, number=number_of(waiting[0]))
