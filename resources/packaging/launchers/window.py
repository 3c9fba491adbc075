"""Where the executable `Vitrine` begins: the window, or the worker of a window."""

import sys

from desktop.__main__ import main

sys.exit(main())
