"""Several catalogues: which there are, a new one, another one."""
