"""The `coopspace` command: serve, migrate, accounts, demonstration, journal, check-up, units."""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace import __version__, demo, doctor, logs, memory, posting, serving
from coopspace.accounts import actions as accounts
from coopspace.accounts import keeping
from coopspace.agreement import proof, telling
from coopspace.agreement.carried import NotOurs
from coopspace.app import create_app
from coopspace.asgi import Kind
from coopspace.compare import process
from coopspace.config import Settings, Unsafe, check_host, from_environment, prepare
from coopspace.deployment.commands import deployment_group
from coopspace.kernel import audit, storage
from coopspace.kernel.refusal import Refusal
from coopspace.kernel.saving import saving
from coopspace.migrations.run import upgrade
from coopspace.search import index

Command = Callable[..., Any]


def spoken(command: Command) -> Command:
    """Say a refused setting or act in one sentence on standard error, and exit with 1."""

    @wraps(command)
    def said(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except (Unsafe, Refusal) as refusal:
            raise click.ClickException(str(refusal)) from refusal

    return said


def data_option(command: Command) -> Command:
    """The folder of the database, keys and mails."""
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder of the database, keys and mails (default: COOPSPACE_DATA, or ./data).",
    )(command)


def address_options(port: int) -> Callable[[Command], Command]:
    """Where the process listens."""

    def listening(command: Command) -> Command:
        ports = click.IntRange(0, 65_535)
        command = click.option("--port", default=port, show_default=True, type=ports)(command)
        return click.option("--host", default="127.0.0.1", show_default=True)(command)

    return listening


def _open(settings: Settings) -> Session:
    return Session(storage.open_engine(settings.database))


@click.group()
@click.version_option(__version__, prog_name="coopspace")
def main() -> None:
    """CoopSpace: State, local authority and civil society steer one change together."""


@main.command()
@click.option("--demo", "demonstration", is_flag=True, help="A throw-away living site.")
@address_options(8000)
@data_option
@spoken
def serve(demonstration: bool, host: str, port: int, data: Path | None) -> None:
    """Serve the workspace, after bringing the database up to date."""
    memory.give_back_large_blocks()
    with ExitStack() as stack:
        if demonstration:
            data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="coopspace-demo-")))
        settings = _settings_to_serve(demonstration, data)
        check_host(settings, host)
        settings = prepare(settings)
        stack.enter_context(serving.alone(settings))
        upgrade(settings)
        logs.start(settings.log_level)
        app = create_app(settings)
        if demonstration:
            with _open(settings) as session, saving(session):
                demo.load(session)
        else:
            _prepare_searches(settings)
            _welcome_first_administrator(settings, host, port)
        process.take_up_later(settings.database)
        click.echo(f"CoopSpace answers on http://{host}:{port}/", err=True)
        serving.run(app, "all", host=host, port=port)


@main.command()
@address_options(8000)
@data_option
@spoken
def web(host: str, port: int, data: Path | None) -> None:
    """Serve the pages alone, beside `coopspace live` (PostgreSQL)."""
    settings = _settings_of_part("web", host, data)
    _welcome_first_administrator(settings, host, port)
    process.take_up_later(settings.database)
    click.echo(f"CoopSpace's pages answer on http://{host}:{port}/", err=True)
    serving.run(create_app(settings), "web", host=host, port=port)


@main.command()
@address_options(8001)
@data_option
@spoken
def live(host: str, port: int, data: Path | None) -> None:
    """Serve the live texts alone (/live/…), beside `coopspace web` (PostgreSQL)."""
    settings = _settings_of_part("live", host, data)
    click.echo(f"CoopSpace's live texts answer on http://{host}:{port}/live/", err=True)
    serving.run(create_app(settings), "live", host=host, port=port)


def _settings_of_part(kind: Kind, host: str, data: Path | None) -> Settings:
    memory.give_back_large_blocks()
    settings = from_environment(data=data)
    check_host(settings, host)
    settings = prepare(settings)
    serving.check_part(settings, kind)
    logs.start(settings.log_level)
    return settings


def _settings_to_serve(demonstration: bool, data: Path | None) -> Settings:
    if not demonstration:
        return from_environment(data=data)
    environ = {k: v for k, v in os.environ.items() if k != "COOPSPACE_DATABASE_URL"}
    return from_environment(environ, data=data, demo=True)


def _welcome_first_administrator(settings: Settings, host: str, port: int) -> None:
    with _open(settings) as session, saving(session):
        token = keeping.first_link(session)
    if token:
        base = settings.public_url.rstrip("/") or f"http://{host}:{port}"
        click.echo(
            f"No account yet. Open the administrator's account within 30 minutes:\n"
            f"  {base}/premiere-connexion/{token}",
            err=True,
        )


@main.command()
@data_option
@spoken
def migrate(data: Path | None) -> None:
    """Bring the database to this version."""
    settings = prepare(from_environment(data=data))
    revision = upgrade(settings)
    _prepare_searches(settings)
    click.echo(f"The database is at revision {revision}.")


def _prepare_searches(settings: Settings) -> None:
    """What was written before searches existed is found too."""
    with _open(settings) as session, saving(session):
        if index.begin(session):
            click.echo("What was written so far can now be searched.", err=True)


@main.group("search")
def search_group() -> None:
    """Searches."""


@search_group.command("rebuild")
@data_option
@spoken
def search_rebuild(data: Path | None) -> None:
    """Make anew what can be found: each act keeps it up to date, this is for after a repair."""
    settings = prepare(from_environment(data=data))
    with _open(settings) as session, saving(session):
        count = index.rebuild_all(session)
    click.echo(f"{count} things can be found.")


@main.group()
def user() -> None:
    """Accounts."""


@user.command("create")
@click.option("--email", prompt=True)
@click.option("--name", prompt=True)
@click.option("--administrator", is_flag=True)
@click.password_option()
@data_option
@spoken
def user_create(
    email: str, name: str, administrator: bool, password: str, data: Path | None
) -> None:
    """Open an account."""
    settings = prepare(from_environment(data=data))
    upgrade(settings)
    with _open(settings) as session, saving(session):
        keeping.create_user(
            session, email, name=name, password=password, administrator=administrator
        )
    click.echo(f"{email} can sign in.")


@user.command("disable")
@click.argument("email")
@data_option
@spoken
def user_disable(email: str, data: Path | None) -> None:
    """Close an account and end its sessions; what the person wrote stays."""
    settings = prepare(from_environment(data=data))
    with _open(settings) as session, saving(session):
        person = accounts.by_email(session, email)
        if person is None:
            raise click.ClickException(f"No account has the address {email}.")
        keeping.disable(session, person)
    click.echo(f"{email} can no longer sign in.")


@main.group("demo")
def demonstration() -> None:
    """The fictional programme that shows the product."""


@demonstration.command("load")
@data_option
@spoken
def demo_load(data: Path | None) -> None:
    """Play the demonstration into an empty database."""
    settings = prepare(from_environment(data=data))
    upgrade(settings)
    with _open(settings) as session, saving(session):
        demo.load(session)
    click.echo("The demonstration is loaded: see `coopspace demo people`.")


@demonstration.command("people")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@spoken
def demo_people(as_json: bool) -> None:
    """Who can sign in to the demonstration, with which password and place at which site.

    The demonstration is played once more, aside: what is printed is what it really opens.
    """
    with tempfile.TemporaryDirectory(prefix="coopspace-demo-") as folder:
        settings = prepare(_settings_to_serve(True, Path(folder)))
        upgrade(settings)
        with _open(settings) as session:
            with saving(session):
                demo.load(session)
            people = demo.people(session)
    if as_json:
        click.echo(json.dumps(people, ensure_ascii=False, indent=2))
        return
    for person in people:
        click.echo(f"{person['name']:<24} {person['email']:<36} {person['password']}")


@main.group("audit")
def audit_group() -> None:
    """The journal of what weighs."""


@audit_group.command("verify")
@data_option
@spoken
def audit_verify(data: Path | None) -> None:
    """Check that no line of the journal was altered, removed or added."""
    settings = prepare(from_environment(data=data))
    with _open(settings) as session:
        broken = audit.verify(session)
        lines = len(session.scalars(select(audit.AuditEvent.id)).all())
    for one in broken:
        click.echo(f"{one.chain} line {one.seq}: {one.why}", err=True)
    if broken:
        sys.exit(1)
    click.echo(f"{lines} lines, all as they were written.")


@main.group("agreement")
def agreement_group() -> None:
    """The cooperation agreements that are signed."""


@agreement_group.command("verify")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@data_option
@spoken
def agreement_verify(file: Path | None, data: Path | None) -> None:
    """Say what is true of FILE, a version as PDF or JSON, from the file alone. A DOCX or an ODT is
    a copy to work on: it tells which version it was made from, and proves nothing.

    With --data (or COOPSPACE_DATA), say also what the installation knows of it, and exit with 1
    unless it was signed by all. Without FILE, read again everything that was signed there.
    """
    told = _told_by(file) if file else None
    if told is not None:
        for line in telling.of_itself(told):
            click.echo(line)
        if data is None and "COOPSPACE_DATA" not in os.environ:
            click.echo(telling.from_outside(told))
            return
    settings = prepare(from_environment(data=data))
    with _open(settings) as session:
        sure = _known_here(session, told) if told else _all_signed(session)
    if not sure:
        sys.exit(1)


def _told_by(file: Path) -> proof.Told:
    try:
        return proof.read_file(file.read_bytes())
    except NotOurs as error:
        raise click.ClickException(f"{file.name}: {error}.") from error


def _known_here(session: Session, told: proof.Told) -> bool:
    sure, said = telling.from_here(session, told)
    click.echo(said)
    return sure


def _all_signed(session: Session) -> bool:
    checked = proof.check(session)
    for fault in checked.faults:
        click.echo(fault, err=True)
    if not checked.faults:
        click.echo(
            f"{checked.versions} versions and {checked.signatures} signatures, "
            "all as they were written."
        )
    return not checked.faults


@main.command("digest")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Its last day: yesterday if unsaid.")
@data_option
@spoken
def digest_command(day: datetime | None, data: Path | None) -> None:
    """Send the digests of notices, once a day to each person however often this runs."""
    settings = prepare(from_environment(data=data))
    with _open(settings) as session:
        count = posting.send_digests(settings, session, day.date() if day else None)
    click.echo(f"{count} digests have left.")


@main.command("doctor")
@data_option
@spoken
def doctor_command(data: Path | None) -> None:
    """Check the installation; exit with 1 when something must be mended."""
    settings = prepare(from_environment(data=data))
    findings = doctor.examine(settings)
    for one in findings:
        click.echo(f"{one.state:<5} {one.sentence}")
    if any(one.state == doctor.BAD for one in findings):
        sys.exit(1)


main.add_command(deployment_group)


if __name__ == "__main__":
    main()
