"""Where those who coordinate see and move questions."""

from django.urls import path

from events.science_shop.views.coordinating import board, contact, facts, moves, questions, rounds, takers
from portal.plugins import localised

urlpatterns = [
    path(localised(sv="samordna/", en="coordinate/"), board.board, name="board"),
    path(localised(sv="samordna/forsenade/", en="coordinate/overdue/"), board.overdue, name="overdue"),
    path(
        localised(sv="samordna/omgang/<slug:slug>/avsluta/", en="coordinate/round/<slug:slug>/end/"),
        rounds.close,
        name="close_round",
    ),
    path(localised(sv="samordna/<slug:slug>/", en="coordinate/<slug:slug>/"), questions.question, name="coordinate"),
    path(
        localised(sv="samordna/<slug:slug>/flytta/<slug:name>/", en="coordinate/<slug:slug>/move/<slug:name>/"),
        moves.move,
        name="coordinate_move",
    ),
    path(
        localised(sv="samordna/<slug:slug>/tar/", en="coordinate/<slug:slug>/takes/"),
        takers.take_for,
        name="take_for",
    ),
    path(
        localised(sv="samordna/<slug:slug>/kontakt/", en="coordinate/<slug:slug>/contact/"),
        contact.contact,
        name="coordinate_contact",
    ),
    path(
        localised(sv="samordna/<slug:slug>/sortera/", en="coordinate/<slug:slug>/sort/"),
        facts.facts,
        name="coordinate_facts",
    ),
    path(
        localised(sv="samordna/<slug:slug>/med-andra-ord/", en="coordinate/<slug:slug>/in-other-words/"),
        questions.reword,
        name="coordinate_reword",
    ),
    path(
        localised(sv="samordna/<slug:slug>/utan-namn/", en="coordinate/<slug:slug>/no-name/"),
        questions.show_no_name,
        name="show_no_name",
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
]
