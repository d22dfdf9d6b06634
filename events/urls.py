from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from directory.urls import editing_urls
from directory.views import editing
from events.models import Event
from events.views import checking_in, hosting, lists, meetups, own, proposing
from portal.plugins import localised


def _feeds(facet: str, *, sv: str, en: str) -> list[URLPattern]:
    """The feeds of a tag, an organisation, a municipality or a series."""
    return [
        path(
            localised(sv=f"{sv}/<str:slug>.atom", en=f"{en}/<str:slug>.atom"),
            lists.atom,
            {"facet": facet},
            f"{facet}_atom",
        ),
        path(
            localised(sv=f"{sv}/<str:slug>.ics", en=f"{en}/<str:slug>.ics"),
            lists.ics,
            {"facet": facet},
            f"{facet}_ics",
        ),
    ]


urlpatterns = [
    path("", lists.coming, name="coming"),
    path(localised(sv="tidigare/", en="past/"), lists.past, name="past"),
    path(localised(sv="nytt.atom", en="new.atom"), lists.atom, name="atom"),
    path(localised(sv="kalender.ics", en="calendar.ics"), lists.ics, name="ics"),
    *_feeds("tag", sv="amnen", en="subjects"),
    *_feeds("organisation", sv="organisationer", en="organisations"),
    *_feeds("municipality", sv="kommuner", en="municipalities"),
    *_feeds("series", sv="serier", en="series"),
    path(localised(sv="serier/<slug:slug>/", en="series/<slug:slug>/"), lists.series, name="series"),
    path(
        localised(sv="ny/<slug:slug>/", en="new/<slug:slug>/"),
        editing.add,
        {"model": Event, "heading": _("A new meetup")},
        "propose",
    ),
    path(
        localised(sv="anmalan/<str:token>/", en="registration/<str:token>/"),
        own.registration,
        name="registration",
    ),
    path(
        localised(sv="anmalan/<str:token>/andra/", en="registration/<str:token>/change/"),
        own.change_registration,
        name="change_registration",
    ),
    path("<slug:slug>/", meetups.event, name="event"),
    *editing_urls(Event, "", sv="", en="", template="events/edit.html"),
    path(localised(sv="<slug:slug>/kopiera/", en="<slug:slug>/copy/"), proposing.plan, name="plan"),
    path(localised(sv="<slug:slug>/kalender.ics", en="<slug:slug>/calendar.ics"), meetups.calendar, name="calendar"),
    path(localised(sv="<slug:slug>/titta-i-mejlen/", en="<slug:slug>/check-your-mail/"), meetups.mailed, name="mailed"),
    path(
        localised(sv="<slug:slug>/anmalda/", en="<slug:slug>/registered/"), hosting.registrations, name="registrations"
    ),
    path(
        localised(sv="<slug:slug>/anmalda.<str:form>", en="<slug:slug>/registered.<str:form>"),
        hosting.registrations_file,
        name="registrations_file",
    ),
    path(
        localised(sv="<slug:slug>/anmalda/<int:pk>/", en="<slug:slug>/registered/<int:pk>/"),
        hosting.registered,
        name="registered",
    ),
    path(
        localised(sv="<slug:slug>/anmalda/lagg-till/", en="<slug:slug>/registered/add/"),
        hosting.add,
        name="add_registration",
    ),
    path(
        localised(sv="<slug:slug>/anmalda/mejl/", en="<slug:slug>/registered/mail/"),
        hosting.mail_group,
        name="mail_group",
    ),
    path(
        localised(sv="<slug:slug>/anmalda/lista/", en="<slug:slug>/registered/list/"),
        hosting.printed_list,
        name="printed_list",
    ),
    path(
        localised(sv="<slug:slug>/anmalda/namnbrickor/", en="<slug:slug>/registered/badges/"),
        hosting.badges,
        name="badges",
    ),
    path(
        localised(sv="<slug:slug>/avprickning/", en="<slug:slug>/check-in/"),
        checking_in.check_in,
        name="check_in",
    ),
    path(
        localised(sv="<slug:slug>/avprickning/synk/", en="<slug:slug>/check-in/sync/"),
        checking_in.sync,
        name="check_in_sync",
    ),
    path(
        localised(sv="<slug:slug>/avprickning/ny/", en="<slug:slug>/check-in/new/"),
        checking_in.walk_in,
        name="walk_in",
    ),
    path(
        localised(sv="<slug:slug>/avprickning/worker.js", en="<slug:slug>/check-in/worker.js"),
        checking_in.worker,
        name="check_in_worker",
    ),
    path(
        localised(sv="<slug:slug>/min-anmalan/<int:pk>/", en="<slug:slug>/my-registration/<int:pk>/"),
        own.own,
        name="own",
    ),
    path(
        localised(sv="<slug:slug>/min-anmalan/<int:pk>/andra/", en="<slug:slug>/my-registration/<int:pk>/change/"),
        own.change_own,
        name="change_own",
    ),
]
