"""A reliability diagram: how often answers of a likeness are right.

`python -m benchmarks.weighing.diagram OUT.svg NAME=SCORES.json ...`: the scores are those of
`vitrine-cli evaluate --json`.
"""

import argparse
import json
from pathlib import Path

from core.evaluate import Bin

_SIDE, _EDGE = 320, 40
_COLOURS = ("#1f5fa8", "#b8561c", "#3b7d3b", "#7a3b8f")


def drawn(sets: dict[str, list[Bin]]) -> str:
    """The diagram as SVG: a circle for each bin, as large as its share of queries."""
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_SIDE + 2 * _EDGE}" '
            f'height="{_SIDE + 2 * _EDGE}" font-family="sans-serif" font-size="12">'
        ),
        '<rect width="100%" height="100%" fill="white"/>',
        (
            f'<path d="M{_x(0)} {_y(1)}V{_y(0)}H{_x(1)}M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" '
            'fill="none" stroke="#888"/>'
        ),
        f'<text x="{_x(0.5)}" y="{_y(0) + 30}" text-anchor="middle">likeness</text>',
        f'<text x="{_x(0)}" y="{_y(1) - 12}">share of first matches that are right</text>',
    ]
    for tick in (0, 0.5, 1):
        lines.append(f'<text x="{_x(tick)}" y="{_y(0) + 15}" text-anchor="middle">{tick}</text>')
        lines.append(f'<text x="{_x(0) - 8}" y="{_y(tick) + 4}" text-anchor="end">{tick}</text>')
    for number, (name, bins) in enumerate(sets.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        every = sum(held.queries for held in bins)
        lines.append(f'<text x="{_x(0.05)}" y="{_y(0.95 - 0.06 * number)}" fill="{colour}">')
        lines.append(f"{name}, {every} queries</text>")
        for held in bins:
            radius = 3 + 25 * (held.queries / every) ** 0.5
            at = f'cx="{_x(held.likeness):.0f}" cy="{_y(held.right):.0f}" r="{radius:.0f}"'
            lines.append(f'<circle {at} fill="{colour}" fill-opacity="0.5"/>')
    return "\n".join([*lines, "</svg>", ""])


def main() -> None:
    """Draw and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("scores", nargs="+", help="NAME=SCORES.json")
    options = parser.parse_args()
    sets = {}
    for each in options.scores:
        name, path = each.split("=", 1)
        told = json.loads(Path(path).read_text(encoding="utf-8"))
        sets[name] = [Bin(**held) for held in told["reliability"]]
    options.out.write_text(drawn(sets), encoding="utf-8")


def _x(share: float) -> float:
    return _EDGE + share * _SIDE


def _y(share: float) -> float:
    return _EDGE + (1 - share) * _SIDE


if __name__ == "__main__":
    main()
