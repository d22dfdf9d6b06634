from django.urls import path

from portal.design import views

urlpatterns = [path("", views.style_guide, name="style_guide")]
