"""What if these two came closer, what if that one left: one step tried, nothing written."""

from typing import TYPE_CHECKING, Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from blueprints._shared import network_sentences as sentences
from blueprints._shared.forms import Form
from blueprints._shared.gate import requires
from blueprints._shared.speech import language
from blueprints.stakeholders.room import HOME, bp, level_name
from coopspace import method
from coopspace.extensions import db
from coopspace.kernel.later import Later
from coopspace.kernel.permissions import Permission
from coopspace.network.graph import COUNTS_FROM, LEVELS, Network, Tie
from coopspace.sites.model import Site
from coopspace.stakeholders import networks

if TYPE_CHECKING:
    from coopspace.network import holding, reading, supposing, trying
else:
    holding = Later("coopspace.network.holding")
    reading = Later("coopspace.network.reading")
    supposing = Later("coopspace.network.supposing")
    trying = Later("coopspace.network.trying")

COORDINATION = 5
WORTH_A_TRY = 5
Names = dict[str, str]


class SupposeForm(Form):
    """Two organisations and the level that both would tell; or one that would leave."""

    class Meta:
        """Asked for by address: nothing is written, nothing to protect."""

        csrf = False

    un = SelectField(_l("One organisation"), validate_choice=False)
    autre = SelectField(_l("Another one"), validate_choice=False)
    niveau = SelectField(_l("The level that both would tell"), validate_choice=False)
    part = SelectField(_l("Who would leave"), validate_choice=False)

    def offer(self, names: Names) -> None:
        """The organisations of the map, by name, and the seven levels."""
        known = sorted(names.items(), key=lambda one: (one[1].casefold(), one[0]))
        everybody = [SelectChoice(ref, name) for ref, name in known]
        for field in (self.un, self.autre, self.part):
            field.choices = [SelectChoice("", _("choose")), *everybody]
        self.niveau.choices = [
            SelectChoice(str(level), f"{level}, {level_name(level)}")
            for level in range(1, LEVELS + 1)
        ]
        if self.niveau.data not in {str(level) for level in range(1, LEVELS + 1)}:
            self.niveau.data = str(COORDINATION)

    def pair(self, names: Names) -> tuple[str, str] | None:
        """The two that were chosen; says beside the second when they are one."""
        one, other = self.un.data, self.autre.data
        if one not in names or other not in names:
            return None
        if one == other:
            self.autre.errors = [_("Choose another organisation than the first one.")]
            return None
        return one, other


@bp.get(f"{HOME}/et-si")
@requires(Permission.STAKEHOLDER_READ)
def suppose(site: Site) -> ResponseReturnValue:
    """What one step would change in the map as this reader sees it."""
    network = networks.seen(db.session()).network
    names = {node.id: node.name for node in network.nodes}
    form = SupposeForm(request.args)
    form.offer(names)
    words = method.load("network")
    shown: dict[str, Any] = {"pair": None, "leaves": "", "openings": []}
    if network.silence is None:
        shown |= {**_step(network, names, form), **_departure(network, names, form)}
        shown["openings"] = _openings(site, network, names)
    return render_template(
        "stakeholders/suppose.html",
        site=site,
        form=form,
        silence=words.text("rules.silence", language()) if network.silence else "",
        step_caution=words.text("measures.step.caution", language()),
        leaving_caution=words.text("measures.leaving.caution", language()),
        **shown,
    )


def _step(network: Network, names: Names, form: SupposeForm) -> dict[str, Any]:
    pair = form.pair(names)
    if pair is None:
        return {}
    level = int(form.niveau.data)
    told = supposing.of_step(trying.reaching(network, *pair, level=level))
    return {
        "pair": [names[one] for one in pair],
        "level": level,
        "today": _today(network, pair),
        "step": sentences.readings(told, names),
    }


def _today(network: Network, pair: tuple[str, str]) -> tuple[int | None, int | None]:
    """What each of the two says of the other now, in the order in which they were chosen."""
    ends = (min(pair), max(pair))
    tie = next((one for one in network.ties if (one.a, one.b) == ends), Tie(*ends, None, None))
    return (tie.there, tie.back) if pair == ends else (tie.back, tie.there)


def _departure(network: Network, names: Names, form: SupposeForm) -> dict[str, Any]:
    who = form.part.data
    if who not in names:
        return {}
    told = supposing.of_departure(holding.leaving(holding.graph_of(network), who))
    return {"leaves": names[who], "departure": sentences.readings(told, names)}


def _openings(site: Site, network: Network, names: Names) -> list[dict[str, Any]]:
    """Relations below the first level that counts whose step would change most."""
    found = trying.openings(network, at_most=WORTH_A_TRY)
    told = sentences.readings(map(reading.of_opening, found), names)
    return [
        {
            "said": said.said,
            "level": one.level,
            "url": url_for(".suppose", site=site.slug, un=one.a, autre=one.b, niveau=COUNTS_FROM),
        }
        for one, said in zip(found, told, strict=True)
    ]
