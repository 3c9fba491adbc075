"""`--self-check`: does everything work on this computer? Told without a window on the screen."""
