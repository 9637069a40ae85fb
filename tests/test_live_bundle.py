"""The committed scripts of live texts are what their sources make, small enough, from no registry.

Without Node the first line of each still tells whether it was made of these very sources.
"""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

from coopspace.paths import STATIC
from tests.ledger import tell

LIVE = STATIC / "live"
BUNDLE, FORMATTING = LIVE / "coop-live.js", LIVE / "coop-rich.js"
MOST, MOST_OF_BOTH = 40_000, 95_000
NODE, NPM = shutil.which("node"), shutil.which("npm")


def sources(folder: Path) -> str:
    """The digest that `build.mjs` writes on the first line."""
    made = hashlib.sha256()
    for path in sorted((folder / "src").iterdir()):
        made.update(f"{path.name}\n".encode())
        made.update(path.read_bytes())
    made.update((folder / "package-lock.json").read_bytes())
    return made.hexdigest()


def made_of(script: str) -> str:
    """The digest that a built script says it was made of."""
    found = re.match(r"/\* sources ([0-9a-f]{64}) ", script)
    return found.group(1) if found else ""


def test_the_script_was_made_of_these_sources():
    for script in (BUNDLE, FORMATTING):
        assert made_of(script.read_text()) == sources(LIVE), script.name


def test_a_changed_source_is_noticed(tmp_path: Path):
    shutil.copytree(LIVE, tmp_path / "live")
    one = tmp_path / "live" / "src" / "splice.js"
    one.write_text(one.read_text() + "\n")
    assert made_of(BUNDLE.read_text()) != sources(tmp_path / "live")


def weight(script: Path) -> int:
    return len(gzip.compress(script.read_bytes(), 9))


def test_the_scripts_stay_small():
    plain, both = weight(BUNDLE), weight(BUNDLE) + weight(FORMATTING)
    tell("live script", f"{plain / 1000:.1f} kB gzip, at most {MOST / 1000:.0f}")
    tell("with formatting", f"{both / 1000:.1f} kB gzip, at most {MOST_OF_BOTH / 1000:.0f}")
    assert plain <= MOST
    assert both <= MOST_OF_BOTH


def test_plain_fields_do_without_formatting():
    """It is fetched where a page asks for it, and brings no second copy of what both need."""
    assert not re.search(r'(?:from|import\()\s*"[^"]*"', BUNDLE.read_text())
    assert "ql-editor" in FORMATTING.read_text()
    assert "ql-editor" not in BUNDLE.read_text()
    assert "__ $YJS$ __" in BUNDLE.read_text()
    assert "__ $YJS$ __" not in FORMATTING.read_text()


def test_every_package_has_its_licence():
    packages = json.loads((LIVE / "package-lock.json").read_text())["packages"]
    told = (LIVE / "LICENSES.txt").read_text()
    served = {
        f"{name.removeprefix('node_modules/')} {one['version']}"
        for name, one in packages.items()
        if name and not one.get("dev")
    }
    assert {one for one in served if f"\n{one}\n" not in told} == set()


def test_every_package_is_pinned_and_comes_from_no_registry_in_particular():
    lock = json.loads((LIVE / "package-lock.json").read_text())
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert all(one.get("integrity", "").startswith("sha512-") for one in packages.values())
    assert not [name for name, one in packages.items() if "resolved" in one]
    asked = json.loads((LIVE / "package.json").read_text())
    wanted = {**asked["dependencies"], **asked["devDependencies"]}
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted


if NODE and NPM:

    def test_the_script_can_be_made_again_to_the_byte(tmp_path: Path):
        for name in ("package.json", "package-lock.json"):
            shutil.copy(LIVE / name, tmp_path / name)
        install = [NPM, "ci", "--no-audit", "--no-fund", "--prefer-offline"]
        done = subprocess.run(install, cwd=tmp_path, capture_output=True, text=True, timeout=300)
        if done.returncode and "network" in done.stderr.lower():
            tell("live script", "not made again: no package registry answered")
            return
        assert done.returncode == 0, done.stderr[-2000:]
        build = [NODE, str(LIVE / "build.mjs"), str(tmp_path), str(tmp_path / "again")]
        subprocess.run(build, check=True, timeout=120)
        for script in (BUNDLE, FORMATTING):
            assert (tmp_path / "again" / script.name).read_bytes() == script.read_bytes()
        tell("live script", "made again from its sources, the same to the byte")
