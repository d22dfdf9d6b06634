"""The documentation's picture and tables of the stages."""

from xml.etree import ElementTree

from events.science_shop import stage_drawing
from events.science_shop.management.commands.draw_stages import FILES
from events.science_shop.stages import MOVES
from events.science_shop.vocabulary import Stage


def test_the_documentation_says_what_the_table_of_stages_says():
    for path, made in FILES.items():
        assert path.read_text() == made(), f"{path} is out of step: run manage.py draw_stages"


def test_every_stage_and_every_move_stands_in_the_picture():
    drawn = ElementTree.fromstring(stage_drawing.picture())
    words = {text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")}
    assert set(stage_drawing.ROWS) == set(Stage)
    assert {str(stage.label) for stage in Stage} <= words
    assert {str(move.label) for move in MOVES.values()} <= words
