from django.urls import path

from directory import views
from portal.plugins import localised

urlpatterns = [
    path("", views.entries, name="list"),
    path(
        localised(sv="organisationer/<slug:slug>/", en="organisations/<slug:slug>/"),
        views.organisation,
        name="organisation",
    ),
    path(localised(sv="inbjudan/<str:token>/", en="invitation/<str:token>/"), views.invitation, name="invitation"),
    path(
        localised(sv="organisationer/<slug:slug>/andra/", en="organisations/<slug:slug>/edit/"),
        views.organisation,
        name="edit",
    ),
    path(localised(sv="initiativ/<slug:slug>/", en="initiatives/<slug:slug>/"), views.initiative, name="initiative"),
]
