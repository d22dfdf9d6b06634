"""Wagtail's own door to pages for members leads to ours, so that none goes round the second factor."""

from django.urls import path
from django.views.generic import RedirectView

urlpatterns = [path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True))]
