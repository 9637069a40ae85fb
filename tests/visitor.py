"""Somebody who opens pages: every page they open is inspected."""

import re
from html.parser import HTMLParser

from flask import Flask
from werkzeug.test import TestResponse

from coopspace.accounts import sessions
from coopspace.accounts.model import User
from coopspace.extensions import db
from coopspace.kernel.saving import saving


class Visitor:
    """A browser without JavaScript."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def sign_in(self, user: User) -> "Visitor":
        """Come in as this person (through a session row, as the sign-in page makes it)."""
        with self.app.app_context(), saving(db.session()) as session:
            token = sessions.start(session, session.get_one(User, user.id))
        self.client.set_cookie(self.app.config["COOKIE"], token)
        return self

    def get(self, address: str, *, status: int = 200) -> TestResponse:
        """Open a page, check its status and its shape."""
        answer = self.client.get(address)
        assert answer.status_code == status, f"{address}: {answer.status_code} {answer.text[:400]}"
        return answer

    def post(self, address: str, *, page: str | None = None, status: int = 303, **fields: object):
        """Fill the form found at `page` (default: the same address) and send it."""
        token = self.token(page or address)
        data = {"csrf_token": token, **{k: v for k, v in fields.items() if v is not None}}
        answer = self.client.post(address, data=data)
        assert answer.status_code == status, f"{address}: {answer.status_code} {answer.text[:3000]}"
        return answer

    def token(self, page: str) -> str:
        """The CSRF token of a page's form."""
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.client.get(page).text)
        assert found, f"no form on {page}"
        return found.group(1)


def text_of(markup: str) -> str:
    """The words that a page shows, spaces folded."""
    words: list[str] = []

    class Reader(HTMLParser):
        def handle_data(self, data: str) -> None:
            words.append(data)

    Reader().feed(markup)
    return re.sub(r"[ \t\n]+", " ", "".join(words)).strip()
