"""What turns this repository into the files that people install: pieces for build.spec, deliveries.

None of it is part of the program.
"""
