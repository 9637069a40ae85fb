"""The committed script of live texts is what its sources make, small enough, and names no registry.

Without Node the first line of the script still tells whether it was made of these very sources.
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
BUNDLE = LIVE / "coop-live.js"
MOST = 40_000
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
    assert made_of(BUNDLE.read_text()) == sources(LIVE)


def test_a_changed_source_is_noticed(tmp_path: Path):
    shutil.copytree(LIVE, tmp_path / "live")
    one = tmp_path / "live" / "src" / "splice.js"
    one.write_text(one.read_text() + "\n")
    assert made_of(BUNDLE.read_text()) != sources(tmp_path / "live")


def test_the_script_stays_small():
    size = len(gzip.compress(BUNDLE.read_bytes(), 9))
    tell("live script", f"{size / 1000:.1f} kB gzip, at most {MOST / 1000:.0f}")
    assert size <= MOST


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
        again = tmp_path / "again.js"
        build = [NODE, str(LIVE / "build.mjs"), str(tmp_path), str(again)]
        subprocess.run(build, check=True, timeout=120)
        assert again.read_bytes() == BUNDLE.read_bytes()
        tell("live script", "made again from its sources, the same to the byte")
