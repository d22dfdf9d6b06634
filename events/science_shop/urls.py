from django.urls import path

from events.science_shop import (
    asking_urls,
    bank_urls,
    coordinating_urls,
    matching_urls,
    researcher_urls,
    result_urls,
    round_urls,
)
from events.science_shop.views import bank
from events.science_shop.views.coordinating import board, moves, questions
from portal.plugins import localised

urlpatterns = [
    *asking_urls.urlpatterns,
    *bank_urls.urlpatterns,
    *researcher_urls.urlpatterns,
    *result_urls.urlpatterns,
    path("", bank.start, name="start"),
    path(localised(sv="fragor/", en="questions/"), bank.questions, name="questions"),
    path(localised(sv="fragor/<slug:slug>/", en="questions/<slug:slug>/"), bank.question, name="question"),
    # The cards' address stands before that of any question.
    *matching_urls.urlpatterns,
    *round_urls.urlpatterns,
    # For those who coordinate.
    path(localised(sv="samordna/", en="coordinate/"), board.board, name="board"),
    path(localised(sv="samordna/forsenade/", en="coordinate/overdue/"), board.overdue, name="overdue"),
    path(localised(sv="samordna/<slug:slug>/", en="coordinate/<slug:slug>/"), questions.question, name="coordinate"),
    path(
        localised(sv="samordna/<slug:slug>/flytta/<slug:name>/", en="coordinate/<slug:slug>/move/<slug:name>/"),
        moves.move,
        name="coordinate_move",
    ),
    path(
        localised(sv="samordna/<slug:slug>/med-andra-ord/", en="coordinate/<slug:slug>/in-other-words/"),
        questions.reword,
        name="coordinate_reword",
    ),
    path(
        localised(sv="samordna/<slug:slug>/steg/", en="coordinate/<slug:slug>/steps/"),
        questions.agree,
        name="coordinate_step",
    ),
    path(
        localised(sv="samordna/<slug:slug>/steg/<int:pk>/klart/", en="coordinate/<slug:slug>/steps/<int:pk>/done/"),
        questions.finish,
        name="coordinate_step_done",
    ),
    *coordinating_urls.urlpatterns,
]
