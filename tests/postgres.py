"""A private PostgreSQL for the tests: started when the first test asks, stopped when all ended.

Every worker of a run shares one server, found through a folder that the controlling process
opens. It listens on a Unix socket that only its owner may enter, and on no network.
"""

import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

RUN = "PROOF_RUN"
"""The environment variable that tells workers the folder of this run."""
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
"""A crash may lose these databases: they are thrown away. Durability is proved elsewhere."""
SHORT = 1_100 * 1024
"""A file of this size holds a segment of the journal of our servers, and few tables outgrow it."""
_started: list[subprocess.Popen[bytes]] = []
"""The server this process started, kept so that it is not mourned before its end."""


class NoPostgres(RuntimeError):
    """PostgreSQL cannot be started here: the sentence says why."""


def open_run() -> None:
    """Make the folder of this run (in the controlling process)."""
    os.environ[RUN] = tempfile.mkdtemp(prefix="coop-")


def close_run() -> None:
    """Stop the server if one was started, and remove its folder."""
    run = Path(os.environ.pop(RUN))
    pid = run / "pid"
    if pid.exists():
        _stop(int(pid.read_text()), run / "data")
    shutil.rmtree(run, ignore_errors=True)


def address(database: str) -> str:
    """The address of a database of the private server, started now if it was not yet."""
    run = Path(os.environ[RUN])
    with (run / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (run / "pid").exists():
            (run / "pid").write_text(str(_start(run)))
    return f"postgresql://proof@/{database}?host={run}"


def create(database: str, *, like: str = "template1") -> str:
    """A new database of this name, empty or `like` another; returns its address."""
    with psycopg.connect(address("postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{database}" TEMPLATE "{like}"')
    return address(database)


def _programs() -> Path:
    """Where Debian keeps the server's programs, or wherever they are on the path."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    found = str(versions[-1]) if versions else shutil.which("initdb")
    if not found:
        raise NoPostgres("PostgreSQL is not installed: apt-get install postgresql (.ci/install)")
    return Path(found).parent


def _version(initdb: Path) -> int:
    return int(initdb.parent.parent.name)


def _owner() -> str | None:
    """PostgreSQL refuses to run as root: its own user then, whoever runs the tests otherwise."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise NoPostgres("root needs a user named postgres to run the server as") from None


class Private:
    """A server of its own, as durable as a real one, for tests that restart or starve it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="coop-own-"))
        self._pid = 0

    def start(self) -> "Private":
        """Start, or start again on what the disk holds."""
        self._pid = _start(self.folder, settings=("max_connections=60",))
        return self

    def crash(self) -> None:
        """Stop at once: what was not on the disk is gone."""
        _stop(self._pid, self.folder / "data")

    def address(self, database: str = "postgres") -> str:
        """The address of one of its databases."""
        return f"postgresql://proof@/{database}?host={self.folder}"

    def starve(self) -> None:
        """No process of it may make a file longer than a little over a megabyte."""
        self._allow(str(SHORT))

    def feed(self) -> None:
        """They may again."""
        self._allow("unlimited")

    def _allow(self, size: str) -> None:
        family = Path(f"/proc/{self._pid}/task/{self._pid}/children").read_text().split()
        for pid in (str(self._pid), *family):
            asked = ["prlimit", f"--pid={pid}", f"--fsize={size}:"]
            subprocess.run(asked, user=_owner(), capture_output=True)

    def give(self, folder: Path) -> None:
        """Make this folder the server's own."""
        owner = _owner()
        if owner:
            shutil.chown(folder, owner)

    def __enter__(self) -> "Private":
        return self.start()

    def __exit__(self, *_raised: object) -> None:
        self.crash()
        shutil.rmtree(self.folder, ignore_errors=True)


def _start(run: Path, settings: tuple[str, ...] = FAST) -> int:
    programs, owner, data = _programs(), _owner(), run / "data"
    if owner:
        shutil.chown(run, owner)
    if not data.exists():
        _initialise(programs, owner, data)
    return _serve(programs, owner, run, settings)


def _initialise(programs: Path, owner: str | None, data: Path) -> None:
    made = subprocess.run(
        [programs / "initdb", "-D", data, "-U", "proof", "-A", "trust", "-E", "UTF8", "-N"]
        + ["--locale=C.UTF-8", "--wal-segsize=1"],
        user=owner,
        cwd="/",
        capture_output=True,
        text=True,
    )
    if made.returncode:
        raise NoPostgres(f"initdb failed: {made.stderr}")


def _serve(programs: Path, owner: str | None, run: Path, settings: tuple[str, ...]) -> int:
    options = [part for one in ("listen_addresses=", *settings) for part in ("-c", one)]
    with (run / "log").open("w") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", run / "data", "-k", run, *options],
            user=owner,
            cwd="/",
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            psycopg.connect(f"postgresql://proof@/postgres?host={run}").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            _started.append(server)
            return server.pid
    server.kill()
    raise NoPostgres("PostgreSQL did not start: " + (run / "log").read_text()[-2000:])


def _stop(pid: int, data: Path) -> None:
    """Stop our own server at once: what it holds is thrown away."""
    try:
        os.kill(pid, signal.SIGQUIT)
    except ProcessLookupError:
        return
    deadline = time.monotonic() + 20
    while (data / "postmaster.pid").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    for server in [one for one in _started if one.pid == pid]:
        server.wait(timeout=20)
        _started.remove(server)
