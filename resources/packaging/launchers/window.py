"""Where the executable `Vitrine` begins: the window, or the worker of a window."""

import sys
import traceback

from desktop.__main__ import main
from desktop.program import CORE_ROLE

_UNSEEN = ("--worker", "--self-check", CORE_ROLE)

try:
    code = main()
except Exception:
    # On Windows PyInstaller would show it in a box, and wait for an answer.
    if not set(sys.argv[1:2]) & set(_UNSEEN):
        raise
    traceback.print_exc()
    code = 1
sys.exit(code)
