from django.urls import path

from events.science_shop import asking_urls, researcher_urls
from events.science_shop.views import bank, matching, participating, rounds
from events.science_shop.views.coordinating import board, moves, participants, questions
from portal.plugins import localised

urlpatterns = [
    *asking_urls.urlpatterns,
    *researcher_urls.urlpatterns,
    path("", bank.start, name="start"),
    path(localised(sv="fragor/", en="questions/"), bank.questions, name="questions"),
    path(localised(sv="fragor/<slug:slug>/", en="questions/<slug:slug>/"), bank.question, name="question"),
    # Rounds, who takes part, and meeting again.
    path(localised(sv="omgangar/", en="rounds/"), rounds.rounds, name="rounds"),
    path(localised(sv="omgangar/<slug:slug>/", en="rounds/<slug:slug>/"), rounds.round_page, name="round"),
    path(localised(sv="gar-du-vidare/<str:token>/", en="do-you-go-on/<str:token>/"), participating.go_on, name="go_on"),
    path(
        localised(sv="samordna/omgang/<slug:slug>/deltagare/", en="coordinate/round/<slug:slug>/participants/"),
        participants.participants,
        name="participants",
    ),
    path(
        localised(sv="samordna/omgang/<slug:slug>/deltagare.csv", en="coordinate/round/<slug:slug>/participants.csv"),
        participants.participants_file,
        name="participants_file",
    ),
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
    # Whether a researcher and whoever asks want to meet.
    path(localised(sv="matchningar/<int:pk>/", en="matches/<int:pk>/"), matching.match, name="match"),
    path(localised(sv="fragor/<slug:slug>/kanske/", en="questions/<slug:slug>/perhaps/"), matching.offer, name="offer"),
    path(
        localised(sv="fragor/<slug:slug>/forskare/", en="questions/<slug:slug>/researchers/"),
        matching.askers_page,
        name="asker_matches",
    ),
    path(
        localised(sv="fragor/<slug:slug>/forskare/<int:pk>/", en="questions/<slug:slug>/researchers/<int:pk>/"),
        matching.asker_answers,
        name="asker_answers",
    ),
    path(
        localised(sv="din-fraga/<str:token>/matchning/<int:pk>/", en="your-question/<str:token>/match/<int:pk>/"),
        matching.asker_answers_by_link,
        name="asker_answers_by_link",
    ),
]
