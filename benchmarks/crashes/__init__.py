"""Real processes killed by SIGKILL while they work on a catalogue, and what is left of it.

Nothing that a child reported as committed may be missing, nothing may be half there, and the next
run must finish the job. Each kind of work is a module with a class of the same shape (`Work`).
"""
