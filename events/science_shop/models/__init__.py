"""Rounds, questions and their history, researchers, results."""

from events.science_shop.models.history import AgendaQuestion, RemedyAttempt, StageChange, Step
from events.science_shop.models.joining import Follower, NewContact, SameHere
from events.science_shop.models.questions import Question, QuestionField, QuestionQuerySet, QuestionTag, Wording
from events.science_shop.models.researchers import Match, Researcher, ResearcherField, ResearcherTag, Taking
from events.science_shop.models.results import Evaluation, Finding, KnowledgeItem, ResearchProject, Source
from events.science_shop.models.rounds import Participant, Round, RoundClosing, RoundMeetup, RoundPartner, RoundTag
from events.science_shop.vocabulary import Phase, ResearchField, Side, Stage, TakingState

__all__ = [
    "AgendaQuestion",
    "Evaluation",
    "Finding",
    "Follower",
    "KnowledgeItem",
    "Match",
    "NewContact",
    "Participant",
    "Phase",
    "Question",
    "QuestionField",
    "QuestionQuerySet",
    "QuestionTag",
    "RemedyAttempt",
    "ResearchField",
    "ResearchProject",
    "Researcher",
    "ResearcherField",
    "ResearcherTag",
    "Round",
    "RoundClosing",
    "RoundMeetup",
    "RoundPartner",
    "RoundTag",
    "SameHere",
    "Side",
    "Source",
    "Stage",
    "StageChange",
    "Step",
    "Taking",
    "TakingState",
    "Wording",
]
