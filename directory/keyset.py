"""Pages of a long list: by number as far as people leaf, then by what the last row was sorted by.

`LIMIT 24 OFFSET 90000` reads 90,024 rows; "after this one" reads 24, and meets each row once while others come and go.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

PER_PAGE = 24
# From here on there are no numbers, only on and back.
LAST_NUMBER = 100
BETWEEN = "~"
LONGEST_MARK = 300

_READ: dict[str, Callable[[str], Any]] = {
    "published_at": datetime.fromisoformat,
    "changed_at": datetime.fromisoformat,
    "distance": float,
    "sinks": int,
    "id": int,
}


@dataclass(frozen=True)
class Order:
    """By these columns, all in one direction; the last is the primary key, so that no two rows are equal."""

    columns: tuple[str, ...]
    is_falling: bool = False

    def names(self, *, back: bool = False) -> list[str]:
        return [f"-{name}" if self.is_falling != back else name for name in self.columns]

    def past(self, rows: QuerySet, place: Sequence[Any], *, back: bool = False) -> QuerySet:
        """Those of `rows` that come after `place`, or before it."""
        beyond = "lt" if self.is_falling != back else "gt"
        condition = Q()
        for name, value in reversed(list(zip(self.columns, place, strict=True))):
            # With the bound said outright: from it the databases know where in the index to begin.
            later = Q(**{f"{name}__{beyond}": value})
            condition = Q(**{f"{name}__{beyond}e": value}) & (later | condition) if condition else later
        return rows.filter(condition)

    def mark(self, row: Sequence[Any]) -> str:
        """Where `row` stands, for an address."""
        values = row[: len(self.columns)]
        return BETWEEN.join(value.isoformat() if isinstance(value, datetime) else str(value) for value in values)

    def place(self, mark: str) -> tuple[Any, ...] | None:
        """What `mark` said; None when it said nothing that this order understands."""
        parts = mark[:LONGEST_MARK].split(BETWEEN)
        if len(parts) != len(self.columns):
            return None
        try:
            place = tuple(_READ.get(name, str)(part) for name, part in zip(self.columns, parts, strict=True))
        except (ValueError, OverflowError):
            return None
        naive = any(isinstance(value, datetime) and value.tzinfo is None for value in place)
        return None if naive or "\0" in mark or not 0 <= place[-1] < 2**63 else place


@dataclass(frozen=True)
class Asked:
    """Which part of a list an address asks for, unread."""

    page: str | None = None
    after: str = ""
    before: str = ""

    def query(self, page: Page) -> str:
        """The one way of saying it; `page` is what was answered."""
        if self.after or self.before:
            return urlencode({"after": self.after} if self.after else {"before": self.before})
        return f"page={page.number}" if page.number > 1 else ""


@dataclass(frozen=True)
class Part:
    """A part of a list: a numbered page, or what is after or before some row. `before` and `after` lead on."""

    page: Page
    rows: list[Any] = field(default_factory=list)
    before: str = ""
    after: str = ""


def part(rows: QuerySet, order: Order, total: int, asked: Asked) -> Part:
    """The part of `rows`, tuples that begin with the order's columns, that is `asked` for."""
    if asked.after and (place := order.place(asked.after)):
        found = list(order.past(rows, place).order_by(*order.names())[: PER_PAGE + 1])
        if found:
            shown = found[:PER_PAGE]
            after = order.mark(shown[-1]) if len(found) > PER_PAGE else ""
            return Part(page_of(total, None), shown, order.mark(shown[0]), after)
    if asked.before and (place := order.place(asked.before)):
        found = list(order.past(rows, place, back=True).order_by(*order.names(back=True))[: PER_PAGE + 1])
        if len(found) > PER_PAGE:
            shown = found[:PER_PAGE][::-1]
            return Part(page_of(total, None), shown, order.mark(shown[0]), order.mark(shown[-1]))
    page = page_of(total, asked.page)
    return numbered(list(rows.order_by(*order.names())[slice(*bounds(page))]), order, page, total)


def numbered(rows: list[Any], order: Order, page: Page, total: int) -> Part:
    """`rows` as a page with a number; after the last number the list goes on without."""
    goes_on = page.number == LAST_NUMBER and total > LAST_NUMBER * PER_PAGE and rows
    return Part(page, rows, after=order.mark(rows[-1]) if goes_on else "")


def page_of(total: int, number: Any) -> Page:
    """The page that `number` names, as near as there is one."""
    return Paginator(range(min(total, LAST_NUMBER * PER_PAGE)), PER_PAGE).get_page(number)


def bounds(page: Page) -> tuple[int, int]:
    """Where the page begins and ends."""
    return max(0, page.start_index() - 1), page.end_index()
