"""What a busy moment took is given back."""

import re
import subprocess
import sys

from coopspace.accounts import passwords

BUSY = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from coopspace import memory
from coopspace.accounts import passwords
if "keep" not in sys.argv:
    assert memory.give_back_large_blocks()
with ThreadPoolExecutor(8) as room:
    for _ in range(6):
        list(room.map(passwords.hashed, ["a room signs in together"] * 8))
    print(Path("/proc/self/status").read_text())
"""


def mebibytes_after_a_room_signed_in(*arguments: str) -> float:
    told = subprocess.run(
        (sys.executable, "-c", BUSY, *arguments), check=True, capture_output=True, text=True
    ).stdout
    return int(re.search(r"RssAnon:\s+(\d+)", told)[1]) / 1024


def test_a_room_that_signs_in_together_leaves_no_memory_behind():
    two_hashes = 2 * passwords.HASHER.memory_cost / 1024
    kept = mebibytes_after_a_room_signed_in("keep")
    assert mebibytes_after_a_room_signed_in() < kept - two_hashes
