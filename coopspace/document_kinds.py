"""Which permissions each kind of shared text asks for: `coopspace.live` knows no room."""

from coopspace.changes.actions import DESCRIPTION, STATEMENT
from coopspace.changes.linking import ASSUMPTION, RATIONALE
from coopspace.kernel.permissions import Permission
from coopspace.live.door import Rights
from coopspace.vision.actions import Which

_VISION = Rights(Permission.VISION_READ, Permission.VISION_EDIT)
_CHANGE = Rights(Permission.CHANGE_READ, Permission.CHANGE_EDIT)
_LINK = Rights(Permission.CHANGE_READ, Permission.LINK_EDIT)

RIGHTS: dict[str, Rights] = {
    Which.SENTENCE: _VISION,
    Which.READING: _VISION,
    STATEMENT: _CHANGE,
    DESCRIPTION: _CHANGE,
    RATIONALE: _LINK,
    ASSUMPTION: _LINK,
}
"""A kind that is not here opens to nobody."""
