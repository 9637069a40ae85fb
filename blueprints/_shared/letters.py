"""Sending a letter from a page: the office is the settings'."""

from flask import current_app

from coopspace import mail
from coopspace.mail import Letter, Office, Posted


def office() -> Office:
    """The office of this installation."""
    settings = current_app.config["SETTINGS"]
    return Office(settings.smtp_url, settings.mail_from, settings.data / "mails")


def post(letter: Letter) -> Posted:
    """Send a letter, once its act is committed."""
    return mail.post(letter, office())
