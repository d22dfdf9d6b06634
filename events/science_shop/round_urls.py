"""Where rounds are, who takes part in them, and how their meetups are run."""

from django.urls import path

from events.science_shop.views import participating, rounds
from events.science_shop.views.coordinating import meetups, minutes, participants
from portal.plugins import localised

urlpatterns = [
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
    path(
        localised(sv="samordna/traff/<slug:slug>/", en="coordinate/meetup/<slug:slug>/"),
        minutes.minutes,
        name="minutes",
    ),
    path(
        localised(sv="samordna/traff/<slug:slug>/dagordning/", en="coordinate/meetup/<slug:slug>/agenda/"),
        meetups.agenda,
        name="agenda",
    ),
    path(
        localised(sv="samordna/traff/<slug:slug>/bjud-in/", en="coordinate/meetup/<slug:slug>/invite/"),
        meetups.invite,
        name="invite",
    ),
]
