"""The Flask application: the only file, with asgi and cli, that knows both rooms and blueprints."""

import logging
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request
from flask import session as browser
from flask_babel import get_locale
from flask_login import current_user
from jinja2 import StrictUndefined
from sqlalchemy.orm import configure_mappers
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter

from blueprints import ROOMS
from blueprints._shared import errors, gate, headers, signing, texts
from blueprints._shared.again import Persevering
from blueprints._shared.assets import asset
from blueprints._shared.devices import device_key
from blueprints._shared.formatters import FILTERS
from blueprints._shared.menu import site_menu
from blueprints._shared.page_cap import PageCap
from blueprints._shared.requests import follow
from blueprints._shared.shifts import four_shifts
from coopspace import method, tables
from coopspace.config import Settings, Unsafe, from_environment, prepare
from coopspace.extensions import babel, compress, csrf, db, login_manager
from coopspace.kernel import storage
from coopspace.paths import STATIC, TEMPLATES, TRANSLATIONS

LANGUAGES = ("fr", "en")
log = logging.getLogger("coopspace")


class Slug(BaseConverter):
    """The readable name of a site or programme in an address."""

    regex = r"[a-z0-9]+(?:-[a-z0-9]+)*"


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application. Raises `config.Unsafe` when a setting is unknown or unsafe."""
    settings = prepare(settings or from_environment())
    _take_own_words(settings)
    configure_mappers()
    app = Persevering("coopspace", template_folder=str(TEMPLATES), static_folder=str(STATIC))
    app.config.from_mapping(_configuration(settings))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(
        asset=asset,
        device_key=device_key,
        four_shifts=four_shifts,
        follow=texts.follow,
        may=gate.may,
        ready_to_write=texts.ready_to_write,
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops, 0, 0)  # type: ignore[method-assign]
    _extend(app)
    follow(app)
    errors.handle(app)
    gate.close_after_each_request(app)
    headers.protect(app)
    app.context_processor(_words_of_every_page)
    app.url_map.converters["slug"] = Slug
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    log.debug("%d tables", len(tables.metadata.tables))
    return app


def _take_own_words(settings: Settings) -> None:
    """A programme words the method its own way in the folder `method` beside its database."""
    try:
        method.take_own(settings.data / "method")
    except method.Misprint as error:
        raise Unsafe(f"{error}. Mend the file, or take it out of {settings.data}.") from error


def _configuration(settings: Settings) -> dict[str, Any]:
    return {
        "SETTINGS": settings,
        "TRUSTED_HOSTS": _hosts(settings),
        "SECRET_KEY": settings.secret_key,
        "SECRET_KEY_FALLBACKS": list(settings.secret_key_fallbacks),
        "HTTPS": settings.https,
        "COOKIE": settings.cookie_name,
        "DEMO": settings.demo,
        "SQLALCHEMY_DATABASE_URI": settings.database,
        "SQLALCHEMY_ENGINE_OPTIONS": storage.engine_options(settings.database),
        "BABEL_DEFAULT_LOCALE": "fr",
        "BABEL_DEFAULT_TIMEZONE": "Europe/Paris",
        "BABEL_TRANSLATION_DIRECTORIES": str(TRANSLATIONS),
        "SESSION_COOKIE_NAME": "__Host-visit" if settings.https else "visit",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=365),
        "WTF_CSRF_TIME_LIMIT": 12 * 3600,
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 500_000,
        "MAX_FORM_PARTS": 400,
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_BR_LEVEL": 4,
        "COMPRESS_MIMETYPES": [
            "text/html",
            "text/css",
            "text/javascript",
            "application/json",
            "image/svg+xml",
        ],
    }


def _hosts(settings: Settings) -> list[str]:
    """The names this site answers to: its public one, and this machine's own (SEC-24)."""
    public = urlsplit(settings.public_url).hostname
    return [*([public] if public else []), "localhost", "127.0.0.1", "[::1]"]


def _extend(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        storage.guard(db.engine)
    csrf.init_app(app)
    compress.init_app(app)
    signing.know(app, login_manager)
    babel.init_app(app, locale_selector=_language)


def _language() -> str:
    """What the person chose, else what their browser asks, else French."""
    chosen = browser.get("locale")
    if chosen in LANGUAGES:
        return str(chosen)
    if current_user.is_authenticated:
        return str(current_user.locale)
    return request.accept_languages.best_match(LANGUAGES, "fr")


def _words_of_every_page() -> dict[str, Any]:
    place = g.get("standing")
    college = (place.college if place else None) or ("support" if place else "")
    return {
        "locale": str(get_locale()),
        "theme": browser.get("theme", "auto"),
        "projection": browser.get("projection", False),
        "site": g.get("site"),
        "menu": site_menu(ROOMS),
        "viewer_college": str(college),
        "page_cap": PageCap() if g.get("site") else None,
        "demo": current_app.config["DEMO"],
    }
