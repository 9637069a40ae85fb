"""What a network measures and tells, counted once for as long as nothing of it moves.

Kept by the network's own value: nothing here could be another site's or another reader's. The
packages that measure are read the first time that a figure is wanted, not when we start.
"""

from functools import lru_cache
from typing import TYPE_CHECKING

from coopspace.kernel.later import Later
from coopspace.network.graph import Network

if TYPE_CHECKING:
    from coopspace.network import measures, reading, trying
    from coopspace.network.measures import Measures
    from coopspace.network.reading import Fact
else:
    measures = Later("coopspace.network.measures")
    reading = Later("coopspace.network.reading")
    trying = Later("coopspace.network.trying")

TRIED_AT_MOST = 100
"""Above so many organisations no relation to try is looked for: each try cuts the whole anew."""


@lru_cache(maxsize=16)
def measured(network: Network) -> "Measures":
    """What may be said of the network."""
    return measures.measure(network)


@lru_cache(maxsize=16)
def told(network: Network) -> "tuple[Fact, ...]":
    """What the network tells, first things first."""
    few = len(network.nodes) <= TRIED_AT_MOST
    openings = trying.openings(network, at_most=1) if few else ()
    return reading.facts(measured(network), openings)
