"""`python -m core.cli`: the same as `vitrine-cli`."""

import sys

from core.cli import main

sys.exit(main())
