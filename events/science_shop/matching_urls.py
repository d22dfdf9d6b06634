"""The addresses of what brings researchers and those who ask together, and a question further."""

from django.urls import path

from events.science_shop.views import matching
from events.science_shop.views.coordinating import matchmaking, question_cards, remedies
from portal.plugins import localised

urlpatterns = [
    # Whether a researcher and whoever asks want to meet.
    path(localised(sv="matchningar/<int:pk>/", en="matches/<int:pk>/"), matching.match, name="match"),
    path(localised(sv="fragor/<slug:slug>/kanske/", en="questions/<slug:slug>/perhaps/"), matching.offer, name="offer"),
    path(
        localised(sv="mina-fragor/<slug:slug>/matchning/<int:pk>/", en="my-questions/<slug:slug>/match/<int:pk>/"),
        matching.asker_answers,
        name="asker_answers",
    ),
    path(
        localised(sv="din-fraga/<str:token>/matchning/<int:pk>/", en="your-question/<str:token>/match/<int:pk>/"),
        matching.asker_answers_by_link,
        name="asker_answers_by_link",
    ),
    # What brings a question further, for those who coordinate.
    path(localised(sv="samordna/kort/", en="coordinate/cards/"), question_cards.question_cards, name="question_cards"),
    path(
        localised(sv="samordna/<slug:slug>/matchning/", en="coordinate/<slug:slug>/matching/"),
        matchmaking.matchmaking,
        name="coordinate_matching",
    ),
    path(
        localised(sv="samordna/<slug:slug>/vagar/", en="coordinate/<slug:slug>/ways/"),
        remedies.tried,
        name="coordinate_remedies",
    ),
    path(
        localised(sv="samordna/<slug:slug>/vagar/<int:pk>/", en="coordinate/<slug:slug>/ways/<int:pk>/"),
        remedies.came_to,
        name="coordinate_remedy",
    ),
]
