"""What is true of the roles of the support structure: the seven, and the two lists beside them."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum


class SupportRole(StrEnum):
    """The seven roles, in the order of the method."""

    VISION = "vision"
    TRUST = "trust"
    ALIGNMENT = "alignment"
    EVALUATION = "evaluation"
    ENGAGEMENT = "engagement"
    INFLUENCE = "influence"
    RESOURCES = "resources"

    @property
    def number(self) -> int:
        """Its place in the method, from 1 to 7."""
        return [*SupportRole].index(self) + 1


class Backbone(StrEnum):
    """The six roles of the studies of backbone organisations, 2012."""

    VISION = "vision"
    ACTIVITIES = "activities"
    MEASUREMENT = "measurement"
    WILL = "will"
    POLICY = "policy"
    FUNDING = "funding"


class Mission(StrEnum):
    """The six missions of the French “fonction de soutien”."""

    COMMITMENTS = "commitments"
    DIALOGUE = "dialogue"
    INFORMATION = "information"
    FUNDING = "funding"
    DATA = "data"
    ORIENTATIONS = "orientations"


BACKBONE_OF: Mapping[SupportRole, Backbone | None] = {
    SupportRole.VISION: Backbone.VISION,
    SupportRole.TRUST: None,
    SupportRole.ALIGNMENT: Backbone.ACTIVITIES,
    SupportRole.EVALUATION: Backbone.MEASUREMENT,
    SupportRole.ENGAGEMENT: Backbone.WILL,
    SupportRole.INFLUENCE: Backbone.POLICY,
    SupportRole.RESOURCES: Backbone.FUNDING,
}
"""The seven are the six with trust added: the 2012 list has no role for it."""
MISSION_OF: Mapping[SupportRole, Mission | None] = {
    SupportRole.VISION: Mission.ORIENTATIONS,
    SupportRole.TRUST: Mission.DIALOGUE,
    SupportRole.ALIGNMENT: Mission.COMMITMENTS,
    SupportRole.EVALUATION: Mission.DATA,
    SupportRole.ENGAGEMENT: Mission.INFORMATION,
    SupportRole.INFLUENCE: None,
    SupportRole.RESOURCES: Mission.FUNDING,
}
"""Which mission is nearest; the six missions name none of influencing decision-makers."""


class Coverage(IntEnum):
    """How far a role is covered: four steps whose order is a fact, their distances are not."""

    NOT_YET = 1
    AT_TIMES = 2
    MOSTLY = 3
    RELIABLY = 4

    @property
    def code(self) -> str:
        """How the method names it."""
        return self.name.lower()
