"""The picture and the tables of the stages, for the documentation: drawn from `stages` alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from django.utils.translation import override

from events.science_shop.services.needs import SENTENCES
from events.science_shop.stages import MOVES, STAGES, Move
from events.science_shop.vocabulary import Side, Stage

# From above; where a move leads to the next row, an arrow stands between the two.
ROWS = (
    *(Stage.DRAFT, Stage.SUBMITTED, Stage.INTAKE, Stage.FORMULATED, Stage.SEEKING, Stage.TAKEN, Stage.LOOKING),
    *(Stage.PRESENTED, Stage.ANSWERED, Stage.EVALUATED, Stage.PARTLY_ANSWERED, Stage.PROJECT, Stage.NO_COMPETENCE),
    *(Stage.PARKED, Stage.REFERRED, Stage.DECLINED, Stage.WITHDRAWN),
)
PLAIN = "#f1f2ea"
FILLS = {"raps": "#fdf2c0", "heather": "#f1e6f0", "beech": "#e2efe0"}
# Who makes a move: the colour of its line.
COLOURS = {Side.ORGANISATION: "#882a15", Side.COORDINATOR: "#0e5070", Side.RESEARCHER: "#19533a", None: "#3c4b43"}
LEFT, TOP, WIDTH, HEIGHT, ROW, LANE = 20, 84, 250, 40, 72, 36
INK, FONT = "#16261f", "font-family='system-ui, sans-serif'"


@dataclass
class Lane:
    """A move that does not lead to the next row: a line beside the rows."""

    move: Move
    sources: list[int]
    target: int
    x: int = 0
    rows: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = sorted({*self.sources, self.target})

    @property
    def length(self) -> int:
        return self.rows[-1] - self.rows[0]


def picture() -> str:
    """An SVG, in Swedish with the English words of each stage."""
    with override("sv"):
        lanes = _lanes()
        width = LEFT + WIDTH + 30 + len(lanes) * LANE + 20
        height = TOP + len(ROWS) * ROW
        parts = [
            f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' role='img' {FONT} font-size='14'>",
            "<title>Frågans väg genom forskarverkstaden</title>",
            "<desc>Skedena uppifrån och ned, och dragen mellan dem. Samma sak står i tabellerna i stages.md.</desc>",
            f"<rect width='{width}' height='{height}' fill='#fff'/>",
            *_legend(),
            *(part for lane in lanes for part in _lane(lane)),
            *_straight(),
            *(part for place, stage in enumerate(ROWS) for part in _box(place, stage)),
            "</svg>",
        ]
    return "\n".join(parts) + "\n"


def _lanes() -> list[Lane]:
    lanes = []
    for move in MOVES.values():
        sources = [ROWS.index(stage) for stage in move.sources]
        beside = [place for place in sources if place + 1 != ROWS.index(move.target)]
        if beside:
            lanes.append(Lane(move, beside, ROWS.index(move.target)))
    lanes.sort(key=lambda lane: (lane.length, lane.rows[0]))
    for place, lane in enumerate(lanes):
        lane.x = LEFT + WIDTH + 40 + place * LANE
    return lanes


def _middle(place: int) -> int:
    return TOP + place * ROW + HEIGHT // 2


def _colour(move: Move) -> str:
    return COLOURS[move.sides[0] if move.sides else None]


def _arrow(x: int, y: int, colour: str, is_left: bool) -> str:
    points = f"{x},{y} {x + 9},{y - 5} {x + 9},{y + 5}" if is_left else f"{x},{y} {x - 5},{y - 9} {x + 5},{y - 9}"
    return f"<polygon points='{points}' fill='{colour}'/>"


def _lane(lane: Lane) -> Iterator[str]:
    """Out of its sources, along, and into its target; the words along the line."""
    colour, right = _colour(lane.move), LEFT + WIDTH
    # Each move meets a box at a height of its own, so that lines lie beside each other.
    shift = (lane.x - right - 40) // LANE % 7 * 5 - 15
    ends = [_middle(place) + shift for place in lane.rows]
    if lane.length == 0:
        ends = [ends[0] - 8, ends[0] + 8]
    line = f"stroke='{colour}' stroke-width='1.6' fill='none'"
    yield f"<path d='M{lane.x},{ends[0]} V{ends[-1]}' {line}/>"
    for place in lane.sources:
        y = ends[0] if lane.length == 0 else _middle(place) + shift
        yield f"<path d='M{right},{y} H{lane.x}' {line} stroke-opacity='.45'/>"
        yield f"<circle cx='{lane.x}' cy='{y}' r='3.5' fill='{colour}'/>"
    y = ends[-1] if lane.length == 0 else _middle(lane.target) + shift
    yield f"<path d='M{lane.x},{y} H{right + 6}' {line}/>"
    yield _arrow(right, y, colour, is_left=True)
    words = escape(str(lane.move.label))
    middle, size = (ends[0] + ends[-1]) // 2, 13 if lane.length > 2 else 11
    yield (
        f"<text transform='translate({lane.x + 13} {middle}) rotate(-90)' text-anchor='middle' font-size='{size}' "
        f"fill='{colour}' stroke='#fff' stroke-width='4' paint-order='stroke'>{words}</text>"
    )


def _straight() -> Iterator[str]:
    """What leads to the next row."""
    for move in MOVES.values():
        for stage in move.sources:
            place = ROWS.index(stage)
            if place + 1 != ROWS.index(move.target):
                continue
            x, colour = LEFT + 24, _colour(move)
            begin, end = TOP + place * ROW + HEIGHT, TOP + (place + 1) * ROW
            yield f"<path d='M{x},{begin} V{end - 6}' stroke='{colour}' stroke-width='2.4'/>"
            yield _arrow(x, end, colour, is_left=False)
            yield f"<text x='{x + 12}' y='{begin + 21}' font-size='13' fill='{colour}'>{escape(str(move.label))}</text>"


def _box(place: int, stage: Stage) -> Iterator[str]:
    rule, y = STAGES[stage], TOP + place * ROW
    with override("en"):
        english = escape(str(stage.label))
    dash = "" if rule.is_shown else " stroke-dasharray='5 4'"
    yield (
        f"<rect x='{LEFT}' y='{y}' width='{WIDTH}' height='{HEIGHT}' rx='4' fill='{FILLS.get(rule.tone, PLAIN)}' "
        f"stroke='{INK}' stroke-width='{1.6 if rule.is_open else 3}'{dash}/>"
    )
    yield f"<text x='{LEFT + 12}' y='{y + 18}' font-weight='600' fill='{INK}'>{escape(str(stage.label))}</text>"
    yield f"<text x='{LEFT + 12}' y='{y + 33}' font-size='11' fill='{INK}'>{english}</text>"


def _legend() -> Iterator[str]:
    yield f"<text x='{LEFT}' y='24' font-size='18' font-weight='700' fill='{INK}'>Frågans väg</text>"
    words = "Streckad ram: visas inte i idébanken. Tjock ram: frågan är avslutad. Prick: härifrån. Pil: hit."
    yield f"<text x='{LEFT}' y='46' font-size='13' fill='{INK}'>{words}</text>"
    x = LEFT
    for side, colour in COLOURS.items():
        name = str(side.label) if side else "Portalen själv"
        yield f"<rect x='{x}' y='58' width='14' height='14' fill='{colour}'/>"
        yield f"<text x='{x + 20}' y='70' font-size='13' fill='{INK}'>{escape(name)}</text>"
        x += 50 + 8 * len(name)


def tables() -> str:
    """The same as text: what holds in each stage, and what each move asks and needs."""
    with override("en"):
        stages = "\n".join(_stage_line(stage) for stage in ROWS)
        moves = "\n".join(_move_line(move) for move in MOVES.values())
    return f"""# The stages of a question

Written by `manage.py draw_stages` from `events/science_shop/stages.py`; a test says when the two differ.

![The stages from above, and the moves between them](images/stages.svg)

## Stages

“Next” is what is to be done, by whom and within how many days, until somebody agrees on something else.

| stage | in Swedish | open | in the idea bank | next | who | days |
|---|---|---|---|---|---|---|
{stages}

## Moves

A move is one function, `services.moving.move`: it looks whether the move leads on from where the question is, whether
the person may make it, what must be said and be there, and whether anybody else has moved the question meanwhile.

| move | in Swedish | from | to | who | to be said | must be there |
|---|---|---|---|---|---|---|
{moves}
"""


def _in_swedish(words: object) -> str:
    with override("sv"):
        return str(words)


def _stage_line(stage: Stage) -> str:
    rule = STAGES[stage]
    side = str(rule.side.label) if rule.side else ""
    yes = ("yes" if rule.is_open else "", "yes" if rule.is_shown else "")
    cells = [stage.label, _in_swedish(stage.label), *yes, rule.next, side, rule.days or ""]
    return _line(cells)


def _move_line(move: Move) -> str:
    asked = [name.replace("_", " ") for name in move.asks] + [f"({name.replace('_', ' ')})" for name in move.optional]
    cells = [
        move.label,
        _in_swedish(move.label),
        ", ".join(str(stage.label) for stage in move.sources),
        move.target.label,
        ", ".join(str(side.label) for side in move.sides) or "the portal itself",
        ", ".join(asked),
        " ".join(str(SENTENCES[need]) for need in move.needs),
    ]
    return _line(cells)


def _line(cells: list[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"
