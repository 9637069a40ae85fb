"""A network between a browser and the house, which can be cut, go silent or refuse WebSockets."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

CHUNK = 65_536
REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Network:
    """One way to the house, on a port of its own."""

    def __init__(self, to: int) -> None:
        self._to = to
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self._pairs: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.is_cut = self.is_silent = self.refuses_sockets = False
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Everything is torn down, and nothing new passes."""
        self.is_cut = True
        with self._lock:
            for one in tuple(self._pairs):
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Everything passes again; what was swallowed in silence stays lost."""
        self.is_cut = self.is_silent = False

    def go_silent(self) -> None:
        """Connections stay open and nothing passes any more, as when a laptop loses its wifi."""
        self.is_silent = True

    def close(self) -> None:
        self.cut()
        self._door.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return
            if self.is_cut:
                client.close()
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self._to), timeout=5)
            except OSError:
                client.close()
                continue
            server.settimeout(None)
            with self._lock:
                self._pairs |= {client, server}
            for source, target in ((client, server), (server, client)):
                asked = source is client
                threading.Thread(
                    target=self._carry, args=(source, target), kwargs={"asked": asked}, daemon=True
                ).start()

    def _carry(self, source: socket.socket, target: socket.socket, *, asked: bool) -> None:
        silent = False
        with suppress(OSError):
            while data := source.recv(CHUNK):
                silent = silent or self.is_silent
                if silent:
                    continue
                if asked and self.refuses_sockets and b"\r\nUpgrade: websocket" in data:
                    source.sendall(REFUSED)
                    break
                target.sendall(data)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        with self._lock:
            self._pairs.discard(source)
        source.close()


@contextmanager
def network(to: int) -> Iterator[Network]:
    """A network to this port."""
    opened = Network(to)
    try:
        yield opened
    finally:
        opened.close()
