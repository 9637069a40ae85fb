"""A browser that only has HTTP."""

import base64
import json
import uuid
from http.client import HTTPConnection

from coopspace.live import guard, wire
from tests.live.serving import Site
from tests.live.writers import Replica


class Poller(Replica):
    """A browser that only has HTTP."""

    def __init__(self, site: Site, document: uuid.UUID, token: str) -> None:
        super().__init__(uuid.uuid4().int >> 96)
        self.site, self.path = site, f"/live/{document}/"
        self.headers = {
            "Cookie": f"{site.cookie}={token}",
            "Origin": f"http://{site.host}",
            "Content-Type": "application/octet-stream",
        }
        self.after = self.presence = -1
        self.others: dict[int, str] = {}

    def ask(self, method: str, act: str, body: bytes = b"", **headers: str):
        asking = HTTPConnection("127.0.0.1", self.site.port, timeout=30)
        try:
            asking.request(method, self.path + act, body or None, {**self.headers, **headers})
            answered = asking.getresponse()
            return answered.status, dict(answered.getheaders()), answered.read()
        finally:
            asking.close()

    def send(self) -> int:
        """Send what was typed; returns the line of the log that it became."""
        seq = -1
        for update in self.take():
            status, _, body = self.ask("POST", "updates", update)
            assert status == 200, body
            seq = json.loads(body)["seq"]
        return seq

    def poll(self, wait: int = 0) -> int:
        vector = base64.urlsafe_b64encode(self.doc.get_state()).decode().rstrip("=")
        status, headers, body = self.ask(
            "GET",
            f"updates?after={self.after}&presence={self.presence}&wait={wait}&sv={vector}",
        )
        assert status in (200, 204), body
        self.after = int(headers["live-seq"])
        self.presence = int(headers["live-presence"])
        at = 0
        while at < len(body):
            raw, at = wire.piece(body, at)
            frame = wire.decode(raw)
            if frame.kind == wire.AWARENESS:
                said = wire.decode_presences(frame.body, most=99)
                self.others = {one.client: one.state for one in said}
            else:
                guard.check(frame.body)
                self.hear(frame.body)
        return status
