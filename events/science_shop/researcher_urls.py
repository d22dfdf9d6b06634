"""Where researchers are, and what they do there."""

from django.urls import path

from events.science_shop.views import findings, profiles, researchers, taking
from portal.plugins import localised

urlpatterns = [
    path(localised(sv="forskare/", en="researchers/"), researchers.researchers, name="researchers"),
    path(
        localised(sv="forskare/<uuid:uuid>/", en="researchers/<uuid:uuid>/"), researchers.researcher, name="researcher"
    ),
    path(localised(sv="min-forskarprofil/", en="my-researcher-profile/"), profiles.my_profile, name="my_profile"),
    path(
        localised(sv="min-forskarprofil/andra/", en="my-researcher-profile/change/"),
        profiles.edit_profile,
        name="edit_profile",
    ),
    path(
        localised(sv="min-forskarprofil/ta-bort/", en="my-researcher-profile/delete/"),
        profiles.delete_profile,
        name="delete_profile",
    ),
    path(
        localised(sv="samordna/forskare/", en="coordinate/researchers/"),
        profiles.waiting_researchers,
        name="waiting_researchers",
    ),
    path(localised(sv="fragor/<slug:slug>/ta/", en="questions/<slug:slug>/take/"), taking.take, name="take"),
    path(localised(sv="fragor/<slug:slug>/arbeta/", en="questions/<slug:slug>/work/"), taking.work, name="work"),
    path(
        localised(sv="fragor/<slug:slug>/arbeta/fynd/", en="questions/<slug:slug>/work/findings/"),
        findings.finding,
        name="new_finding",
    ),
    path(
        localised(sv="fragor/<slug:slug>/arbeta/fynd/<int:pk>/", en="questions/<slug:slug>/work/findings/<int:pk>/"),
        findings.finding,
        name="finding",
    ),
]
