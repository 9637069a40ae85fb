"""The servers that the live room is compared with: from npm, as their documentation starts them."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.request import urlopen

HERE = Path(__file__).parent
KEPT = HERE.parent.parent.parent / ".venv" / "peers"
"""Where npm unpacks them: beside the Python packages of the tests, outside the sources."""


class Absent(RuntimeError):
    """Node or its packages cannot be had here."""


def install() -> Path:
    """Bring the packages of the lock; their folder. Raises Absent, with the reason."""
    if not shutil.which("node") or not shutil.which("npm"):
        raise Absent("Node and npm are not installed: the peers cannot be measured here")
    lock = (HERE / "package-lock.json").read_bytes()
    made = KEPT / "made-of"
    if made.exists() and made.read_bytes() == lock:
        return KEPT
    KEPT.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "hocuspocus.mjs"):
        shutil.copy(HERE / name, KEPT / name)
    tried = subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund"], cwd=KEPT, capture_output=True, text=True
    )
    if tried.returncode:
        raise Absent(f"npm ci: {tried.stderr.strip()[-400:]}")
    made.write_bytes(lock)
    return KEPT


class Peer:
    """One of these servers in a process of its own."""

    def __init__(self, command: list[str], port: int, more: Mapping[str, str]) -> None:
        self.port = port
        self._command, self._more = command, more
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The number of the running process."""
        assert self._running is not None
        return self._running.pid

    def __enter__(self) -> "Peer":
        self._running = subprocess.Popen(
            self._command,
            cwd=install(),
            env={**os.environ, **self._more},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            assert self._running.poll() is None, f"{self._command} ended by itself"
            try:
                urlopen(f"http://127.0.0.1:{self.port}/", timeout=5).close()
            except OSError:
                time.sleep(0.05)
            else:
                return self
        raise AssertionError(f"{self._command} never answered")

    def __exit__(self, *_raised: object) -> None:
        if self._running is not None:
            self.end()

    def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        """End it this way."""
        assert self._running is not None
        self._running.send_signal(how)
        self._running.wait(30)
        self._running = None


def hocuspocus(port: int, kept_in: Path | None) -> Peer:
    """hocuspocus 4.7, in memory or with its SQLite extension."""
    kept = [str(kept_in / "hocuspocus.sqlite")] if kept_in else []
    return Peer(["node", "hocuspocus.mjs", str(port), *kept], port, {})


def y_websocket(port: int, kept_in: Path | None) -> Peer:
    """The server of y-websocket 1.5, in memory or with LevelDB."""
    more = {"HOST": "127.0.0.1", "PORT": str(port)}
    if kept_in:
        more["YPERSISTENCE"] = str(kept_in / "leveldb")
    return Peer(["node", "node_modules/y-websocket/bin/server.js"], port, more)
