"""The sample units and the sample site do what they say: checked by systemd and by nginx."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPSConnection
from pathlib import Path

import pytest
import trustme
from click import Group
from click.testing import CliRunner

from coopspace import deployment
from coopspace.cli import main
from coopspace.config import from_environment
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.live import store
from tests.live.process import Process
from tests.live.serving import Tab, sign_in
from tests.ports import free_port

README = (Path(__file__).parent.parent.parent / "README.md").read_text()
UNPACKED = Path(sys.prefix) / "debian" / "usr" / "sbin"


def lines(unit: str) -> dict[str, str]:
    """What a unit sets."""
    found = re.findall(r"^([A-Z]\w+)=(.*)$", unit, re.MULTILINE)
    return dict(found)


def complaints(units: dict[str, str], folder: Path) -> str:
    """What systemd finds wrong in units; nothing where there is no systemd."""
    program = folder / "coopspace"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    verify = shutil.which("systemd-analyze")
    for name, text in units.items():
        (folder / name).write_text(text.replace(deployment.PROGRAM, str(program)))
    wanted = [name.replace("@.", "@8000.") for name in units]
    if verify is None:
        return ""
    told = subprocess.run(
        [verify, "verify", "--man=no", *(str(folder / name) for name in wanted)],
        capture_output=True,
        text=True,
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{folder}:"},
    )
    ours = [line for line in told.stderr.splitlines() if "coopspace" in line]
    return "\n".join(ours)


def test_systemd_finds_nothing_to_say_about_the_units(tmp_path: Path):
    assert complaints(deployment.units(), tmp_path) == ""


def test_a_unit_that_says_nonsense_is_noticed(tmp_path: Path):
    """Where systemd is there to notice it."""
    units = deployment.units()
    broken = units["coopspace.service"].replace("Restart=always", "Restart=perhaps")
    told = complaints({**units, "coopspace.service": broken}, tmp_path)
    assert ("perhaps" in told) == (shutil.which("systemd-analyze") is not None)


@pytest.mark.parametrize("name", sorted(deployment.units()))
def test_each_unit_runs_a_command_that_exists_with_options_that_it_has(name: str):
    said = lines(deployment.units()[name])
    if name.endswith(".target"):
        assert said["WantedBy"] == "multi-user.target"
        return
    if name.endswith(".timer"):
        assert name.replace(".timer", ".service") in deployment.units()
        assert (said["WantedBy"], said["Persistent"]) == ("timers.target", "yes")
        return
    program, verb, *options = said["ExecStart"].replace("%i", "8000").split()
    assert program == deployment.PROGRAM
    assert isinstance(main, Group)
    command = main.commands[verb]
    context = command.make_context(verb, options, resilient_parsing=False)
    assert str(context.params["data"]) == "/var/lib/coopspace"
    for setting in ("NoNewPrivileges", "ProtectSystem", "PrivateTmp", "UMask"):
        assert setting in said, setting
    for needed in re.split(r"\s+", said.get("Requires", "")):
        assert not needed or needed in deployment.units()


def test_units_and_sites_are_printed_or_written(tmp_path: Path):
    run = CliRunner().invoke
    printed = run(main, ["deployment", "systemd", "--program", "/usr/bin/coopspace"]).output
    assert "##### coopspace-live@.service" in printed
    assert "ExecStart=/usr/bin/coopspace live --port %i" in printed
    assert run(main, ["deployment", "systemd", "--into", str(tmp_path)]).exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == set(deployment.units())
    options = ["--name", "coop.fr", "--web", "8001", "--web", "8002", "--live", "8003"]
    site = run(main, ["deployment", "nginx", *options]).output
    assert site.count("server_name coop.fr;") == 2
    assert re.findall(r"server 127.0.0.1:(\d+);", site) == ["8001", "8002", "8003"]
    assert "@" not in site


def test_the_readme_names_every_setting_and_every_way_to_serve():
    with pytest.raises(ValueError, match="not a setting") as refused:
        from_environment({"COOPSPACE_NOTHING": "1"})
    for setting in re.findall(r"COOPSPACE_[A-Z_]+", str(refused.value))[1:]:
        short = setting.removeprefix("COOPSPACE_SECRET_KEY")
        assert setting in README or short in README, setting
    for said in ("coopspace web", "coopspace live", "deployment systemd", "deployment nginx"):
        assert said in README, said


class Nginx:
    """nginx in front of two processes, with the sample site and a certificate of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.authority = trustme.CA()
        program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:{UNPACKED}")
        assert program, "nginx is missing: .ci/install test unpacks it (apt-get download nginx)"
        self.command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]

    def write(self, web: int, live: int) -> None:
        self.authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(
            str(self.folder / "both.pem")
        )
        site = deployment.site("localhost", web=[web], live=[live])
        site = site.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
        site = site.replace("listen 443", f"listen 127.0.0.1:{self.port}")
        site = re.sub(r"/etc/letsencrypt/live/localhost/\w+.pem", f"{self.folder}/both.pem", site)
        (self.folder / "site.conf").write_text(site)
        paths = "".join(
            f"{kind}_temp_path {self.folder}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (self.folder / "nginx.conf").write_text(
            f"daemon off; pid {self.folder}/pid; error_log {self.folder}/log;\n"
            + ("user root;\n" if os.geteuid() == 0 else "")
            + "events {}\nhttp {\naccess_log off;\n"
            + f"{paths}include {self.folder}/site.conf;\n}}\n"
        )

    @contextmanager
    def running(self) -> Iterator[None]:
        checked = subprocess.run([*self.command, "-t"], capture_output=True, text=True)
        assert checked.returncode == 0, checked.stderr
        assert "test is successful" in checked.stderr
        server = subprocess.Popen(self.command, stderr=subprocess.DEVNULL)
        try:
            deadline = time.monotonic() + 10
            while True:
                try:
                    socket.create_connection(("127.0.0.1", self.port), 1).close()
                    break
                except OSError:
                    assert time.monotonic() < deadline, (self.folder / "log").read_text()
                    time.sleep(0.02)
            yield
        finally:
            server.terminate()
            server.wait(10)

    def tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        self.authority.configure_trust(context)
        return context


def page(nginx: Nginx, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    asking = HTTPSConnection("localhost", nginx.port, context=nginx.tls(), timeout=20)
    try:
        asking.request("GET", path, headers=headers)
        answered = asking.getresponse()
        return (
            answered.status,
            dict(answered.getheaders()),
            answered.read().decode("utf-8", "replace"),
        )
    finally:
        asking.close()


@pytest.mark.engines("postgresql")  # pages and live texts apart
def test_pages_and_sockets_come_through_the_sample_site(settings, session, world, tmp_path: Path):
    with saving(session), in_site(session, world.site.id):
        document = store.create(session, "vision", site_id=world.site.id, by=None, text="Oui.")
    token = sign_in(session, world.state)
    slug = world.site.slug
    session.rollback()
    nginx = Nginx(tmp_path, free_port())
    more = {
        "COOPSPACE_PUBLIC_URL": f"https://localhost:{nginx.port}",
        "COOPSPACE_TRUSTED_PROXIES": "1",
    }
    with (
        Process(settings, free_port(), "web", **more) as web,
        Process(settings, free_port(), "live", **more) as live,
    ):
        nginx.write(web.port, live.port)
        with nginx.running():
            cookie = f"__Host-coopspace={token}"
            status, headers, text = page(nginx, f"/sites/{slug}/", Cookie=cookie)
            assert (status, "</h1>" in text) == (200, True)
            assert "strict-transport-security" in {name.lower() for name in headers}
            assert page(nginx, "/healthz", **{"X-Forwarded-Host": "evil.example"})[0] == 200
            by_socket(nginx, document, cookie)
            asked = f"/live/{document}/updates?after=-1"
            status, headers, text = page(nginx, asked, Cookie=cookie)
            assert (status, "Voil" in text, headers["live-seq"]) == (200, True, "1")


def by_socket(nginx: Nginx, document: uuid.UUID, cookie: str) -> None:
    front = type("Front", (), {"port": nginx.port, "host": f"localhost:{nginx.port}"})
    front.cookie = ""
    for origin, code in ((f"https://localhost:{nginx.port}", None), ("https://evil.example", 403)):
        one = Tab(front, document, "", origin=origin, headers={"Cookie": cookie})  # type: ignore[arg-type]
        one.address = one.address.replace("ws://", "wss://")
        one.tls = nginx.tls()
        if code is not None:
            with pytest.raises(Exception, match="403"):
                one.open()
            continue
        one.join()
        one.save(" Voilà.")
        assert (one.words, one.closed) == ("Oui. Voilà.", None)
        one.close()
