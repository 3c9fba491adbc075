"""Whether a library runs on any x86-64 processor: by itself, Annoy is made for the builder's."""

import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

# The vectors of AVX and AVX-512: a processor without them ends the process.
_WIDE = re.compile(r"%?[yz]mm\d")
_DISASSEMBLERS = ("objdump", "llvm-objdump")


def refuse_native(library: Path) -> None:
    """Raise `SystemExit` when `library` has instructions that older x86-64 processors lack.

    Other processors have no such choice of instructions, and Visual C++ has no `-march=native`; it
    links functions of its library that look for AVX themselves. Both are passed over.
    """
    if platform.machine() != "x86_64" or sys.platform == "win32":
        return
    disassembler = next(filter(None, map(shutil.which, _DISASSEMBLERS)), None)
    if disassembler is None:
        raise SystemExit("objdump is needed to see for which processors Annoy is compiled.")
    text = subprocess.run(
        [disassembler, "-d", str(library)], capture_output=True, text=True, check=True
    ).stdout
    if _WIDE.search(text):
        raise SystemExit(
            f"{library} is compiled for this very processor: "
            "`sh dev setup` compiles Annoy for all of them (ANNOY_COMPILER_ARGS)."
        )
