"""The web server has threads: each word is read as if nobody else read."""

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from events.science_shop.telling_words import telling_words
from search.analysis.english import stem


def read_by_many(read: Callable[[str], Any], words: Sequence[str]) -> list[list[Any]]:
    """What four threads, which change places as often as they can, make of all `words`, again and again."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            return list(threads.map(lambda _time: [read(word) for word in words], range(160)))
    finally:
        sys.setswitchinterval(interval)


def test_english_stems_are_the_same_whoever_else_reads():
    words = ["associations", "bicycles", "researching", "loneliness", "gardening", "municipalities"] * 20
    alone = [stem.__wrapped__(word) for word in words]
    assert all(read == alone for read in read_by_many(stem.__wrapped__, words))


def test_telling_words_are_the_same_whoever_else_reads():
    words = ["föreningarna", "cyklarna", "grannskapens", "ensamheten", "odlingarnas", "människornas"] * 20
    alone = [telling_words.__wrapped__(word) for word in words]
    assert all(read == alone for read in read_by_many(telling_words.__wrapped__, words))
