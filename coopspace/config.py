"""Settings, typed, from the environment alone; what is unknown or unsafe is refused at start.

Each setting may also be given as a file: `COOPSPACE_SECRET_KEY_FILE=/run/secrets/key`.
"""

import ipaddress
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

PREFIX = "COOPSPACE_"
SHORTEST_SECRET = 32
"""The shortest acceptable secret key, in characters."""


class Unsafe(ValueError):
    """A setting that would not be safe, or is not understood: the sentence says what to do."""


@dataclass(frozen=True)
class Settings:
    """Every setting of the house."""

    data: Path = field(
        default=Path("data"), metadata={"help": "Folder of the database, keys and mails."}
    )
    database_url: str = field(
        default="", metadata={"help": "PostgreSQL address; empty: SQLite in the data folder."}
    )
    bus_url: str = field(
        default="", metadata={"help": "redis[s]://host:port; empty: PostgreSQL carries the news."}
    )
    secret_key: str = field(
        default="", metadata={"help": "At least 32 characters; empty: made in the data folder."}
    )
    secret_key_fallbacks: tuple[str, ...] = field(
        default=(), metadata={"help": "Former secret keys, comma-separated, still accepted."}
    )
    public_url: str = field(
        default="", metadata={"help": "Address that people type, https:// outside this machine."}
    )
    trusted_proxies: int = field(
        default=0, metadata={"help": "How many reverse proxies stand in front."}
    )
    smtp_url: str = field(
        default="", metadata={"help": "smtp[s]://user:password@host:port; empty: mails to files."}
    )
    mail_from: str = field(
        default="CoopSpace <coopspace@localhost>", metadata={"help": "Sender of mails."}
    )
    threads: int = field(default=8, metadata={"help": "Requests answered at the same time, 1–64."})
    log_level: str = field(default="INFO", metadata={"help": "DEBUG, INFO, WARNING or ERROR."})
    exports_per_minute: int = field(
        default=10, metadata={"help": "Images and PDFs that one person may take a minute, 1–1000."}
    )
    demo: bool = field(default=False, metadata={"help": "Set by `serve --demo` only."})

    @property
    def https(self) -> bool:
        """Whether people reach the site over TLS."""
        return self.public_url.startswith("https://")

    @property
    def on_sqlite(self) -> bool:
        """Whether one file holds everything: one process serves it then."""
        return not self.database_url.startswith("postgres")

    @property
    def cookie_name(self) -> str:
        """The session cookie; the __Host- prefix where TLS makes it possible."""
        return "__Host-coopspace" if self.https else "coopspace"

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database."""
        if self.database_url:
            return self.database_url.replace("postgres://", "postgresql://", 1).replace(
                "postgresql://", "postgresql+psycopg://", 1
            )
        return f"sqlite+pysqlite:///{(self.data / 'coopspace.db').resolve()}"


def from_environment(environ: Mapping[str, str] | None = None, **given: object) -> Settings:
    """Read the settings; `given` (from the command line) wins over the environment.

    Raises Unsafe with the sentence that says what to do.
    """
    environ = os.environ if environ is None else environ
    known = {item.name: item for item in fields(Settings)}
    values: dict[str, object] = {}
    for key, raw in sorted(environ.items()):
        if not key.startswith(PREFIX):
            continue
        name = key.removeprefix(PREFIX).lower()
        if name.endswith("_file") and name.removesuffix("_file") in known:
            name, raw = name.removesuffix("_file"), _content(key, raw)
        if name not in known or name == "demo":
            raise Unsafe(
                f"{key} is not a setting of CoopSpace: remove it, or check its spelling against "
                f"{', '.join(PREFIX + one.upper() for one in known if one != 'demo')}."
            )
        values[name] = _typed(key, raw, known[name].default)
    values.update({name: value for name, value in given.items() if value is not None})
    settings = Settings(**values)  # type: ignore[arg-type]
    _check(settings)
    return settings


def prepare(settings: Settings) -> Settings:
    """Create the data folder (0700) and its key (0600) where needed; returns complete settings."""
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if settings.secret_key:
        return settings
    path = settings.data / "secret.key"
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    if path.stat().st_mode & 0o077:
        raise Unsafe(f"{path} can be read by others: run chmod 600 {path}")
    complete = {item.name: getattr(settings, item.name) for item in fields(Settings)}
    return Settings(**{**complete, "secret_key": path.read_text().strip()})


def is_loopback(host: str) -> bool:
    """Whether a host name or address stays on this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_host(settings: Settings, host: str) -> None:
    """Refuse an address that would put the demonstration or clear-text passwords on a network."""
    if is_loopback(host):
        return
    if settings.demo:
        raise Unsafe(
            f"The demonstration signs anybody in: it only listens on this machine. "
            f"Use --host 127.0.0.1 instead of {host}."
        )
    if not settings.https:
        raise Unsafe(
            f"Listening on {host} without TLS would send passwords in clear: set "
            f"COOPSPACE_PUBLIC_URL=https://… and put a TLS proxy in front, "
            f"or use --host 127.0.0.1."
        )


def _content(key: str, path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        raise Unsafe(f"{key}: the file {path} cannot be read ({error.strerror}).") from error


def _typed(key: str, raw: str, default: object) -> object:
    if isinstance(default, Path):
        return Path(raw)
    if isinstance(default, tuple):
        return tuple(part.strip() for part in raw.split(",") if part.strip())
    if isinstance(default, int):
        if not raw.strip().isdigit():
            raise Unsafe(f"{key} must be a whole number; it is “{raw}”.")
        return int(raw)
    return raw.strip()


def _check(settings: Settings) -> None:
    for key in (settings.secret_key, *settings.secret_key_fallbacks):
        if key and len(key) < SHORTEST_SECRET:
            raise Unsafe(
                f"COOPSPACE_SECRET_KEY needs at least {SHORTEST_SECRET} characters: "
                f'make one with python -c "import secrets; print(secrets.token_urlsafe(48))".'
            )
    if settings.database_url and not settings.database_url.startswith(
        ("postgresql://", "postgres://", "postgresql+psycopg://", "sqlite")
    ):
        raise Unsafe("COOPSPACE_DATABASE_URL must start with postgresql:// (or be left out).")
    _check_bus(settings)
    if settings.log_level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise Unsafe("COOPSPACE_LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR.")
    if not 1 <= settings.threads <= 64:
        raise Unsafe("COOPSPACE_THREADS must be between 1 and 64.")
    if not 1 <= settings.exports_per_minute <= 1000:
        raise Unsafe("COOPSPACE_EXPORTS_PER_MINUTE must be between 1 and 1000.")
    _check_mail(settings)
    if settings.public_url:
        address = urlsplit(settings.public_url)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise Unsafe("COOPSPACE_PUBLIC_URL must be a full address such as https://coop.fr.")
        if address.scheme == "http" and not is_loopback(address.hostname):
            raise Unsafe(
                "COOPSPACE_PUBLIC_URL must be https:// outside this machine: "
                "passwords would travel in clear."
            )


def _check_bus(settings: Settings) -> None:
    if not settings.bus_url:
        return
    if settings.on_sqlite:
        raise Unsafe(
            "COOPSPACE_BUS_URL carries news between several processes, and one process serves "
            "SQLite: set COOPSPACE_DATABASE_URL to a PostgreSQL database, or leave it out."
        )
    try:
        address = urlsplit(settings.bus_url)
        known = address.scheme in ("redis", "rediss") and address.hostname and address.port != 0
    except ValueError:
        known = False
    if not known and not settings.bus_url.startswith("unix:///"):
        raise Unsafe(
            "COOPSPACE_BUS_URL must be redis://[user:password@]host:port, rediss://… (TLS) or "
            "unix:///path of a Redis server; leave it out and PostgreSQL carries the news."
        )


def _check_mail(settings: Settings) -> None:
    if "@" not in parseaddr(settings.mail_from)[1]:
        raise Unsafe("COOPSPACE_MAIL_FROM must hold an address: CoopSpace <coop@exemple.fr>.")
    if not settings.smtp_url:
        return
    try:
        server = urlsplit(settings.smtp_url)
        complete = server.scheme in ("smtp", "smtps") and server.hostname and server.port != 0
    except ValueError:
        complete = False
    if not complete:
        raise Unsafe(
            "COOPSPACE_SMTP_URL must be smtp://user:password@host:port (STARTTLS) or "
            "smtps://user:password@host:port; percent-encode @ / : in the password."
        )
