"""Plays the script from its first day to yesterday, as if everybody had really been there."""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts import actions as accounts
from coopspace.accounts.model import User
from coopspace.demo.acts import play
from coopspace.demo.scene import Scene
from coopspace.demo.script import Act, Miswritten, Person, Script, Stage, read
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import N_, Refusal
from coopspace.sites import access
from coopspace.sites import actions as sites
from coopspace.sites.access import Standing
from coopspace.sites.model import Programme, Site

_SHOWN_TO_ALL = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
"""The passwords of the demonstration stand on its sign-in page: a quick hash hides as much. It is
made anew at full cost when somebody signs in, as any hash of lesser cost is."""


@dataclass(frozen=True)
class _Moment:
    """One thing to play; those of one instant keep the order in which they were written."""

    at: datetime
    do: Callable[[], None]


def load(session: Session, script: Script | None = None) -> None:
    """Play the demonstration in an empty database; to be called inside `saving()`.

    Raises Refusal when there already is an account, Miswritten when an act cannot be played.
    """
    if session.scalar(select(User.id).limit(1)) is not None:
        raise Refusal(
            N_(
                "The demonstration only goes into an empty database: this one already holds "
                "accounts. Choose another data directory."
            )
        )
    _Player(session, script or read(clock.today())).play()


@contextmanager
def _uncollected() -> Iterator[None]:
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class _Player:
    """The cast and the places while the script is played."""

    def __init__(self, session: Session, script: Script) -> None:
        self.session = session
        self.script = script
        self.cast: dict[str, User] = {}
        self.sites: dict[str, Site] = {}
        self.places: dict[tuple[str, str], Standing | None] = {}
        self.says = {person.key: person.says for person in script.people}
        self.programme: Programme | None = None

    def play(self) -> None:
        """Everything in order of time, whatever the site.

        So many lives begin and so few end meanwhile that garbage is collected after.
        """
        with _uncollected():
            for one in sorted(self._moments(self._first_days()), key=lambda one: one.at):
                with clock.at(one.at):
                    one.do()

    def _moments(self, first: Mapping[str, datetime]) -> Iterator[_Moment]:
        for person in self.script.people:
            yield _Moment(first[person.key], self._arrival(person))
        yield _Moment(self.script.at, self._open_programme)
        for stage in self.script.stages:
            yield _Moment(stage.at, self._opening(stage))
            yield from (_Moment(act.at, self._playing(stage, act)) for act in stage.acts)

    def _first_days(self) -> dict[str, datetime]:
        """When each opens their account: an hour before their first place, or the first day."""
        days = {person.key: self.script.at - timedelta(hours=2) for person in self.script.people}
        joins = [act for stage in self.script.stages for act in stage.acts if act.verb == "join"]
        for act in sorted(joins, key=lambda act: act.at, reverse=True):
            days[act.words["person"]] = act.at - timedelta(hours=1)
        return days

    def _arrival(self, person: Person) -> Callable[[], None]:
        def arrive() -> None:
            self.cast[person.key] = accounts.open_account(
                self.session,
                person.email,
                name=person.name,
                password=person.password,
                administrator=person.key == self.script.administrator,
                already_hashed=_SHOWN_TO_ALL.hash(person.password) if person.password else None,
            )

        return arrive

    def _open_programme(self) -> None:
        self.programme = sites.open_programme(
            self.session,
            self.script.name,
            lead=self.cast[self.script.lead],
            by=self.cast[self.script.administrator],
            description=self.script.description,
        )

    def _opening(self, stage: Stage) -> Callable[[], None]:
        def open_site() -> None:
            if self.programme is None:
                raise Miswritten(f"{stage.name} opens before the programme")
            self.sites[stage.name] = sites.open_site(
                self.session,
                self.programme,
                name=stage.name,
                territory=stage.territory,
                by=self.cast[stage.by],
            )

        return open_site

    def _playing(self, stage: Stage, act: Act) -> Callable[[], None]:
        def play_act() -> None:
            site = self.sites[stage.name]
            try:
                by = self.cast[act.by]
                scene = Scene(
                    self.session, site, by, self._place(stage, act.by), self.cast, self.says
                )
                with in_site(self.session, site.id):
                    play(scene, act.verb, act.words)
            except (Refusal, KeyError, TypeError, ValueError) as error:
                raise Miswritten(f"{act.where}: {error}") from error
            if act.verb == "join":
                self.places.pop((stage.name, act.words["person"]), None)

        return play_act

    def _place(self, stage: Stage, person: str) -> Standing | None:
        """What somebody is at a site: asked again each time that somebody joins one."""
        key = (stage.name, person)
        if key not in self.places:
            self.places[key] = access.standing(
                self.session, self.cast[person], self.sites[stage.name]
            )
        return self.places[key]
