"""The real program in a window manager, driven by keys and the mouse alone, picture by picture.

None of it is part of the program.
"""
