from django.urls import path

from portal.accounts import own_data_views, views
from portal.plugins import localised

app_name = "accounts"
urlpatterns = [
    path("", views.my_pages, name="my_pages"),
    path(localised(sv="namn/", en="name/"), views.name, name="name"),
    path(localised(sv="inloggning/", en="sign-in/"), views.security, name="security"),
    path(localised(sv="dina-uppgifter/", en="your-data/"), own_data_views.mine, name="own_data"),
    path(localised(sv="ta-bort-konto/", en="delete-account/"), views.delete_account, name="delete_account"),
    path(localised(sv="kontot-borttaget/", en="account-deleted/"), views.account_deleted, name="account_deleted"),
]
