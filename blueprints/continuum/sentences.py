"""What the page of a round says in sentences, for files that say the same."""

from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints._shared.rounds import GROUP_LABELS
from blueprints.continuum.room import half, lying, middle
from coopspace.continuum import rules
from coopspace.continuum.results import Past, Results


def where(results: Results) -> str:
    """Where the middle of the group stands."""
    said = middle(results.median)
    if results.median is not None and results.median.between:
        return str(_("The middle of the group is %(where)s", where=said))
    return str(_("The middle of the group: %(where)s", where=said))


def answered(results: Results) -> str:
    """« 8 réponses sur 10 personnes invitées. »"""
    given = ngettext("%(num)s answer", "%(num)s answers", results.answered)
    asked = ngettext(
        "out of %(num)s person invited.", "out of %(num)s people invited.", results.invited
    )
    return f"{given} {asked}"


def missing(results: Results) -> str:
    """What those who did not answer could change."""
    if not results.missing:
        return str(_("Nobody is missing."))
    return str(
        ngettext(
            "If %(num)s more person had answered, the middle of the group could be: %(where)s.",
            "If %(num)s more people had answered, the middle of the group could be: %(where)s.",
            results.missing,
            where=middle(results.if_all),
        )
    )


def wanted(results: Results) -> str:
    """Where the group wants to be, and how many stay."""
    if results.desired is None:
        return str(_("Too few said where they want us to be for it to be shown."))
    said = str(_("Wanted: %(where)s.", where=middle(results.desired)))
    if not results.staying:
        return said
    staying = ngettext(
        "%(num)s person chooses to stay at the level where they see us.",
        "%(num)s people choose to stay at the level where they see us.",
        results.staying,
    )
    return f"{said} {staying}"


def moved(results: Results, before: Past | None) -> str:
    """Where the answers lay at the round before."""
    if before is None or before.results is None:
        return ""
    then = _(
        "At round no. %(number)d, the middle of the group was: %(where)s. The answers lay "
        "%(lying)s.",
        number=before.round.number,
        where=middle(before.results.median),
        lying=lying(before.results.spread),
    )
    now = _("They now lie %(lying)s.", lying=lying(results.spread))
    return f"{then} {now}"


def masked(results: Results) -> str:
    """Which groups are not shown apart, if any."""
    groups = [str(_(GROUP_LABELS[one.group])) for one in results.groups if one.counts is None]
    if not groups:
        return ""
    return str(
        _(
            "Not shown apart, so that fewer than %(least)d people are never recognised: "
            "%(groups)s.",
            least=rules.FEWEST,
            groups=", ".join(groups),
        )
    )


def all_of(results: Results, before: Past | None) -> tuple[str, ...]:
    """What the figures say, in the order of the page."""
    said = (
        where(results) + ".",
        f"{answered(results)} {missing(results)}",
        half(results.spread),
        wanted(results),
        moved(results, before),
        masked(results),
    )
    return tuple(one for one in said if one)
