from django.urls import path

from directory.views import keeping, offers, public
from portal.plugins import localised

urlpatterns = [
    path("", public.entries, name="list"),
    path(
        localised(sv="organisationer/<slug:slug>/", en="organisations/<slug:slug>/"),
        public.organisation,
        name="organisation",
    ),
    path(
        localised(sv="organisationer/<slug:slug>/andra/", en="organisations/<slug:slug>/edit/"),
        keeping.edit,
        name="edit",
    ),
    path(localised(sv="initiativ/<slug:slug>/", en="initiatives/<slug:slug>/"), public.initiative, name="initiative"),
    path(localised(sv="stod/", en="support/"), offers.offers, name="offers"),
    path(localised(sv="stod/landskapet/", en="support/landscape/"), offers.landscape, name="landscape"),
    path(localised(sv="stod/<slug:slug>/", en="support/<slug:slug>/"), offers.offer, name="offer"),
    path(
        localised(sv="inbjudan/<str:token>/", en="invitation/<str:token>/"),
        keeping.invitation,
        name="invitation",
    ),
]
