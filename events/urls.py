from django.urls import path

from events.views import meetups, registrations
from portal.plugins import localised

urlpatterns = [
    path("", meetups.coming, name="coming"),
    path(localised(sv="tidigare/", en="past/"), meetups.past, name="past"),
    path(
        localised(sv="anmalan/<str:token>/", en="registration/<str:token>/"),
        registrations.registration,
        name="registration",
    ),
    path("<slug:slug>/", meetups.event, name="event"),
    path(localised(sv="<slug:slug>/kalender.ics", en="<slug:slug>/calendar.ics"), meetups.calendar, name="calendar"),
    path(localised(sv="<slug:slug>/titta-i-mejlen/", en="<slug:slug>/check-your-mail/"), meetups.mailed, name="mailed"),
    path(
        localised(sv="<slug:slug>/anmalda/", en="<slug:slug>/registered/"),
        registrations.registrations,
        name="registrations",
    ),
    path(
        localised(sv="<slug:slug>/anmalda.csv", en="<slug:slug>/registered.csv"),
        registrations.registrations_file,
        name="registrations_file",
    ),
    path(
        localised(sv="<slug:slug>/avboka/<int:pk>/", en="<slug:slug>/cancel/<int:pk>/"),
        registrations.cancel_own,
        name="cancel_own",
    ),
]
