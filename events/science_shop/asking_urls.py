"""Asking, and one's own questions: by the mailed link, and signed in."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from directory.views import ideas
from events.science_shop.asking_forms import LikeForm
from events.science_shop.views import asking, contact, own
from portal.plugins import localised

# What exists already that is like a question: kind → its group's name, and how many.
LIKE_A_QUESTION = {
    "question": (_("Questions"), 6),
    "answer": (_("Answered questions"), 4),
    "initiative": (_("Initiatives"), 5),
    "guidance": (_("To read"), 4),
}

urlpatterns = [
    path(localised(sv="stall-en-fraga/", en="ask/"), asking.ask, name="ask"),
    path(localised(sv="stall-en-fraga/titta-i-mejlen/", en="ask/check-your-mail/"), asking.asked, name="asked"),
    path(localised(sv="stall-en-fraga/raderat/", en="ask/erased/"), asking.erased, name="erased"),
    path(
        localised(sv="stall-en-fraga/liknande/", en="ask/alike/"),
        ideas.idea,
        {
            "form_class": LikeForm,
            "groups": LIKE_A_QUESTION,
            "page": "science_shop/like.html",
            "piece": "science_shop/like_found.html",
            "clearly": True,
        },
        "like",
    ),
    path(
        localised(sv="ar-du-kontakt/<str:token>/", en="are-you-the-contact/<str:token>/"),
        contact.be_contact,
        name="be_contact",
    ),
    *own.urls(own.own, "own", sv="", en=""),
    *own.urls(own.change, "change_question", sv="andra/", en="change/"),
    *own.urls(own.reword, "reword_question", sv="andra-ord/", en="other-words/"),
    *own.urls(own.show, "show_question", sv="visas/", en="shown/"),
]
