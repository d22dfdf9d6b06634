"""The address map: what has one address in every language, then what is localised, pages last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.api import api
from portal.plugins import Plugin, localised
from portal.plugins.registry import contributions

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", include("portal.accounts.admin_doors")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", api.urls),
    path("style/", include("portal.design.urls")),
    path("", include("portal.operations.urls")),
    path("", include("portal.content.urls")),
]

plugin_urls = [
    path(
        localised(**{language: f"{mount}/" for language, mount in config.mount.items()}),
        include((urlpatterns_of_plugin, config.label), namespace=config.label),
    )
    for config, urlpatterns_of_plugin in contributions("urls")
    if isinstance(config, Plugin)
]

localised_urls = i18n_patterns(
    path(localised(sv="konto/", en="account/"), include("allauth.urls")),
    path(localised(sv="mina-sidor/", en="my-pages/"), include("portal.accounts.urls")),
    path(localised(sv="personuppgifter/", en="personal-data/"), include("portal.accounts.own_data_urls")),
    *plugin_urls,
    path("", include("portal.accounts.page_doors")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
urlpatterns.extend(localised_urls)  # ty: ignore[invalid-argument-type]

if settings.RELAXED:
    # In production the web server in front serves the media folder. Documents have a view that knows who may read them.
    pictures = r"^media/(?P<path>(?:images|original_images|avatar_images)/[^/]+)$"
    urlpatterns.insert(0, re_path(pictures, serve, {"document_root": settings.MEDIA_ROOT}, name="pictures"))
