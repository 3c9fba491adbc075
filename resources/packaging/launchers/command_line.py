"""Where the executable `vitrine-cli` begins."""

import sys

from core.cli import main

sys.exit(main())
