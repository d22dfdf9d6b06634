"""The demonstration's science shop: invented rounds, questions in every stage, researchers and findings.

Days are counted back from the day on which it is loaded; a negative one is to come.
"""

from demonstration.science_shop_content.ended import ENDED
from demonstration.science_shop_content.rounds import MEETUPS, RESEARCHERS, ROUNDS
from demonstration.science_shop_content.running import PLANNED, RUNNING

QUESTIONS = [*ENDED, *RUNNING, *PLANNED]

__all__ = ["MEETUPS", "QUESTIONS", "RESEARCHERS", "ROUNDS"]
