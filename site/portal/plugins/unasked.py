"""Mail that nobody signed in has asked for: an inbox gets only so much of it, by whichever form."""

from hashlib import sha256

from django.conf import settings
from django.core.cache import cache

MOST = 3
SECONDS = 3600


def may_be_written_to(email: str) -> bool:
    """Count one such mail to `email`; False when it has had enough in an hour, and the mail is left unwritten.

    Where mail is only kept, in a demonstration, nobody is bothered and nothing counted.
    """
    if not settings.OUTBOX_DELIVERY:
        return True
    inbox = sha256(email.casefold().encode()).hexdigest()
    # Places that are taken for an hour each. No lock: whoever dies with one would silence the inbox.
    return any(cache.add(f"portal.unasked:{inbox}:{place}", True, SECONDS) for place in range(MOST))
