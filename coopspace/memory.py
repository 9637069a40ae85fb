"""Large blocks of memory go back to the system as soon as they are free.

The GNU C library raises the size from which it maps a block of its own (and so can give it back)
each time such a block is freed. A password hash takes 19 MiB and a poster more: after a few of
them every thread kept tens of MiB for ever. Source: mallopt(3), M_MMAP_THRESHOLD, “Dynamic mmap
threshold”. Measured with the demonstration: 183 MiB idle before, 109 MiB with the size set.
"""

import ctypes
import platform

M_MMAP_THRESHOLD = -3
LARGE = 1024 * 1024
"""From this size (1 MiB) a block is mapped apart."""


def give_back_large_blocks() -> bool:
    """Fix the size from which blocks are mapped apart; False where the library is another one."""
    if platform.libc_ver()[0] != "glibc":
        return False
    return bool(ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE))
