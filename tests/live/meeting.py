"""A browser that tells the house where its person is."""

import json
import uuid
from http.client import HTTPConnection

from tests.live.serving import Site

HERE = {"path": "/sites/a/strategie", "title": "Stratégie", "on": "D1"}


def said(where: object, tab: str = "t") -> bytes:
    return json.dumps({"tab": tab, "where": where}).encode()


def meet(site: Site, site_id: uuid.UUID, token: str, body: bytes, **headers: str):
    asking = HTTPConnection("127.0.0.1", site.port, timeout=10)
    known = {"Cookie": f"{site.cookie}={token}", "Origin": f"http://{site.host}", **headers}
    try:
        asking.request("POST", f"/live/{site_id}/company", body, known)
        answered = asking.getresponse()
        return answered.status, json.loads(answered.read())
    finally:
        asking.close()
