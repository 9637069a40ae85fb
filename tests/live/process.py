"""The `coopspace` command in a process of its own, to be killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

from coopspace.config import Settings

ROOT = Path(__file__).parent.parent.parent
MOST_SAID = 10_000


class Process:
    """One served process on the database of these settings; started again on the same port."""

    def __init__(self, settings: Settings, port: int, kind: str = "serve", **more: str) -> None:
        self.kind, self.port = kind, port
        self.host = f"127.0.0.1:{port}"
        self.cookie = settings.cookie_name
        self.environment = {
            **{key: value for key, value in os.environ.items() if key[:10] != "COOPSPACE_"},
            "COOPSPACE_DATA": str(settings.data),
            "COOPSPACE_SECRET_KEY": settings.secret_key,
            "COOPSPACE_LOG_LEVEL": "ERROR",
            "PYTHONPATH": str(ROOT),
            "PYTHONFAULTHANDLER": "1",
            **more,
        }
        if settings.database_url:
            self.environment["COOPSPACE_DATABASE_URL"] = settings.database_url
        self._heard = settings.data / f"said-{port}.log"
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> "Process":
        """Start, and wait until it answers."""
        self._heard.parent.mkdir(parents=True, exist_ok=True)
        with self._heard.open("ab") as heard:
            self._running = subprocess.Popen(
                [sys.executable, "-m", "coopspace", self.kind, "--port", str(self.port)],
                cwd=ROOT,
                env=self.environment,
                stderr=heard,
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            assert self._running.poll() is None, f"the server ended by itself\n{self.said()}"
            try:
                urlopen(f"http://{self.host}/healthz", timeout=5).close()
            except OSError:
                time.sleep(0.05)
            else:
                return self
        raise AssertionError(f"the server never answered\n{self.said()}")

    @property
    def pid(self) -> int:
        """The number of the running process."""
        assert self._running is not None
        return self._running.pid

    def end(self, how: signal.Signals = signal.SIGKILL) -> int:
        """End it this way; returns its exit code."""
        assert self._running is not None
        self._running.send_signal(how)
        code = self._running.wait(30)
        self._running = None
        return code

    def said(self) -> str:
        """What it wrote on its errors, the last of it."""
        return self._heard.read_bytes()[-MOST_SAID:].decode("utf-8", "replace")

    def stacks(self) -> str:
        """Where each of its threads is, and what it said before. It ends of that."""
        self.end(signal.SIGABRT)
        return self.said()

    def __enter__(self) -> "Process":
        return self.start()

    def __exit__(self, *_raised: object) -> None:
        if self._running is not None:
            self.end()
