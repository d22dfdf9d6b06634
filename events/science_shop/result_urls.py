"""The addresses of what questions came to."""

from django.urls import path

from events.science_shop.views import evaluating, figures_pages, knowledge, results
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
    path(localised(sv="utvardering/<str:token>/", en="evaluation/<str:token>/"), evaluating.evaluate, name="evaluate"),
    path(
        localised(sv="samordna/utvarderingar/", en="coordinate/evaluations/"),
        evaluating.evaluations,
        name="evaluations",
    ),
    path(localised(sv="siffror/", en="figures/"), figures_pages.figures_page, name="figures"),
    path(
        localised(sv="siffror/siffror.csv", en="figures/figures.csv"), figures_pages.figures_file, name="figures_file"
    ),
    path(
        localised(sv="omgangar/<slug:slug>/siffror/", en="rounds/<slug:slug>/figures/"),
        figures_pages.figures_page,
        name="round_figures",
    ),
    path(
        localised(sv="omgangar/<slug:slug>/siffror.csv", en="rounds/<slug:slug>/figures.csv"),
        figures_pages.figures_file,
        name="round_figures_file",
    ),
]
