"""A database's own full-text index of the entries: what is asked of it, whatever its syntax."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.db import connection

from search.engines import Term
from search.engines.rows import Hits, start_of_today
from search.filing import BETWEEN_FACETS, BETWEEN_ROWS, WITHIN
from search.planning import Alternative, Group, Plan

# What a person who reads one language is shown of what meets a condition.
SHOWN = """
SELECT {columns}
FROM {table}
WHERE {condition} AND hit.kind IN ({kinds})
  AND (hit.language = %s OR NOT EXISTS (
    SELECT 1 FROM search_card AS own WHERE own."group" = hit."group" AND own.language = %s
  ))
{order}
"""
FILED = f"""
hit.entry_id AS id, hit.filed || CASE
  WHEN hit.starts_at IS NULL THEN ''
  WHEN hit.starts_at >= %s THEN '{BETWEEN_FACETS}when{WITHIN}coming'
  ELSE '{BETWEEN_FACETS}when{WITHIN}past'
END AS filed
"""
NEWEST = "hit.published_at DESC NULLS LAST, hit.kind, hit.key"
ORDERS = {
    "newest": f"ORDER BY {NEWEST}",
    "soonest": f"ORDER BY CASE WHEN hit.starts_at >= %s THEN hit.starts_at END NULLS LAST, {NEWEST}",
}

# A piece of SQL and its parameters.
Condition = tuple[str, list[Any]]


class FullTextIndex(ABC):
    """Asked by expressions over tokens, which hold letters and digits only: so quotes enclose them safely."""

    AND: ClassVar[str]
    OR: ClassVar[str]
    NOT: ClassVar[str]
    # The cards as `hit`, with the index.
    TABLE: ClassVar[str]
    # All ids of an index's matches.
    IDS: ClassVar[str]
    MATCHES: ClassVar[str]
    JOINED: ClassVar[str]
    # Leaves nothing of the words of what has left the index, where the database would keep them.
    FORGET: ClassVar[str] = ""

    @abstractmethod
    def token(self, token: str) -> str: ...

    @abstractmethod
    def phrase(self, phrase: Sequence[str]) -> str: ...

    @abstractmethod
    def at_top(self, groups: Sequence[Group]) -> str:
        """What meets each of the groups in title or labels."""

    @abstractmethod
    def title_begins(self, tokens: Sequence[str]) -> Condition:
        """Titles that begin with the tokens; the last may go on."""

    @abstractmethod
    def title_has(self, tokens: Sequence[str], also: Sequence[str]) -> Condition:
        """Titles that have the tokens somewhere; the last may go on, or be one of `also`."""

    @abstractmethod
    def alike(
        self, terms: Sequence[Term], language: str, kinds: list[str], most: int
    ) -> list[tuple[int, str, str, set[str]]]:
        """Id, key, group and all tokens of what shares most of the terms."""

    def ids(self, match: str) -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute(self.IDS, [match])
            return {pk for (pk,) in cursor.fetchall()}

    def hits(self, match: str, plan: Plan, language: str, kinds: list[str], order: str = "newest") -> Hits:
        """Those that match and have the plan's phrases, newest first or what is soon before that.

        They come as one row: thousands of rows would take several times as long.
        """
        today = connection.ops.adapt_datetimefield_value(start_of_today())
        last = [today] if order == "soonest" else []
        sql, parameters = self._select(
            FILED, [today], self.condition(match, plan), language, kinds, order=ORDERS[order], last=last
        )
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {self.JOINED} FROM ({sql}) AS hits", parameters)  # noqa: S608 - ours alone
            [(ids, filed)] = cursor.fetchall()
        return Hits(list(map(int, ids.split(","))), filed.split(BETWEEN_ROWS)) if ids else Hits([], [])

    def condition(self, match: str, plan: Plan) -> Condition:
        """What matches, and whatever an expression cannot say of the plan."""
        return self.MATCHES, [match]

    def first(self, condition: Condition, language: str, kinds: list[str], most: int) -> list[int]:
        """The ids that meet `condition`, by number from the last: not sorted, so that two letters are answered fast."""
        order = "ORDER BY hit.entry_id DESC LIMIT %s"
        return [pk for (pk,) in self.shown("hit.entry_id", [], condition, language, kinds, order=order, last=[most])]

    def shown(
        self,
        columns: str,
        first: list[Any],
        condition: Condition,
        language: str,
        kinds: list[str],
        *,
        order: str,
        last: list[Any],
    ) -> list[tuple]:
        """The columns of the public rows that meet `condition`; `first` and `last` are parameters before and after."""
        with connection.cursor() as cursor:
            cursor.execute(*self._select(columns, first, condition, language, kinds, order=order, last=last))
            return cursor.fetchall()

    def _select(
        self,
        columns: str,
        first: list[Any],
        condition: Condition,
        language: str,
        kinds: list[str],
        *,
        order: str,
        last: list[Any],
    ) -> Condition:
        where, parameters = condition
        in_kinds = ", ".join(["%s"] * len(kinds))
        sql = SHOWN.format(columns=columns, table=self.TABLE, condition=where, kinds=in_kinds, order=order)
        return sql, [*first, *parameters, *kinds, language, language, *last]

    def any_token(self, tokens: Iterable[str]) -> str:
        return self.OR.join(map(self.token, tokens))

    def all_of(self, groups: Iterable[Group], plan: Plan) -> str:
        """What meets each of the groups, and the plan's phrases and exclusions."""
        return self._filtered(self.AND.join(map(self.group, groups)), plan)

    def any_of(self, groups: Iterable[Group], plan: Plan) -> str:
        """What meets one of the groups, and the plan's phrases and exclusions."""
        return self._filtered(self.OR.join(self.group(group) for group in groups if group), plan)

    def group(self, group: Group) -> str:
        single = sorted({token for way in group if len(way.all_of) == 1 for token in way.all_of[0]})
        several = [self._way(way) for way in group if len(way.all_of) > 1]
        return f"({self.OR.join([*map(self.token, single), *several])})"

    def _way(self, way: Alternative) -> str:
        return f"({self.AND.join(f'({self.any_token(sorted(tokens))})' for tokens in way.all_of)})"

    def _filtered(self, match: str, plan: Plan) -> str:
        match = self.AND.join([f"({match})", *map(self.phrase, plan.phrases)])
        excluded = self.any_token(sorted(plan.excluded))
        return f"({match}){self.NOT}({excluded})" if excluded else match
