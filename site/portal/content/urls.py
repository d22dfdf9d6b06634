from django.urls import path

from portal.content import views
from portal.content.feeds import NewsFeed

app_name = "content"
urlpatterns = [
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", views.sitemap_section, name="sitemap_section"),
    path("robots.txt", views.robots, name="robots"),
    path("nyheter.atom", NewsFeed(), {"language": "sv"}, name="news_feed_sv"),
    path("en/news.atom", NewsFeed(), {"language": "en"}, name="news_feed_en"),
]
