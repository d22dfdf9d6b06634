"""Pictures for the demonstration: fields from the air, so that no photograph of anybody is needed."""

import re
from io import BytesIO

from PIL import Image, ImageDraw

from portal.design.tiles import SHAPES, tile

COLOURS = {
    "road": "#fbf8ea",
    "raps": "#f4c927",
    "gron": "#9dbd5a",
    "bok": "#4f8552",
    "vete": "#e5cb82",
    "mull": "#b98864",
    "ljung": "#a796c2",
    "havre": "#f0e6bd",
    "beta": "#74a05b",
}
FURROW, WILLOW = "#16261f2b", "#2f6142"
# Drawn twice as large and made smaller: Pillow's edges have steps.
SCALE, SMOOTHING = 10, 2

SHAPE = re.compile(
    r'<path class="f-(?P<crop>\w+)" d="(?P<field>[^"]+)"/>|<path d="(?P<furrows>[^"]+)" class="furrow"/>'
)
TREE = re.compile(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"/>')
NUMBER = re.compile(r"-?[\d.]+")


def fields(slug: str) -> bytes:
    """Draw the wide tile of `slug` as a JPEG."""
    drawing = tile(slug, "wide")
    width, height = SHAPES["wide"]
    factor = SCALE * SMOOTHING
    picture = Image.new("RGB", (width * factor, height * factor))
    pen = ImageDraw.Draw(picture, "RGBA")
    for shape in SHAPE.finditer(drawing):
        if shape["crop"]:
            pen.polygon(_scaled(shape["field"], factor), fill=COLOURS[shape["crop"]])
        else:
            for furrow in shape["furrows"].split("M")[1:]:
                pen.line(_scaled(furrow, factor), fill=FURROW, width=factor)
    for x, y, radius in TREE.findall(drawing):
        pen.circle((float(x) * factor, float(y) * factor), float(radius) * factor, fill=WILLOW)
    file = BytesIO()
    picture.resize((width * SCALE, height * SCALE), Image.Resampling.LANCZOS).save(file, "JPEG", quality=86)
    return file.getvalue()


def _scaled(path: str, factor: int) -> list[float]:
    return [float(number) * factor for number in NUMBER.findall(path)]
