"""Addresses whose words are data by language, so that none hangs on a compiled catalogue."""

from django.utils.functional import lazy
from django.utils.translation import get_language


def _in_current_language(sv: str, en: str) -> str:
    return en if (get_language() or "sv").startswith("en") else sv


_lazily = lazy(_in_current_language, str)


def localised(*, sv: str, en: str):
    """Return a route for `path()` that is `sv` or `en` by the language of the request."""
    return _lazily(sv, en)
