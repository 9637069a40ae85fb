"""What a browser keeps of a person's unsent words, it keeps sealed: here is the key."""

import base64
import hmac

from flask import current_app

from coopspace.accounts.model import User


def device_key(person: User) -> str:
    """The key of this person's words on any device, given only to them while they are signed in."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    key = hmac.digest(secret, f"words kept on a device: {person.id}".encode(), "sha256")
    return base64.b64encode(key).decode()
