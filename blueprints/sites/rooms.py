"""Addresses in other rooms, for pages that lead everywhere."""

from typing import Any

from flask import current_app, url_for

from coopspace.sites.model import Site


def room(endpoint: str, site: Site, **values: Any) -> str:
    """The address of a page of this site, or an empty text while that page does not exist."""
    if endpoint not in current_app.view_functions:
        return ""
    return url_for(endpoint, site=site.slug, **values)
