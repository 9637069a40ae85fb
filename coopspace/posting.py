"""Posting what no request asks for: the digests, whose links lead to the public address."""

from datetime import date

from sqlalchemy.orm import Session

from blueprints._shared.letters import post
from blueprints._shared.noticing import ways
from coopspace import mail
from coopspace.app import create_app
from coopspace.config import Settings, Unsafe
from coopspace.notices import digest


def send_digests(settings: Settings, session: Session, day: date | None = None) -> int:
    """Send the digests of yesterday, or of a day that is over; how many left. Raises Unsafe."""
    yesterday = digest.yesterday()
    day = day or yesterday
    if day > yesterday:
        raise Unsafe(f"A digest tells a day that is over: {yesterday} at the latest.")
    if not settings.public_url:
        raise Unsafe(
            "A digest leads to pages: set COOPSPACE_PUBLIC_URL to the address at which people "
            "reach the site."
        )
    count = 0
    with create_app(settings).test_request_context(base_url=settings.public_url):
        for letter in digest.claimed(session, day, ways()):
            post(letter)
            count += 1
    mail.settle(seconds=600)
    return count
