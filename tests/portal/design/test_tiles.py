import re

import pytest

from portal.design.tiles import CROPS, SHAPES, tile


def test_a_slug_has_the_same_tile_every_time():
    assert tile("yalla-trappan") == tile("yalla-trappan")


def test_two_slugs_have_different_tiles():
    assert tile("yalla-trappan") != tile("cykelverkstaden")


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("slug", ["a", "lunds-fontanhus", "å ä ö", ""])
def test_four_different_crops_with_furrows_meet_inside_the_frame(shape, slug):
    width, height = SHAPES[shape]
    drawing = tile(slug, shape)
    crops = re.findall(r'class="f-(\w+)" d="M', drawing)
    assert crops[0] == "road"
    assert len(set(crops[1:])) == 4
    assert set(crops[1:]) <= {*CROPS, "raps"}
    assert drawing.count('class="furrow"') == 4
    points = re.findall(r"(-?[\d.]+) (-?[\d.]+)", "".join(re.findall(r' d="([^"]*)"', drawing)))
    assert all(-0.1 <= float(x) <= width + 0.1 and -0.1 <= float(y) <= height + 0.1 for x, y in points)


def test_the_colours_are_tokens_so_that_a_tile_is_right_in_the_dark():
    assert not re.search(r"#[0-9a-f]{3}", tile("yalla-trappan", initials="YT"))
