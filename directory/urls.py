from django.urls import path

from directory.views import asking, keepers, keeping, offers, public
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
    path(
        localised(sv="organisationer/<slug:slug>/skoter/", en="organisations/<slug:slug>/keepers/"),
        keepers.keepers,
        name="keepers",
    ),
    path(
        localised(sv="organisationer/<slug:slug>/ta-hand-om/", en="organisations/<slug:slug>/claim/"),
        asking.claim,
        name="claim",
    ),
    path(localised(sv="forfragan/<int:pk>/", en="request/<int:pk>/"), asking.request_page, name="request"),
    path(localised(sv="lagg-till/", en="add/"), asking.apply, name="apply"),
    path(localised(sv="lagg-till/liknande/", en="add/alike/"), asking.alike_fragment, name="alike"),
    path(localised(sv="lagg-till/<int:pk>/", en="add/<int:pk>/"), asking.application, name="application"),
]
