"""The addresses of what questions came to."""

from django.urls import path

from events.science_shop.views import knowledge, results
from portal.plugins import localised

urlpatterns = [
    path(localised(sv="svar/", en="answers/"), knowledge.answers, name="answers"),
    path(localised(sv="svar/<slug:slug>/", en="answers/<slug:slug>/"), knowledge.knowledge, name="knowledge"),
    path(
        localised(sv="samordna/<slug:slug>/svar/", en="coordinate/<slug:slug>/answer/"), results.answer, name="answer"
    ),
    path(
        localised(sv="samordna/<slug:slug>/projekt/", en="coordinate/<slug:slug>/project/"),
        results.project,
        name="project",
    ),
]
