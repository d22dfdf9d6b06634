import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def fresh_cache():
    """Wagtail caches renditions by the image's number, which the next test gives to another."""
    cache.clear()
