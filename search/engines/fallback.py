"""Two engines as one: where the first does not answer in time, the second does, and nobody waits."""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

from search.engines import Engine, Enough, Result, Term
from search.planning import Plan
from search.query import Query

logger = logging.getLogger("portal.search")

# In seconds. Whatever keeps the first engine from answering, this is the longest that it is waited for.
WITHIN = 0.7
SHORTEST_BREAK, LONGEST_BREAK = 1.0, 60.0
# As many as may wait for it at once; more go to the second.
WAITING = 16


class Breaker:
    """Keeps from asking what just failed: after a failure for a while, longer each time; then one at a time tries."""

    def __init__(self, name: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.name, self.clock = name, clock
        self.failures = 0
        self._opens_at = 0.0
        self._lock = Lock()

    def lets_pass(self) -> bool:
        """Whether to ask now."""
        if not self.failures:
            return True
        with self._lock:
            now = self.clock()
            if now < self._opens_at:
                return False
            # This one tries; the others wait for what comes of it.
            self._opens_at = now + self._break()
            return True

    def failed(self, why: BaseException) -> None:
        with self._lock:
            self.failures += 1
            self._opens_at = self.clock() + self._break()
            if self.failures == 1:
                logger.warning("%s failed (%s) and is left alone for a while.", self.name, type(why).__name__)

    def succeeded(self) -> None:
        if self.failures:
            with self._lock:
                self.failures = 0
            logger.warning("%s works again.", self.name)

    def _break(self) -> float:
        return min(SHORTEST_BREAK * 2 ** min(self.failures - 1, 10), LONGEST_BREAK)


class WithFallback:
    """See `Engine`: the first, or whenever that fails, is slow or was so just now, the second.

    The second answers as well while the first `is_behind` in what must not be counted.
    """

    def __init__(
        self,
        first: Engine,
        second: Engine,
        breaker: Breaker | None = None,
        is_behind: Callable[[], bool] = lambda: False,
    ) -> None:
        self.first, self.second, self.is_behind = first, second, is_behind
        self.breaker = breaker or Breaker("Asking the search cluster")
        # In a thread of its own, since a client's time limit begins anew with every byte.
        self._threads = ThreadPoolExecutor(WAITING, thread_name_prefix="search")

    def search(self, query: Query, plan: Plan, kinds: Iterable[str]) -> Result:
        return self._ask("search", query, plan, list(kinds))

    def beginning(
        self, written: Sequence[str], also: Iterable[str], language: str, kinds: Iterable[str], limit: int
    ) -> list[int]:
        return self._ask("beginning", written, list(also), language, list(kinds), limit)

    def similar(
        self, terms: Sequence[Term], enough: Enough, language: str, kinds: Iterable[str], group: str, limit: int
    ) -> list[tuple[int, str]]:
        return self._ask("similar", terms, enough, language, list(kinds), group, limit)

    def _ask(self, what: str, *arguments: Any) -> Any:
        if not self.is_behind() and self.breaker.lets_pass():
            asked = self._threads.submit(getattr(self.first, what), *arguments)
            try:
                answer = asked.result(WITHIN)
            except Exception as error:  # noqa: BLE001 - whatever it is, somebody waits for an answer
                asked.cancel()
                self.breaker.failed(error)
            else:
                self.breaker.succeeded()
                return answer
        return getattr(self.second, what)(*arguments)
