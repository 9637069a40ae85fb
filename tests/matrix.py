"""Who gets in where: the pivot written by hand (`matrix.toml`) and what the marks say of it."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from werkzeug.test import TestResponse

from blueprints._shared.gate import Gate
from coopspace.kernel.permissions import ADMINISTRATOR_PERMISSIONS, ROLE_PERMISSIONS, Role
from tests.house import Door, House, token_on

WRITTEN = tomllib.loads((Path(__file__).parent / "matrix.toml").read_text())
PERSONAS: tuple[str, ...] = tuple(WRITTEN["groups"]["anybody"])
UNKNOWN = ("anonymous", "disabled")
ROLES_HERE = {
    "lead": Role.PROGRAMME_LEAD,
    "observer": Role.OBSERVER,
    "contributor": Role.CONTRIBUTOR,
    "state": Role.TRIO,
    "authority": Role.TRIO,
    "civil": Role.TRIO,
    "facilitator": Role.FACILITATOR,
}
IN_PROGRAMME = {*ROLES_HERE, "near_observer", "near_contributor", "near_state", "near_facilitator"}
PLACES = {
    **{who: ROLE_PERMISSIONS[role] for who, role in ROLES_HERE.items()},
    "near_observer": ROLE_PERMISSIONS[Role.OBSERVER],
    "near_contributor": ROLE_PERMISSIONS[Role.CONTRIBUTOR],
    "near_state": ROLE_PERMISSIONS[Role.TRIO],
    "near_facilitator": ROLE_PERMISSIONS[Role.FACILITATOR],
    "far_lead": ROLE_PERMISSIONS[Role.PROGRAMME_LEAD],
}
"""Who holds what somewhere: what is over several sites asks for one place at least."""
OVER_SITES = ("/accompagnement",)
"""Where pages are over all the sites of a person: whoever has a place is told who could."""
OPEN_TO_MEMBERS = ("programme:read", "programme:compare", "calendar:read")
"""What the members of every site may do in their programme."""
OPEN_TO_FACILITATORS = ("calendar:edit",)
"""What those who facilitate one of its sites may do in their programme."""
IN, SIGN_IN, NOT_FOUND, FORBIDDEN = "let in", "asked to sign in", "not found", "forbidden"


def written(door: Door) -> frozenset[str]:
    """Who gets in by this door, as the matrix was written."""
    return frozenset(WRITTEN["groups"][WRITTEN["doors"][door.name]])


def unmatched(doors: set[str], lines: set[str]) -> list[str]:
    """Doors without a line and lines without a door."""
    return [f"{name}: no line in matrix.toml" for name in sorted(doors - lines)] + [
        f"{name}: no such route any more" for name in sorted(lines - doors)
    ]


def by_mark(gate: Gate, arguments: set[str]) -> frozenset[str]:
    """Who gets in by a door, as its mark and the table of permissions have it."""
    if gate.kind == "public":
        return frozenset(PERSONAS)
    known = frozenset(PERSONAS) - set(UNKNOWN)
    if gate.kind == "signed_in":
        return known
    if gate.kind == "over_sites":
        return frozenset(who for who, one in PLACES.items() if gate.permission in one)
    may = {who for who, role in ROLES_HERE.items() if gate.permission in ROLE_PERMISSIONS[role]}
    administers = {"admin"} if gate.permission in ADMINISTRATOR_PERMISSIONS else set()
    if "site" in arguments:
        return frozenset(may)
    if "programme" in arguments:
        readers = IN_PROGRAMME if gate.permission in OPEN_TO_MEMBERS else set()
        leads = may & {"lead"}
        if gate.permission in OPEN_TO_FACILITATORS:
            leads |= {"facilitator", "near_facilitator"}
        return frozenset(readers | leads | administers)
    return frozenset(administers)


def expected(door: Door, who: str) -> str:
    """What this person meets at this door."""
    if who in written(door):
        return IN
    if WRITTEN["doors"][door.name] == "nobody":
        return NOT_FOUND
    if who in UNKNOWN:
        return SIGN_IN
    if "site" in door.arguments:
        return FORBIDDEN if who in ROLES_HERE else NOT_FOUND
    if "programme" in door.arguments:
        return FORBIDDEN if who in {*IN_PROGRAMME, "admin"} else NOT_FOUND
    if door.rule.startswith(OVER_SITES):
        return FORBIDDEN if who in PLACES else NOT_FOUND
    return NOT_FOUND


def met(answer: TestResponse) -> str:
    """What a person met, from what the house answered."""
    if answer.status_code in (301, 302, 303, 307, 308):
        return SIGN_IN if answer.location.startswith("/connexion?") else IN
    if answer.status_code in (200, 400, 409, 422):
        return IN
    return {401: SIGN_IN, 404: NOT_FOUND, 403: FORBIDDEN}.get(
        answer.status_code, f"status {answer.status_code}"
    )


def walk(house: House, who: str) -> Iterator[tuple[Door, str, str]]:
    """Try every door as somebody: the door, what was expected, what was met."""
    first = house.client_of(who)
    token = token_on(first.get("/accessibilite").text)
    name = house.app.config["SESSION_COOKIE_NAME"]
    kept = first.get_cookie(name)
    assert kept is not None
    for door in house.doors():
        client = house.client_of(who)
        client.set_cookie(name, kept.value)
        if door.method == "GET":
            answer = client.get(house.address(door))
        else:
            before = house.written()
            answer = client.open(
                house.address(door), method=door.method, data={"csrf_token": token}
            )
            if answer.status_code < 400 and (not before or house.written() != before):
                house.restore()
        yield door, expected(door, who), met(answer)


def opener(door: Door) -> str | None:
    """Somebody who may come in by this door, a member of the trio if one may; None if nobody."""
    inside = written(door)
    return next((who for who in ("state", "lead", "admin", *PERSONAS) if who in inside), None)
