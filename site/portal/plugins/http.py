"""Guards of requests, and answers to them, that plugins share."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.csrf import csrf_exempt


def _is_same_origin(request: HttpRequest) -> bool:
    """Whether the browser says that our own page sent this; a request that says nothing at all is refused."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        return urlsplit(origin).netloc == request.get_host()
    except ValueError:
        return False


def visitor_mark(request: HttpRequest) -> str:
    """Tells visitors apart for a day, and nobody who they are: it cannot be led back, and is another tomorrow.

    Those behind one address are one, since what a browser says of itself can be made up.
    """
    words = f"{timezone.localdate()} {get_adapter().get_client_ip(request)}"
    return salted_hmac("portal.visitor", words).hexdigest()[:12]


def same_origin_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Protect the POST of an anonymous form by where it comes from instead of by a token.

    Such a form acts with no session's authority, so its page needs no token and no cookie and can
    be cached. A POST from elsewhere answers 403.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} and not _is_same_origin(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return csrf_exempt(guarded)


def led_on_to(url: str) -> HttpResponse:
    """Leads on for good, but stays in nobody's memory for long: two that were merged can be two again."""
    return HttpResponsePermanentRedirect(url, headers={"Cache-Control": "max-age=3600"})
