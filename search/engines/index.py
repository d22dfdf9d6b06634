"""A database's own full-text index of the entries: what is asked of it, whatever its syntax."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db import connection

from search.planning import Alternative, Group, Plan


@dataclass(frozen=True)
class Row:
    """Of a hit what filters and facets need."""

    pk: int
    kind: str
    municipality: str


class FullTextIndex(ABC):
    """Asked by expressions over tokens, which hold letters and digits only: so quotes enclose them safely."""

    AND: ClassVar[str]
    OR: ClassVar[str]
    NOT: ClassVar[str]
    # The ids that match, and the rows that a person in one language is shown of them, newest first.
    MATCH: ClassVar[str]
    ROWS: ClassVar[str]

    @abstractmethod
    def token(self, token: str) -> str: ...

    @abstractmethod
    def phrase(self, phrase: Sequence[str]) -> str: ...

    @abstractmethod
    def at_top(self, groups: Sequence[Group]) -> str:
        """What meets each of the groups in title or labels."""

    def ids(self, match: str) -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute(self.MATCH, [match])
            return {pk for (pk,) in cursor.fetchall()}

    def rows(self, match: str, plan: Plan, language: str, kinds: list[str]) -> list[Row]:
        """Those that match and have the plan's phrases, newest first."""
        with connection.cursor() as cursor:
            in_kinds = ", ".join(["%s"] * len(kinds))
            cursor.execute(self.ROWS.format(kinds=in_kinds), [match, *kinds, language, language])
            return [Row(*values) for values in cursor.fetchall()]

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
