from django.urls import path

from events.science_shop.views import bank, own, rounds
from portal.plugins import localised

urlpatterns = [
    path("", bank.start, name="start"),
    path(localised(sv="fragor/", en="questions/"), bank.questions, name="questions"),
    path(localised(sv="fragor/<slug:slug>/", en="questions/<slug:slug>/"), bank.question, name="question"),
    # Rounds.
    path(localised(sv="omgangar/", en="rounds/"), rounds.rounds, name="rounds"),
    path(localised(sv="omgangar/<slug:slug>/", en="rounds/<slug:slug>/"), rounds.round_page, name="round"),
    path(localised(sv="din-fraga/<str:token>/", en="your-question/<str:token>/"), own.own, name="own"),
]
