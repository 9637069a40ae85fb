"""Sample files for a server: systemd units and an nginx site, printed or written where asked.

They are the files that the tests check: the units with `systemd-analyze verify`, the site with
`nginx -t` and with a socket and pages through it.
"""

from collections.abc import Sequence
from pathlib import Path

_FOLDER = Path(__file__).parent
PROGRAM = "/opt/coopspace/bin/coopspace"
"""Where the sample units expect the command: a virtual environment in /opt."""
NAME = "coop.example.fr"
WEB, LIVE = (8000,), (8001,)
"""The ports of the sample: one process of each kind."""


def units(program: str = PROGRAM) -> dict[str, str]:
    """The systemd units, by file name."""
    kinds = ("*.service", "*.target", "*.timer")
    paths = sorted(path for kind in kinds for path in _FOLDER.glob(kind))
    return {path.name: path.read_text().replace(PROGRAM, program) for path in paths}


def site(name: str = NAME, *, web: Sequence[int] = WEB, live: Sequence[int] = LIVE) -> str:
    """The nginx site of this host name, in front of processes at these ports."""
    text = (_FOLDER / "nginx.conf").read_text().replace(NAME, name)
    for place, ports in (("@web@", web), ("@live@", live)):
        servers = "\n".join(f"    server 127.0.0.1:{port};" for port in ports)
        text = text.replace(place, servers)
    return text
