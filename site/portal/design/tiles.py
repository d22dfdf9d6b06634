"""The tile that stands where a picture is missing: four fields and their roads, from the air."""

from collections.abc import Iterator
from functools import lru_cache
from random import Random

# Points and directions are complex numbers: x to the right, y downwards.
Polygon = list[complex]

SHAPES = {"square": (100, 100), "wide": (160, 90), "banner": (480, 96)}
CROPS = ("gron", "bok", "vete", "mull", "ljung", "havre", "beta")


@lru_cache(maxsize=2048)
def tile(slug: str, shape: str = "square", initials: str = "") -> str:
    """Draw the tile of `slug`, always the same, as SVG whose colours are the field tokens.

    `shape` is a key of SHAPES. Whoever passes `initials` answers for their being safe in HTML.
    """
    width, height = SHAPES[shape]
    short_side = min(width, height)
    chance = Random(slug)  # noqa: S311 (a picture, not a secret)
    crossing = complex(width * chance.uniform(0.31, 0.42), height * chance.uniform(0.42, 0.62))
    upright = 1j * complex(1, chance.uniform(-0.1, 0.1))
    level = complex(1, chance.uniform(-0.1, 0.1))
    frame = [0j, complex(width, 0), complex(width, height), complex(0, height)]
    crops = _crops(chance)
    turned = chance.randrange(2)
    road = short_side * 0.045

    parts = []
    for number, (right, below) in enumerate(((-1, -1), (1, -1), (1, 1), (-1, 1))):
        field = _side(_side(frame, crossing, upright, right, road / 2), crossing, level, below, road / 2)
        along = upright if (number + turned) % 2 else level
        parts.append(f'<path class="f-{crops[number]}" d="{_closed(field)}"/>')
        parts.append(f'<path d="{"".join(_furrows(field, along, short_side / 15))}" class="furrow"/>')
    willows = "".join(_willows(chance, crossing, level, width, short_side))
    tab = (
        f'<rect class="tile-tab" x="14" y="52" width="{18 + 15 * len(initials)}" height="34" rx="3"/>'
        f'<text class="tile-initials" x="{14 + (18 + 15 * len(initials)) / 2:g}" y="77">{initials}</text>'
        if initials
        else ""
    )
    return (
        f'<svg class="tile" viewBox="0 0 {width} {height}" preserveAspectRatio="xMidYMid slice" aria-hidden="true"'
        f' focusable="false"><path class="f-road" d="{_closed(frame)}"/><g stroke-width="{short_side / 15 * 0.17:.2g}">'
        f'{"".join(parts)}</g><g class="f-trad">{willows}</g>{tab}</svg>'
    )


def _crops(chance: Random) -> list[str]:
    """Four different crops; three tiles in four have a field of raps."""
    crops = chance.sample(CROPS, 4)
    if chance.random() < 0.75:
        crops[chance.randrange(4)] = "raps"
    return crops


def _side(polygon: Polygon, origin: complex, direction: complex, sign: int, distance: float) -> Polygon:
    """Clip to what lies more than `distance` away from a line, on the side that `sign` names."""
    across = _across(direction) * sign
    level = _dot(origin, across) + distance
    clipped = []
    for start, end in zip([polygon[-1], *polygon], polygon, strict=False):
        clipped += _meeting(start, end, across, level)
        if _dot(end, across) >= level:
            clipped.append(end)
    return clipped


def _furrows(field: Polygon, along: complex, spacing: float) -> Iterator[str]:
    across = _across(along)
    heights = [_dot(point, across) for point in field]
    level = min(heights) + spacing / 2
    while level < max(heights):
        sides = zip([field[-1], *field], field, strict=False)
        ends = [point for start, end in sides for point in _meeting(start, end, across, level)]
        yield f"M{_pair(ends[0])}L{_pair(ends[1])}"
        level += spacing


def _meeting(start: complex, end: complex, across: complex, level: float) -> list[complex]:
    """Where a side meets the line at `level`, measured along `across`: one point or none."""
    before, after = _dot(start, across) - level, _dot(end, across) - level
    return [start + (end - start) * before / (before - after)] if (before < 0) != (after < 0) else []


def _willows(chance: Random, crossing: complex, level: complex, width: float, short_side: float) -> Iterator[str]:
    radius = short_side * 0.022
    count = chance.randint(4, 7)
    room = (width - crossing.real) * 0.86
    for number in range(count):
        centre = crossing + level * (room * (number + 0.9) / count) - 1j * short_side * 0.05
        yield f'<circle cx="{centre.real:.1f}" cy="{centre.imag:.1f}" r="{radius:.2g}"/>'


def _across(direction: complex) -> complex:
    """The unit vector at right angles: to the right of what points down, below what points right."""
    turned = direction * (-1j if abs(direction.imag) > abs(direction.real) else 1j)
    return turned / abs(turned)


def _dot(a: complex, b: complex) -> float:
    return (a * b.conjugate()).real


def _pair(point: complex) -> str:
    return f"{point.real:.1f} {point.imag:.1f}"


def _closed(polygon: Polygon) -> str:
    return "M" + "L".join(map(_pair, polygon)) + "z"
