from django.urls import path
from sample_plugin import views

from portal.plugins import localised

urlpatterns = [
    path("", views.notes, name="notes"),
    path(localised(sv="anteckning/<int:pk>/", en="note/<int:pk>/"), views.note, name="note"),
]
