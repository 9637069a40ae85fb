"""Carrying letters, against a mail server that really runs."""

import os
import ssl
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from coopspace.config import Unsafe, from_environment
from coopspace.mail import Letter, Office, post, settle
from tests.ports import free_port

LETTER = Letter(
    to="nadege@exemple.fr",
    locale="en",
    subject="Choose a new password",
    paragraphs=("A sentence.",),
    link="https://coop.exemple.fr/mot-de-passe/abc",
)


@dataclass
class Box:
    """What the server took; how many first tries it breaks; whether it knows the recipient."""

    taken: list[bytes] = field(default_factory=list)
    over_tls: list[bool] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    breaks: int = 0
    refuses: bool = False

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if self.refuses:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, session, envelope):
        if self.breaks:
            self.breaks -= 1
            return "451 come back later"
        self.taken.append(envelope.content)
        self.over_tls.append(session.ssl is not None)
        return "250 taken"

    def authenticate(self, _server, _session, _envelope, _mechanism, login) -> AuthResult:
        self.logins.append((login.login, login.password))
        return AuthResult(success=True)


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def server_tls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ssl.SSLContext:
    """A certificate of our own, whose authority the sender trusts."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def serve(box: Box) -> Iterator[Callable[..., int]]:
    """Start a mail server; gives its port."""
    running: list[Controller] = []

    def start(**options: object) -> int:
        port = free_port()
        running.append(Controller(box, hostname="127.0.0.1", port=port, **options))
        running[-1].start()
        return port

    yield start
    for controller in running:
        controller.stop()


def an_office(folder: Path, url: str = "") -> Office:
    return Office(url, "CoopSpace <coop@exemple.fr>", folder / "mails", patience=(0.01, 0.01))


def unsent(folder: Path) -> list[Path]:
    return sorted((folder / "mails" / "unsent").glob("*.eml"))


def test_a_letter_reaches_the_server(box, serve, tmp_path):
    posted = post(LETTER, an_office(tmp_path, f"smtp://127.0.0.1:{serve()}"))
    settle()
    assert posted.by_mail
    message = message_from_bytes(box.taken[0], policy=default)
    assert message["To"] == "nadege@exemple.fr"
    assert "https://coop.exemple.fr/mot-de-passe/abc" in message.get_content()
    assert unsent(tmp_path) == []


def test_the_line_turns_to_tls_before_the_password_is_said(box, serve, server_tls, tmp_path):
    port = serve(
        tls_context=server_tls,
        require_starttls=True,
        auth_required=True,
        authenticator=box.authenticate,
    )
    post(LETTER, an_office(tmp_path, f"smtp://coop:p%40ss%2Fword@127.0.0.1:{port}"))
    settle()
    assert box.over_tls == [True]
    assert box.logins == [(b"coop", b"p@ss/word")]


def test_smtps_speaks_tls_from_the_first_byte(box, serve, server_tls, tmp_path):
    post(LETTER, an_office(tmp_path, f"smtps://127.0.0.1:{serve(ssl_context=server_tls)}"))
    settle()
    assert len(box.taken) == 1
    assert unsent(tmp_path) == []


def test_a_server_with_a_certificate_that_nobody_vouches_for_gets_nothing(
    box, serve, server_tls, tmp_path, monkeypatch
):
    port = serve(tls_context=server_tls)
    monkeypatch.delenv("SSL_CERT_FILE")
    post(LETTER, an_office(tmp_path, f"smtp://127.0.0.1:{port}"))
    settle()
    assert box.taken == []
    assert len(unsent(tmp_path)) == 1


def test_a_server_elsewhere_without_starttls_gets_nothing(box, serve, tmp_path, monkeypatch):
    monkeypatch.setattr("coopspace.mail.carrying.HERE", ())
    post(LETTER, an_office(tmp_path, f"smtp://127.0.0.1:{serve()}"))
    settle()
    assert box.taken == []
    assert len(unsent(tmp_path)) == 1


def test_a_server_that_stumbles_is_asked_again(box, serve, tmp_path):
    box.breaks = 2
    post(LETTER, an_office(tmp_path, f"smtp://127.0.0.1:{serve()}"))
    settle()
    assert len(box.taken) == 1
    assert unsent(tmp_path) == []


@pytest.mark.parametrize("trouble", ["breaks", "refuses", "absent"])
def test_a_letter_that_cannot_leave_is_kept_and_the_log_names_nobody(
    box, serve, tmp_path, caplog, trouble
):
    box.breaks = 9 if trouble == "breaks" else 0
    box.refuses = trouble == "refuses"
    port = serve() if trouble != "absent" else 1
    post(LETTER, an_office(tmp_path, f"smtp://127.0.0.1:{port}"))
    settle()
    assert box.taken == []
    (kept,) = unsent(tmp_path)
    assert b"mot-de-passe/abc" in kept.read_bytes()
    assert kept.name in caplog.text
    assert "nadege" not in caplog.text


def test_without_a_server_the_letter_waits_in_a_private_file(tmp_path):
    posted = post(LETTER, an_office(tmp_path))
    assert not posted.by_mail
    assert stat.S_IMODE(posted.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(posted.path.parent.stat().st_mode) == 0o700
    message = message_from_bytes(posted.path.read_bytes(), policy=default)
    assert message["To"] == "nadege@exemple.fr"


def test_letters_in_files_are_forgotten_after_a_month(tmp_path):
    old = post(LETTER, an_office(tmp_path)).path
    recent = post(LETTER, an_office(tmp_path)).path
    long_ago = time.time() - 31 * 24 * 3600
    os.utime(old, (long_ago, long_ago))
    post(LETTER, an_office(tmp_path))
    assert not old.exists()
    assert recent.exists()


@pytest.mark.parametrize(
    "name, value",
    [
        ("COOPSPACE_SMTP_URL", "mail.exemple.fr"),
        ("COOPSPACE_SMTP_URL", "http://mail.exemple.fr"),
        ("COOPSPACE_SMTP_URL", "smtp://"),
        ("COOPSPACE_SMTP_URL", "smtp://coop:a/b@mail.exemple.fr:587"),
        ("COOPSPACE_SMTP_URL", "smtp://mail.exemple.fr:port"),
        ("COOPSPACE_MAIL_FROM", "CoopSpace"),
    ],
)
def test_a_mail_server_that_could_not_work_is_refused_at_start(name, value):
    with pytest.raises(Unsafe, match=name):
        from_environment({name: value})


@pytest.mark.parametrize("url", ["smtp://localhost", "smtps://coop:p%40ss@mail.exemple.fr:465"])
def test_a_mail_server_is_taken_as_written(url):
    assert from_environment({"COOPSPACE_SMTP_URL": url}).smtp_url == url
