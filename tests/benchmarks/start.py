"""From the wheel to the first page, the memory of an idle server, and what a first visit weighs.

`python -m tests.benchmarks.start`. The wheel is built, installed with its locked packages in an
empty environment (time with installation), then the demonstration is started again (time without).
The weight is that of the strategy page of the demonstration with everything that it asks for, as
the server compresses it.
"""

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from coopspace.paths import STATIC
from tests.browser.served import Guest, people_now, serving

ROOT = Path(__file__).parents[2]
MOST_INSTALLED, MOST_STARTED, MOST_MIB = 60, 3, 150
MOST_PAGE, MOST_WITH_FONTS, MOST_SCRIPTS = 90, 220, 60
ASKED = re.compile(r'(?:href|src)="(/static/[^"#]+)')
FONTS = re.compile(r"fonts/([\w.-]+\.woff2)")
IMPORTED = re.compile(r"""from\s+["']\./([\w-]+\.js)["']""")


def main() -> bool:
    """Print the figures; whether each stays within its limit."""
    with tempfile.TemporaryDirectory() as folder:
        away = Path(folder)
        start = time.perf_counter()
        program = install(away)
        with serving(away / "log", "--demo", program=program, cwd=away) as base:
            Guest(base).get("/connexion")
            installed = time.perf_counter() - start
        start = time.perf_counter()
        with serving(away / "log", "--demo", program=program, cwd=away) as base:
            Guest(base).get("/connexion")
            started = time.perf_counter() - start
            time.sleep(5)
            idle = memory(program)
            weights = weigh(base)
    page, fonts, scripts = weights
    sys.stdout.write(
        f"wheel to first page: {installed:.1f} s with installation (at most {MOST_INSTALLED} s), "
        f"{started:.1f} s without (at most {MOST_STARTED} s)\n"
        f"idle memory: {idle:.0f} MiB (at most {MOST_MIB} MiB)\n"
        f"first visit of the strategy page, compressed: {page:.0f} kB without fonts (at most "
        f"{MOST_PAGE} kB), {page + fonts:.0f} kB with (at most {MOST_WITH_FONTS} kB), of which "
        f"scripts {scripts:.0f} kB (at most {MOST_SCRIPTS} kB)\n"
    )
    return (
        installed <= MOST_INSTALLED
        and started <= MOST_STARTED
        and idle <= MOST_MIB
        and page <= MOST_PAGE
        and page + fonts <= MOST_WITH_FONTS
        and scripts <= MOST_SCRIPTS
    )


def install(away: Path) -> str:
    """Build the wheel and install it in an empty environment; gives its command."""
    quiet = ("-qq", "--disable-pip-version-check", "--no-input")
    build = (sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", away)
    subprocess.run(build, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    subprocess.run((sys.executable, "-m", "venv", away / "empty"), check=True)
    pip = (away / "empty" / "bin" / "python", "-m", "pip", "install", *quiet)
    lock = ROOT / "requirements.lock"
    subprocess.run((*pip, "--require-hashes", "-r", lock), check=True)
    subprocess.run((*pip, "--no-deps", *away.glob("coopspace-*.whl")), check=True)
    return str(away / "empty" / "bin" / "coopspace")


def memory(program: str) -> float:
    """The resident memory of the server started by this command, in MiB."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_text()
        except OSError:
            continue
        if program in line and "serve" in line:
            status = (process / "status").read_text()
            return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]
    raise LookupError("no server is running")


def weigh(base: str) -> tuple[float, float, float]:
    """Kilobytes of the page and its files without fonts, of fonts, and of scripts alone."""
    person = next(one for one in people_now() if len(one["sites"]) == 1)
    guest = Guest(base).sign_in(person)
    address = f"/sites/{next(iter(person['sites']))}/strategie"
    asked = set(ASKED.findall(guest.get(address).text))
    files = {one.removeprefix("/static/").partition("?")[0] for one in asked}
    asked |= {f"/static/{file}" for file in imported(files) - files}
    sizes = {one: squeezed(base, one, guest) for one in asked | {address} if ".woff2" not in one}
    sheets = "".join((STATIC / file).read_text() for file in files if file.endswith(".css"))
    fonts = sum((STATIC / "fonts" / name).stat().st_size for name in set(FONTS.findall(sheets)))
    scripts = sum(size for one, size in sizes.items() if ".js" in one)
    return sum(sizes.values()) / 1000, fonts / 1000, scripts / 1000


def imported(files: set[str]) -> set[str]:
    """These files and every module that the scripts among them ask for in turn."""
    found, waiting = set(files), [file for file in files if file.endswith(".js")]
    while waiting:
        text = (STATIC / waiting.pop()).read_text()
        more = {f"js/{name}" for name in IMPORTED.findall(text)} - found
        found |= more
        waiting += more
    return found


def squeezed(base: str, address: str, guest: Guest) -> int:
    """How many bytes of this address travel, compressed as the server does."""
    cookies = "; ".join(f"{name}={value}" for name, value in guest.cookies.items())
    return int(
        subprocess.run(
            ("curl", "-s", "-o", "/dev/null", "-w", "%{size_download}")
            + ("-H", "Accept-Encoding: br, gzip", "-H", f"Cookie: {cookies}", base + address),
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    )


if __name__ == "__main__":
    sys.exit(not main())
