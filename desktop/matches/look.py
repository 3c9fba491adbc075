"""How matches are laid out: as a list or a grid, and how large their photos are."""

from dataclasses import dataclass, replace

SMALLEST, LARGEST, STEP = 64, 320, 16
LIST_SIDE, GRID_SIDE = 80, 160


@dataclass(frozen=True, slots=True)
class Look:
    """A list or a grid, each with a side of its photos, in pixels."""

    is_grid: bool = False
    list_side: int = LIST_SIDE
    grid_side: int = GRID_SIDE

    @property
    def side(self) -> int:
        """The side of the layout in use."""
        return self.grid_side if self.is_grid else self.list_side

    def with_side(self, side: int) -> "Look":
        """The same layout with photos of that side, as far as there are such."""
        steps = round((side - SMALLEST) / STEP)
        side = min(max(SMALLEST + steps * STEP, SMALLEST), LARGEST)
        return replace(self, grid_side=side) if self.is_grid else replace(self, list_side=side)

    def enlarged(self, steps: int) -> "Look":
        """The same layout with photos so many steps larger, or smaller."""
        return self.with_side(self.side + steps * STEP)
