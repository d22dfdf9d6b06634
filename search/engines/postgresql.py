"""PostgreSQL's tsvector over the entries: distinct tokens without positions; those at the top once more with a `t`."""

from collections.abc import Sequence
from typing import Any

from search.engines import Term
from search.engines.index import Condition, FullTextIndex
from search.filing import BETWEEN_ROWS
from search.planning import Group, Plan

# The column holds no positions: where words follow each other is seen in the texts of tokens.
STANDS_IN = " OR ".join(f"' ' || entry.{name} || ' ' LIKE %s" for name in ("title", "labels", "body"))
IN_TITLE = "' ' || entry.title || ' ' LIKE %s"
ALIKE = 'hit.entry_id, hit.key, hit."group", tsvector_to_array(entry.tokens)'
MOST_SHARED = """
ORDER BY (
  SELECT sum(worth) FROM unnest(%s::text[], %s::int[]) AS shared(term, worth) WHERE entry.tokens @@ term::tsquery
) DESC, hit.entry_id
LIMIT %s
"""


class PostgresqlIndex(FullTextIndex):
    AND, OR, NOT = " & ", " | ", " & !"
    # The entry is only read by whoever asks for a column of it.
    TABLE = "search_card AS hit LEFT JOIN search_entry AS entry ON entry.document_id = hit.entry_id"
    # See the migration.
    IDS = "SELECT search_matching(%s::tsquery)"
    MATCHES = f"hit.entry_id IN ({IDS})"
    # In the order in which the rows come.
    JOINED = f"string_agg(id::text, ','), string_agg(filed, '{BETWEEN_ROWS}')"

    def token(self, token: str) -> str:
        return f"'{token}'"

    def phrase(self, phrase: Sequence[str]) -> str:
        """Its words; that they stand together is looked at in what has them."""
        return self.AND.join(map(self.token, phrase))

    def at_top(self, groups: Sequence[Group]) -> str:
        return _TopIndex().AND.join(map(_TopIndex().group, groups))

    def condition(self, match: str, plan: Plan) -> Condition:
        patterns = [f"% {' '.join(phrase)} %" for phrase in plan.phrases for _field in range(3)]
        return self.MATCHES + f" AND ({STANDS_IN})" * len(plan.phrases), [match, *patterns]

    def title_begins(self, tokens: Sequence[str]) -> Condition:
        begins = "hit.entry_id IN (SELECT document_id FROM search_entry WHERE title LIKE %s)"
        return begins, [f"{' '.join(tokens)}%"]

    def title_has(self, tokens: Sequence[str], also: Sequence[str]) -> Condition:
        finished, last = tokens[:-1], tokens[-1]
        patterns: list[Any] = [f"% {token} %" for token in finished]
        last_patterns = [f"% {last}%", *(f"% {token} %" for token in also)]
        condition = " AND ".join(
            [self.MATCHES, *[IN_TITLE] * len(finished), f"({' OR '.join([IN_TITLE] * len(last_patterns))})"]
        )
        return condition, [self._in_title(tokens, also), *patterns, *last_patterns]

    def alike(
        self, terms: Sequence[Term], language: str, kinds: list[str], most: int
    ) -> list[tuple[int, str, str, set[str]]]:
        asked = [self.any_token(term.tokens) for term in terms]
        worth = [term.worth for term in terms]
        condition = (self.MATCHES, [self.OR.join(asked)])
        found = self.shown(ALIKE, [], condition, language, kinds, order=MOST_SHARED, last=[asked, worth, most])
        return [(pk, key, group, set(tokens)) for pk, key, group, tokens in found]

    def _in_title(self, tokens: Sequence[str], also: Sequence[str]) -> str:
        """What the index can say of it: the words stand at the top, the last of them unfinished."""
        last = self.OR.join([f"'t{tokens[-1]}':*", *(f"'t{token}'" for token in also)])
        return self.AND.join([*(f"'t{token}'" for token in tokens[:-1]), f"({last})"])


class _TopIndex(PostgresqlIndex):
    def token(self, token: str) -> str:
        return f"'t{token}'"
