"""Middleware of the core that belongs to no single app."""

from collections.abc import Callable

from csp.constants import UNSAFE_INLINE
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}


def concerns_admin(request: HttpRequest) -> bool:
    """Whether the request is for the Wagtail admin, whatever prefix a client or a proxy says that it has."""
    return request.path_info.startswith("/admin/")


class NoNulMiddleware:
    """Leave NUL out of queries and forms, and let no address have it: no database keeps it, PostgreSQL raises."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            raise Http404
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "").replace("\0", "")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> None:
        if request.method != "POST" or not any("\0" in text for _name, texts in request.POST.lists() for text in texts):
            return
        form = request.POST.copy()
        for name, texts in request.POST.lists():
            form.setlist(name, [text.replace("\0", "") for text in texts])
        request.POST = form


class AddressLocaleMiddleware(LocaleMiddleware):
    """The address alone decides the language, so that a page is the same for everybody and can be cached.

    Django would also look at a cookie and `Accept-Language`, and say so in `Vary`.
    """

    def process_request(self, request: HttpRequest) -> None:
        language = translation.get_language_from_path(request.path_info) or "sv"
        translation.activate(language)
        request.LANGUAGE_CODE = language  # ty: ignore[missing-attribute]

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class AdminPolicyMiddleware:
    """Wagtail's choosers of dates and its rows of forms come with scripts within the page (docs/decisions/0004)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if concerns_admin(request):
            response._csp_update = {"script-src": UNSAFE_INLINE, "style-src": UNSAFE_INLINE}  # ty: ignore[missing-attribute]
        return response


class AtomicAdminMiddleware:
    """What an editor's click writes in the Wagtail admin commits together, with what our receivers add to it.

    Reading stays outside: a transaction takes SQLite's only write lock.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method in SAFE_METHODS or not concerns_admin(request):
            return None
        with transaction.atomic():
            return view(request, *args, **kwargs)
