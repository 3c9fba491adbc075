"""The third view: test sets, what is compared over them, and what came of it."""
