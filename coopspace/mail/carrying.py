"""Carrying letters: to the mail server in the background, or into the data folder.

A page never waits for a mail server: waiting would make it slow, and would tell a stranger
whether an address has an account. A letter that the server does not take after three tries is
kept in `mails/unsent/`, and the log says so without the address.
"""

import logging
import os
import secrets
import smtplib
import ssl
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

from coopspace.kernel import clock
from coopspace.mail.letter import Letter, written

KEPT = timedelta(days=30)
"""How long a letter in a file is kept: its link has long been dead."""
SECONDS_TO_ANSWER = 15
HERE = ("localhost", "127.0.0.1", "::1")
log = logging.getLogger("coopspace.mail")
_carriers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mail")
_under_way: set[Future[None]] = set()


@dataclass(frozen=True)
class Office:
    """Where letters leave from. `smtp_url` empty: into files of `folder`.

    `smtps://` speaks TLS from the first byte; `smtp://` asks STARTTLS and refuses to go on
    without it, except to a server on this machine. `patience`: seconds before each new try.
    """

    smtp_url: str
    sender: str
    folder: Path
    patience: tuple[float, ...] = (2.0, 10.0)


@dataclass(frozen=True)
class Posted:
    """What became of a letter: on its way, or in a file whose name pages may say."""

    path: Path | None

    @property
    def by_mail(self) -> bool:
        """Whether the letter left by a mail server."""
        return self.path is None


def post(letter: Letter, office: Office) -> Posted:
    """Send a letter. To be called once the act is committed, never inside it."""
    message = written(letter, sender=office.sender)
    if not office.smtp_url:
        return Posted(_keep(message, office.folder))
    carried = _carriers.submit(_carry, message, office)
    _under_way.add(carried)
    carried.add_done_callback(_under_way.discard)
    return Posted(None)


def settle(seconds: float = 30) -> None:
    """Wait until every letter under way has left or been kept: for the command line and tests."""
    wait(list(_under_way), timeout=seconds)


def _carry(message: EmailMessage, office: Office) -> None:
    for pause in (0.0, *office.patience):
        time.sleep(pause)
        try:
            _hand_over(message, office.smtp_url)
        except smtplib.SMTPRecipientsRefused:
            why = "the server refused the recipient"
            break
        except (OSError, smtplib.SMTPException, ValueError) as error:
            why = type(error).__name__
        else:
            return
    path = _keep(message, office.folder / "unsent")
    log.error("a mail could not be sent (%s): it is kept in unsent/%s", why, path.name)


def _hand_over(message: EmailMessage, url: str) -> None:
    server = urlsplit(url)
    host, port = server.hostname or "localhost", server.port
    if server.scheme == "smtps":
        line: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port or 465, timeout=SECONDS_TO_ANSWER, context=ssl.create_default_context()
        )
    else:
        line = smtplib.SMTP(host, port or 587, timeout=SECONDS_TO_ANSWER)
    with line:
        if server.scheme == "smtp":
            _hide(line, host)
        if server.username:
            line.login(unquote(server.username), unquote(server.password or ""))
        line.send_message(message)


def _hide(line: smtplib.SMTP, host: str) -> None:
    """Turn the line to TLS. Raises SMTPNotSupportedError where a machine elsewhere cannot."""
    line.ehlo()
    if line.has_extn("starttls"):
        line.starttls(context=ssl.create_default_context())
    elif host not in HERE:
        raise smtplib.SMTPNotSupportedError("this server offers no STARTTLS")


def _keep(message: EmailMessage, folder: Path) -> Path:
    """Write a letter that only the server's own account may read."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _forget_old(folder)
    path = folder / f"{clock.now():%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}.eml"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(message.as_bytes())
    return path


def _forget_old(folder: Path) -> None:
    oldest = time.time() - KEPT.total_seconds()
    for path in folder.glob("*.eml"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
