"""A real server in a thread, and people at it: each tab speaks as y-websocket does."""

import socket
import ssl
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from flask import Flask
from sqlalchemy.orm import Session
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from coopspace.accounts import sessions
from coopspace.accounts.model import User
from coopspace.asgi import UVICORN, Served
from coopspace.kernel.saving import saving
from coopspace.live import guard, wire
from coopspace.live.limits import Limits
from tests.live.writers import Replica

PATIENCE = 10.0


@dataclass
class Site:
    """A server that answers on this machine."""

    port: int
    cookie: str
    served: Served
    server: uvicorn.Server

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"


@contextmanager
def serving(app: Flask, limits: Limits | None = None, kind: Any = "all") -> Iterator[Site]:
    """Serve the application as production does, on a free port."""
    served = Served(app, kind, limits=limits)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(served, log_config=None, **{**UVICORN, "timeout_graceful_shutdown": 2})
    )
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    eventually(lambda: server.started)
    try:
        yield Site(listening.getsockname()[1], app.config["SETTINGS"].cookie_name, served, server)
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()
        listening.close()


def eventually(true: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until this holds."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)


def sign_in(session: Session, person: User) -> str:
    """A session of this person; its token."""
    with saving(session):
        return sessions.start(session, person)


class Tab(Replica):
    """A browser tab on one text."""

    def __init__(
        self,
        site: Site,
        document_id: uuid.UUID | str,
        token: str,
        *,
        client: int | None = None,
        origin: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(client or uuid.uuid4().int >> 96)
        self.port = site.port
        self.address = f"ws://{site.host}/live/{document_id}"
        self.origin = origin if origin is not None else f"http://{site.host}"
        self.headers = {"Cookie": f"{site.cookie}={token}", **(headers or {})}
        self.sent = self.acked = 0
        self.synced = self.may_write = False
        self.closed: int | None = None
        self.frames: list[bytes] = []
        self.others: dict[int, str] = {}
        self.socket: ClientConnection | None = None
        self.tls: ssl.SSLContext | None = None
        self.most_unread: int | None = 16
        """Frames after which no more is read from the network; None: never, as browsers do."""
        self._stack = ExitStack()

    def open(self) -> "Tab":
        """Connect and ask for the state; `closed` says with which code it ended, if it did."""
        self.sent = self.acked = 0
        self.synced, self.closed = False, None
        self.close()
        self.socket = self._stack.enter_context(
            connect(
                self.address,
                sock=socket.create_connection(("127.0.0.1", self.port)),
                origin=self.origin or None,
                additional_headers=self.headers,
                ssl=self.tls,
                max_size=None,
                max_queue=self.most_unread,
                compression=None,
            )
        )
        self.frame(wire.sync(wire.STEP1, self.doc.get_state()))
        return self

    def join(self) -> "Tab":
        """Open, and wait until the state is there and what was typed offline is written."""
        self.open()
        self.hear_until(lambda: self.synced and self.saved)
        return self

    @property
    def saved(self) -> bool:
        return self.synced and not self.made and self.sent == self.acked

    def frame(self, data: bytes | str) -> None:
        assert self.socket is not None
        try:
            self.socket.send(data)
        except ConnectionClosed as end:
            self._ended(end)

    def push(self) -> None:
        """Send what was typed since the last time, an update a frame as browsers do."""
        for update in self.take():
            self.sent += 1
            self.frame(wire.sync(wire.UPDATE, update))

    def write(self, words: str, at: int | None = None) -> None:
        """Type and send, without waiting."""
        self.type(words, at)
        self.push()

    def save(self, words: str, at: int | None = None) -> None:
        """Type, send, and wait until it is acknowledged."""
        self.write(words, at)
        self.hear_until(lambda: self.saved)

    def say(self, state: str, *, clock: int = 1, client: int | None = None) -> None:
        said = wire.Presence(client or self.doc.client_id, clock, state)
        self.frame(wire.awareness([said]))

    def hear_until(self, true: Callable[[], object], seconds: float = PATIENCE) -> None:
        """Take frames until this holds or the socket is closed."""
        deadline = time.monotonic() + seconds
        while not true() and self.closed is None:
            left = deadline - time.monotonic()
            assert left > 0, "it never came"
            self.listen(left)

    def listen(self, seconds: float) -> bool:
        """Take one frame; False when none came."""
        assert self.socket is not None
        try:
            data = self.socket.recv(timeout=seconds)
        except TimeoutError:
            return False
        except ConnectionClosed as end:
            self._ended(end)
            return False
        assert isinstance(data, bytes)
        self._take(data)
        return True

    def drain(self, seconds: float = 0.2) -> None:
        """Take what comes until nothing does."""
        while self.closed is None and self.listen(seconds):
            pass

    def until_closed(self, seconds: float = PATIENCE) -> int | None:
        self.hear_until(lambda: self.closed is not None, seconds)
        return self.closed

    def close(self) -> None:
        self._stack.close()

    def cut(self) -> None:
        """The network goes: no goodbye."""
        assert self.socket is not None
        self.socket.socket.shutdown(socket.SHUT_RDWR)

    def _ended(self, end: ConnectionClosed) -> None:
        self.closed = end.rcvd.code if end.rcvd else 1006

    def _take(self, data: bytes) -> None:
        self.frames.append(data)
        if data[0] == wire.ACK:
            self.acked, _ = wire.number(data, 1)
            return
        if data[0] == wire.AUTH:
            self.may_write = False
            return
        frame = wire.decode(data)
        if frame.kind == wire.AWARENESS:
            for said in wire.decode_presences(frame.body, most=1000):
                self.others.pop(said.client, None)
                if said.state:
                    self.others[said.client] = said.state
        elif frame.kind == wire.SYNC and frame.step == wire.STEP1:
            self.take()
            guard.clocks(frame.body)
            self.may_write = True
            self.sent += 1
            self.frame(wire.sync(wire.STEP2, self.doc.get_update(frame.body)))
        elif frame.kind == wire.SYNC:
            self.hear(frame.body)
            self.synced = self.synced or frame.step == wire.STEP2
