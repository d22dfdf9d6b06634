"""SQLite's FTS5 over the entries."""

from collections.abc import Sequence

from search.engines import Term
from search.engines.index import Condition, FullTextIndex
from search.filing import BETWEEN_ROWS
from search.planning import Group

ALIKE = """
hit.entry_id, hit.key, hit."group", search_index.title, search_index.labels, search_index.body, search_index.top_forms,
search_index.forms
"""
# Title, labels, text, and the weaker forms of each.
BEST = "ORDER BY bm25(search_index, 3, 3, 1, 2, 0.5), search_index.rowid LIMIT %s"


class SqliteIndex(FullTextIndex):
    AND, OR, NOT = " AND ", " OR ", " NOT "
    TABLE = "search_index JOIN search_card AS hit ON hit.entry_id = search_index.rowid"
    MATCHES = "search_index MATCH %s"
    IDS = "SELECT rowid FROM search_index WHERE search_index MATCH %s"
    # The words of what left stand in its older parts until those are made one.
    FORGET = "INSERT INTO search_index (search_index) VALUES ('optimize')"
    # In the order in which the rows come: SQLite keeps that of a subquery for this function.
    JOINED = f"group_concat(id, ','), group_concat(filed, '{BETWEEN_ROWS}')"

    def token(self, token: str) -> str:
        return f'"{token}"'

    def phrase(self, phrase: Sequence[str]) -> str:
        return self.token(" ".join(phrase))

    def at_top(self, groups: Sequence[Group]) -> str:
        return f"{{title labels top_forms}} : ({self.AND.join(map(self.group, groups))})"

    def title_begins(self, tokens: Sequence[str]) -> Condition:
        return self.MATCHES, [f"title : ^ {self.phrase(tokens)} *"]

    def title_has(self, tokens: Sequence[str], also: Sequence[str]) -> Condition:
        last = f"(title : {self.token(tokens[-1])} *)"
        for token in also:
            last = f"({last} OR (title : {self.token(token)}))"
        return self.MATCHES, [self.AND.join([*(f"(title : {self.token(token)})" for token in tokens[:-1]), last])]

    def alike(
        self, terms: Sequence[Term], language: str, kinds: list[str], most: int
    ) -> list[tuple[int, str, str, set[str]]]:
        match = self.any_token(token for term in terms for token in term.tokens)
        found = self.shown(ALIKE, [], (self.MATCHES, [match]), language, kinds, order=BEST, last=[most])
        return [(pk, key, group, set(" ".join(texts).split())) for pk, key, group, *texts in found]
