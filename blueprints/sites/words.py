"""Small pieces of sentences that the pages of the room share."""

from collections.abc import Iterable

from babel.lists import format_list
from flask_babel import gettext

from blueprints._shared.speech import language
from coopspace import method
from coopspace.accounts.model import User
from coopspace.kernel.permissions import PERMISSION_LABELS, ROLE_LABELS, Permission, Role
from coopspace.sites.circle import Voice
from coopspace.sites.model import COLLEGE_LABELS, RING_LABELS, College, Membership, Ring


def all_of(names: Iterable[str]) -> str:
    """« Claire, Malik et Nadège »."""
    return str(format_list(list(names), style="standard", locale=language()))


def one_of(names: Iterable[str]) -> str:
    """« Claire, Malik ou Nadège »."""
    return format_list(list(names), style="or", locale=language())


def of_method(key: str) -> str:
    """A sentence of the method about sites, in the language of this page."""
    return str(method.load("sites").text(key, language()))


def role_word(role: str | None) -> str:
    """The name of a role."""
    return gettext(ROLE_LABELS[Role(role)]) if role else ""


def college_word(college: str | None) -> str:
    """The name of a party."""
    return gettext(COLLEGE_LABELS[College(college)]) if college else ""


def ring_word(ring: str | None) -> str:
    """The name of a ring."""
    return gettext(RING_LABELS[Ring(ring)]) if ring else ""


def college_words(colleges: Iterable[College]) -> list[str]:
    """The names of several parties."""
    return [college_word(college) for college in colleges]


def permission_word(permission: Permission) -> str:
    """What a permission opens, in one sentence."""
    return str(gettext(PERMISSION_LABELS[permission]))


def says_of(member: Membership) -> str:
    """« Contributrice, Société civile, présidente du centre social »."""
    said = (role_word(member.role), college_word(member.college), member.capacity)
    return ", ".join(one for one in said if one)


def names_of(people: Iterable[User]) -> list[str]:
    """The names, in the order given."""
    return [person.name for person in people]


def parties(voices: Iterable[Voice]) -> str:
    """« État et société civile », of several voices."""
    return all_of(college_word(voice.college) for voice in voices)


WORDS = {
    "all_of": all_of,
    "one_of": one_of,
    "of_method": of_method,
    "role_word": role_word,
    "college_word": college_word,
    "ring_word": ring_word,
    "parties": parties,
    "college_words": college_words,
    "permission_word": permission_word,
    "says_of": says_of,
    "names_of": names_of,
}
"""What the templates of the room are handed."""
