"""Every table of the house, gathered for migrations and tests: importing this module loads them."""

from coopspace import searched_kinds
from coopspace.accompaniment import model as accompaniment
from coopspace.accounts import model as accounts
from coopspace.advances import model as advances
from coopspace.agreement import model as agreement
from coopspace.calendar import model as calendar
from coopspace.changes import model as changes
from coopspace.compare import model as compare
from coopspace.continuum import model as continuum
from coopspace.decisions import model as decisions
from coopspace.discussion import model as discussion
from coopspace.edition import model as edition
from coopspace.facilitation import model as facilitation
from coopspace.indicators import model as indicators
from coopspace.kernel import audit
from coopspace.kernel.base import Base
from coopspace.live import model as live
from coopspace.narrative import model as narrative
from coopspace.notices import following
from coopspace.notices import model as notices
from coopspace.plan import model as plan
from coopspace.readiness import model as readiness
from coopspace.review import model as review
from coopspace.roles import model as roles
from coopspace.search import model as search
from coopspace.sites import model as sites
from coopspace.stakeholders import model as stakeholders
from coopspace.stakeholders import places
from coopspace.survey import model as survey
from coopspace.vision import model as vision
from coopspace.visits import model as visits

MODELS = (
    audit,
    accounts,
    sites,
    live,
    discussion,
    vision,
    changes,
    indicators,
    narrative,
    continuum,
    advances,
    readiness,
    compare,
    stakeholders,
    places,
    agreement,
    decisions,
    survey,
    plan,
    review,
    roles,
    accompaniment,
    calendar,
    facilitation,
    visits,
    edition,
    search,
    searched_kinds,
    notices,
    following,
)
metadata = Base.metadata
