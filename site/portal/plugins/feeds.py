"""Atom feeds: what the news and the plugins' feeds have in common.

class Harvest(AtomFeed):
    def title(self, thing): …

`title`, `link`, `feed_url` and what is of items are as in `django.contrib.syndication`; addresses are absolute.
"""

import re
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.functional import Promise
from django.utils.http import parse_http_date, quote_etag

# What XML has no way to say: without it one letter in one text would break the feed for all.
UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NOTHING_YET = datetime(2000, 1, 1, tzinfo=UTC)


def _sayable(value: Any) -> Any:
    if isinstance(value, str | Promise):
        return UNSAYABLE.sub("", str(value))
    return [_sayable(each) for each in value] if isinstance(value, list | tuple) else value


class SayableAtom(Atom1Feed):
    """Atom without what XML cannot say, the same as long as nothing changes."""

    def __init__(self, *texts: Any, **more: Any) -> None:
        super().__init__(*map(_sayable, texts), **{name: _sayable(value) for name, value in more.items()})

    def add_item(self, *texts: Any, **more: Any) -> None:
        super().add_item(*map(_sayable, texts), **{name: _sayable(value) for name, value in more.items()})

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else NOTHING_YET


class AtomFeed(Feed):
    """A feed of what is public, answered 304 to whoever has it."""

    feed_type = SayableAtom
    author_name = settings.WAGTAIL_SITE_NAME

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = super().__call__(request, *args, **kwargs)
        etag = quote_etag(sha256(response.content).hexdigest()[:32])
        response["ETag"] = etag
        changed = parse_http_date(response.headers["Last-Modified"]) if "Last-Modified" in response.headers else None
        return get_conditional_response(request, etag=etag, last_modified=changed, response=response) or response
