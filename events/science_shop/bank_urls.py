"""The addresses of the idea bank: questions, feeds, the same need elsewhere, and following by mail."""

from django.urls import URLPattern, path

from events.science_shop.views import bank, following, same_here
from portal.plugins import localised


def _feed(facet: str, *, sv: str, en: str) -> URLPattern:
    address = localised(sv=f"{sv}/<str:slug>.atom", en=f"{en}/<str:slug>.atom")
    return path(address, bank.atom, {"facet": facet}, f"{facet}_atom")


urlpatterns = [
    path("", bank.start, name="start"),
    path(localised(sv="fragor/", en="questions/"), bank.questions, name="questions"),
    path(localised(sv="fragor/<slug:slug>/", en="questions/<slug:slug>/"), bank.question, name="question"),
    path(localised(sv="nytt.atom", en="new.atom"), bank.atom, name="atom"),
    _feed("tag", sv="amnen", en="subjects"),
    _feed("municipality", sv="kommuner", en="municipalities"),
    path(
        localised(sv="fragor/<slug:slug>.atom", en="questions/<slug:slug>.atom"),
        bank.question_atom,
        name="question_atom",
    ),
    path(
        localised(sv="fragor/<slug:slug>/samma-har/", en="questions/<slug:slug>/same-here/"),
        same_here.same_here,
        name="same_here",
    ),
    path(localised(sv="fragor/<slug:slug>/folj/", en="questions/<slug:slug>/follow/"), following.follow, name="follow"),
    path(
        localised(sv="fragor/<slug:slug>/titta-i-mejlen/", en="questions/<slug:slug>/check-your-mail/"),
        following.follow_mailed,
        name="follow_mailed",
    ),
    path(localised(sv="foljer/<str:token>/", en="following/<str:token>/"), following.following_page, name="following"),
    path(
        localised(sv="foljer/<str:token>/sluta/", en="following/<str:token>/stop/"),
        following.leave_at_once,
        name="leave_at_once",
    ),
]
