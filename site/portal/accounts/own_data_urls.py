from django.urls import path

from portal.accounts import own_data_views as views
from portal.plugins import localised

app_name = "own_data"
urlpatterns = [
    path("", views.register, name="register"),
    path(localised(sv="dina/", en="yours/"), views.ask, name="ask"),
    path(localised(sv="titta-i-mejlen/", en="check-your-mail/"), views.mailed, name="mailed"),
    path(localised(sv="raderade/", en="erased/"), views.erased, name="erased"),
    path(localised(sv="dina/<str:token>/", en="yours/<str:token>/"), views.held, name="held"),
]
