"""A private Redis server for the tests, on a Unix socket that only its owner may enter."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import redis

PROGRAMS = ("redis-server", "redis-check-rdb")
"""Debian's redis-tools holds the server under its second name: one program, by how it is called."""


class NoRedis(RuntimeError):
    """Redis cannot be started here: the sentence says why."""


class RedisServer:
    """Started, stopped and started again at the same address."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="coop-redis-"))
        self.url = f"unix://{self._folder}/redis.sock"
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> "RedisServer":
        """Start, and wait until it answers."""
        program = next(filter(None, map(shutil.which, PROGRAMS)), None)
        if program is None:
            raise NoRedis("Redis is not installed: apt-get install redis-tools (.ci/install)")
        settings = ["--port", "0", "--unixsocket", f"{self._folder}/redis.sock"]
        settings += ["--unixsocketperm", "700", "--save", "", "--appendonly", "no"]
        self._running = subprocess.Popen(
            ["redis-server", *settings, "--dir", str(self._folder)],
            executable=os.path.realpath(program),
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and self._running.poll() is None:
            with redis.Redis.from_url(self.url) as asking:
                try:
                    asking.ping()
                except redis.RedisError:
                    time.sleep(0.02)
                else:
                    return self
        raise NoRedis("Redis did not start")

    def kill(self) -> None:
        """End it without a word."""
        if self._running is not None:
            self._running.kill()
            self._running.wait(10)
            self._running = None

    def __enter__(self) -> "RedisServer":
        return self.start()

    def __exit__(self, *_raised: object) -> None:
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)
