"""The pictures of a walk, numbered, each with one line that says what it shows."""

from pathlib import Path

from PIL import Image

COLOURS = 128


class Album:
    """A folder of PNG files and the README.md that shows them."""

    def __init__(self, folder: Path) -> None:
        """Empty `folder` of the pictures of an earlier walk."""
        folder.mkdir(parents=True, exist_ok=True)
        for earlier in folder.glob("[0-9][0-9]-*.png"):
            earlier.unlink()
        self._folder = folder
        self._lines: list[tuple[str, str]] = []

    def add(self, picture: Image.Image, name: str, caption: str) -> None:
        """Keep a picture as the next one."""
        file = f"{len(self._lines) + 1:02}-{name}.png"
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(self._folder / file, optimize=True)
        self._lines.append((file, caption))

    def write(self) -> None:
        """Write README.md."""
        shown = [f"{caption}\n\n![{caption}]({file})\n" for file, caption in self._lines]
        begin = "# A walk through Vitrine\n\nMade by `sh dev walk`.\n\n"
        (self._folder / "README.md").write_text(begin + "\n".join(shown), encoding="utf-8")
