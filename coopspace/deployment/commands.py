"""The commands that print or write the sample files: `coopspace deployment`."""

from pathlib import Path

import click

from coopspace import deployment


@click.group("deployment")
def deployment_group() -> None:
    """Sample files for a server."""


@deployment_group.command("systemd")
@click.option("--program", default=deployment.PROGRAM, show_default=True, help="This command.")
@click.option(
    "--into",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="Write the units in this folder (/etc/systemd/system) instead of printing them.",
)
def deployment_systemd(program: str, into: Path | None) -> None:
    """Units for one process, or for pages and live texts apart."""
    for name, text in deployment.units(program).items():
        if into is None:
            click.echo(f"##### {name}\n{text}")
        else:
            (into / name).write_text(text)
            click.echo(f"{into / name} is written.")


@deployment_group.command("nginx")
@click.option("--name", default=deployment.NAME, show_default=True, help="The host name.")
@click.option("--web", multiple=True, type=int, default=deployment.WEB, show_default=True)
@click.option("--live", multiple=True, type=int, default=deployment.LIVE, show_default=True)
def deployment_nginx(name: str, web: tuple[int, ...], live: tuple[int, ...]) -> None:
    """A site with TLS and WebSockets in front of processes at these ports."""
    click.echo(deployment.site(name, web=web, live=live), nl=False)
