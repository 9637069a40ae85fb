"""Unknown or unsafe settings are refused at start, with the sentence that says what to do."""

import stat
from pathlib import Path

import pytest

from coopspace.config import Settings, Unsafe, check_host, from_environment, prepare

SECRET = "s" * 32
PG = "postgresql://u@h/d"


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"COOPSPACE_SECRET_KEYS": SECRET}, "not a setting"),
        ({"COOPSPACE_DEMO": "1"}, "not a setting"),
        ({"COOPSPACE_SECRET_KEY": "short"}, "32 characters"),
        ({"COOPSPACE_SECRET_KEY_FALLBACKS": f"{SECRET},short"}, "32 characters"),
        ({"COOPSPACE_DATABASE_URL": "mysql://root@localhost/coop"}, "postgresql://"),
        ({"COOPSPACE_BUS_URL": "redis://localhost"}, "one process serves SQLite"),
        ({"COOPSPACE_BUS_URL": "http://h", "COOPSPACE_DATABASE_URL": PG}, "redis://"),
        ({"COOPSPACE_BUS_URL": "redis://h:x", "COOPSPACE_DATABASE_URL": PG}, "redis://"),
        ({"COOPSPACE_PUBLIC_URL": "http://coop.fr"}, "https://"),
        ({"COOPSPACE_PUBLIC_URL": "coop.fr"}, "full address"),
        ({"COOPSPACE_THREADS": "0"}, "between 1 and 64"),
        ({"COOPSPACE_THREADS": "many"}, "whole number"),
        ({"COOPSPACE_TRUSTED_PROXIES": "-1"}, "whole number"),
        ({"COOPSPACE_LOG_LEVEL": "LOUD"}, "DEBUG"),
        ({"COOPSPACE_SMTP_URL": "http://mail"}, "smtp://"),
        ({"COOPSPACE_SECRET_KEY_FILE": "/nowhere/key"}, "cannot be read"),
    ],
)
def test_an_unsafe_setting_is_refused_with_what_to_do(environ: dict[str, str], says: str):
    with pytest.raises(Unsafe, match=says):
        from_environment(environ)


def test_good_settings_are_read_with_their_types():
    settings = from_environment(
        {
            "COOPSPACE_SECRET_KEY": SECRET,
            "COOPSPACE_TRUSTED_PROXIES": "1",
            "COOPSPACE_PUBLIC_URL": "https://coop.fr",
            "COOPSPACE_DATABASE_URL": "postgres://u@h/d",
            "COOPSPACE_BUS_URL": "rediss://u:p@h:6380",
            "PATH": "/bin",
        }
    )
    assert settings.https
    assert settings.trusted_proxies == 1
    assert settings.cookie_name == "__Host-coopspace"
    assert settings.database == "postgresql+psycopg://u@h/d"


def test_a_secret_may_come_from_a_file(tmp_path: Path):
    (tmp_path / "key").write_text(SECRET + "\n")
    given = from_environment({"COOPSPACE_SECRET_KEY_FILE": str(tmp_path / "key")})
    assert given.secret_key == SECRET


def test_the_data_folder_and_its_key_are_for_their_owner_alone(tmp_path: Path):
    settings = prepare(Settings(data=tmp_path / "data"))
    assert len(settings.secret_key) >= 32
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "data" / "secret.key").stat().st_mode) == 0o600
    assert prepare(Settings(data=tmp_path / "data")).secret_key == settings.secret_key


def test_a_key_that_others_can_read_is_refused(tmp_path: Path):
    prepare(Settings(data=tmp_path / "data"))
    (tmp_path / "data" / "secret.key").chmod(0o644)
    with pytest.raises(Unsafe, match="chmod 600"):
        prepare(Settings(data=tmp_path / "data"))


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "coop.fr"])
def test_only_this_machine_is_listened_on_without_tls(host: str):
    with pytest.raises(Unsafe, match=r"127\.0\.0\.1"):
        check_host(Settings(demo=True, public_url="https://coop.fr"), host)
    with pytest.raises(Unsafe, match="TLS"):
        check_host(Settings(), host)
    check_host(Settings(public_url="https://coop.fr"), host)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.0.0.7"])
def test_this_machine_is_always_listened_on(host: str):
    check_host(Settings(demo=True), host)
