"""Plays the script from its first day to yesterday, as if everybody had really been there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts import actions as accounts
from coopspace.accounts.model import User
from coopspace.demo.acts import Scene, play
from coopspace.demo.script import Act, Miswritten, Script, Stage, read
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import N_, Refusal
from coopspace.sites import actions as sites
from coopspace.sites.model import Programme, Site


@dataclass(frozen=True)
class _Moment:
    """One thing to play; those of one instant keep the order in which they were written."""

    at: datetime
    do: Callable[[], None]


def load(session: Session, script: Script | None = None) -> Programme:
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
    return _Player(session, script or read(clock.today())).play()


class _Player:
    """The cast and the places while the script is played."""

    def __init__(self, session: Session, script: Script) -> None:
        self.session = session
        self.script = script
        self.cast: dict[str, User] = {}
        self.sites: dict[str, Site] = {}
        self.says = {person.key: person.says for person in script.people}

    def play(self) -> Programme:
        """Everything in order of time, whatever the site."""
        script = self.script
        first = self._first_days()
        for person in script.people:
            with clock.at(first[person.key]):
                self.cast[person.key] = accounts.open_account(
                    self.session,
                    person.email,
                    name=person.name,
                    password=person.password,
                    administrator=person.key == script.administrator,
                )
        with clock.at(script.at):
            programme = sites.open_programme(
                self.session,
                script.name,
                lead=self.cast[script.lead],
                by=self.cast[script.administrator],
                description=script.description,
            )
        for one in sorted(self._moments(programme), key=lambda one: one.at):
            with clock.at(one.at):
                one.do()
        return programme

    def _first_days(self) -> dict[str, datetime]:
        """When each opens their account: an hour before their first place, or the first day."""
        days = {person.key: self.script.at - timedelta(hours=2) for person in self.script.people}
        joins = [act for stage in self.script.stages for act in stage.acts if act.verb == "join"]
        for act in sorted(joins, key=lambda act: act.at, reverse=True):
            days[act.words["person"]] = act.at - timedelta(hours=1)
        return days

    def _moments(self, programme: Programme) -> Iterator[_Moment]:
        for stage in self.script.stages:
            yield _Moment(stage.at, self._opening(stage, programme))
            yield from (_Moment(act.at, self._playing(stage, act)) for act in stage.acts)

    def _opening(self, stage: Stage, programme: Programme) -> Callable[[], None]:
        def open_site() -> None:
            self.sites[stage.name] = sites.open_site(
                self.session,
                programme,
                name=stage.name,
                territory=stage.territory,
                by=self.cast[stage.by],
            )

        return open_site

    def _playing(self, stage: Stage, act: Act) -> Callable[[], None]:
        def play_act() -> None:
            site = self.sites[stage.name]
            try:
                scene = Scene(self.session, site, self.cast[act.by], self.cast, self.says)
                with in_site(self.session, site.id):
                    play(scene, act.verb, act.words)
            except (Refusal, KeyError, TypeError, ValueError) as error:
                raise Miswritten(f"{act.where}: {error}") from error

        return play_act
