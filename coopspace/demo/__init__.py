"""A living demonstration: invented people play a year and more of work through the same actions
that a page calls, each within their own rights and on a date of their own (UX-10).
"""

from coopspace.demo.cast import people
from coopspace.demo.player import load

__all__ = ["load", "people"]
