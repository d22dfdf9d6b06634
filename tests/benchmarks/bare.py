"""The databases' own engines with nothing around them: what the search is measured against."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from django.db import connection

from search.engines import ENOUGH
from search.engines.index import FullTextIndex
from search.engines.postgresql import PostgresqlIndex
from search.engines.sqlite import SqliteIndex
from search.models import Entry, SearchDocument
from search.planning import Plan

TOKENS = ("title", "labels", "body", "top_forms", "forms")
BATCH = 1_000
Choices = Mapping[str, tuple[str, ...]]
# Each of these columns holds one value of a row, but for the tags, which have a table of their own.
NARROW = ("kind", "municipality", "language", "form", "day")
COLUMN = {"when": "day", "written_in": "language"}


class Bare(Protocol):
    """An engine asked directly. What it answers is thrown away."""

    name: str

    def prepare(self) -> None:
        """Make what is asked, from the rows and entries that there are."""

    def bare_same_tokens(self, plan: Plan, choices: Choices, *, complete: int) -> None:
        """The ten best by its own score, and the facets, for the tokens the search asks for."""

    def bare_word(self, text: str) -> None:
        """The ten best for the words as written."""

    def bare_bulk(self) -> None:
        """Put the tokens of all entries, ready-made, into an index like the search's."""

    def sizes(self) -> dict[str, int]:
        """Bytes of the search's tables and of the bare engine's."""


class BareDatabase:
    """What both databases share: facets by SQL over narrow tables."""

    index: FullTextIndex
    BEST: str
    FOUND: str
    MADE: tuple[str, ...]

    def prepare(self) -> None:
        with connection.cursor() as cursor:
            for table in (*self.MADE, "bare_row", "bare_tag", "bare_bulk"):
                cursor.execute(f"DROP TABLE IF EXISTS {table}")
            cursor.execute(
                "CREATE TABLE bare_row (id integer PRIMARY KEY, kind text, municipality text, language text,"
                " form text, day text)"
            )
            cursor.execute("CREATE TABLE bare_tag (id integer, tag text, PRIMARY KEY (id, tag))")
            rows = list(SearchDocument.objects.values_list("pk", "kind", "municipality", "language", "starts_at"))
            facets = dict(SearchDocument.objects.values_list("pk", "facets"))
            cursor.executemany(
                "INSERT INTO bare_row VALUES (%s, %s, %s, %s, %s, %s)",
                [(*row[:4], next(iter(facets[row[0]]["form"])), "past" if row[4] else "") for row in rows],
            )
            cursor.executemany(
                "INSERT INTO bare_tag VALUES (%s, %s)",
                [(pk, tag) for pk, each in facets.items() for tag in each["tag"]],
            )
            cursor.execute("CREATE INDEX bare_tag_tag ON bare_tag (tag, id)")

    def bare_same_tokens(self, plan: Plan, choices: Choices, *, complete: int) -> None:
        asked_all = all(plan.strict) and complete >= ENOUGH
        match = self.index.all_of(plan.strict, plan) if asked_all else self.index.any_of(plan.groups, plan)
        narrowed, parameters = self._narrowed(choices)
        with connection.cursor() as cursor:
            cursor.execute(self.BEST.format(narrowed=narrowed), self._best_parameters(match, parameters))
            cursor.fetchall()
            cursor.execute(self._facets(narrowed), [match, *parameters])
            cursor.fetchall()
            # What choosing another value would give: without the facet's own choice.
            for facet in choices:
                others, parameters = self._narrowed({name: each for name, each in choices.items() if name != facet})
                cursor.execute(self._other_values(facet, others), [match, *parameters])
                cursor.fetchall()

    def _best_parameters(self, match: str, parameters: list[Any]) -> list[Any]:
        return [match, *parameters]

    def _narrowed(self, choices: Choices) -> tuple[str, list[Any]]:
        conditions, parameters = [], []
        for facet, values in choices.items():
            places = ", ".join(["%s"] * len(values))
            parameters += values
            if facet == "tag":
                conditions.append(
                    f" AND EXISTS (SELECT 1 FROM bare_tag WHERE bare_tag.id = hit.id AND tag IN ({places}))"
                )
            else:
                conditions.append(f" AND hit.{COLUMN.get(facet, facet)} IN ({places})")
        return "".join(conditions), parameters

    def _facets(self, narrowed: str) -> str:
        each = " UNION ALL ".join(f"SELECT '{name}', {name}, count(*) FROM h GROUP BY {name}" for name in NARROW)
        return (
            f"WITH h AS MATERIALIZED (SELECT hit.* FROM {self.FOUND}{narrowed}) {each} UNION ALL"
            " SELECT 'tag', tag, count(*) FROM h JOIN bare_tag ON bare_tag.id = h.id GROUP BY tag"
        )

    def _other_values(self, facet: str, narrowed: str) -> str:
        if facet == "tag":
            found = f"WITH h AS MATERIALIZED (SELECT hit.id FROM {self.FOUND}{narrowed})"
            return f"{found} SELECT tag, count(*) FROM h JOIN bare_tag ON bare_tag.id = h.id GROUP BY tag"
        column = COLUMN.get(facet, facet)
        return f"SELECT hit.{column}, count(*) FROM {self.FOUND}{narrowed} GROUP BY hit.{column}"

    def _texts(self) -> Iterable[tuple[int, str]]:
        for row in SearchDocument.objects.iterator(BATCH):
            yield row.pk, f"{row.title} {row.labels} {row.summary} {row.text}"

    def _bulk(self, statement: str) -> None:
        """The entries are read before: what is timed is writing."""
        with connection.cursor() as cursor:
            for start in range(0, len(self._ready), BATCH):
                cursor.executemany(statement, self._ready[start : start + BATCH])

    def read_entries(self) -> None:
        self._ready = list(Entry.objects.values_list("pk", *TOKENS))


class BareSqlite(BareDatabase):
    name = "SQLite FTS5"
    index = SqliteIndex()
    BEST = (
        "SELECT search_index.rowid FROM search_index JOIN bare_row AS hit ON hit.id = search_index.rowid"
        " WHERE search_index MATCH %s{narrowed} ORDER BY bm25(search_index) LIMIT 10"
    )
    FOUND = "search_index JOIN bare_row AS hit ON hit.id = search_index.rowid WHERE search_index MATCH %s"
    MADE = ("bare_words",)

    def prepare(self) -> None:
        super().prepare()
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE VIRTUAL TABLE bare_words USING fts5(body, content='', tokenize='unicode61 remove_diacritics 0')"
            )
            cursor.executemany("INSERT INTO bare_words (rowid, body) VALUES (%s, %s)", list(self._texts()))

    def bare_word(self, text: str) -> None:
        match = " AND ".join(f'"{word}"' for word in text.split())
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rowid FROM bare_words WHERE bare_words MATCH %s ORDER BY bm25(bare_words) LIMIT 10", [match]
            )
            cursor.fetchall()

    def bare_bulk(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE VIRTUAL TABLE bare_bulk USING fts5({', '.join(TOKENS)}, content='', tokenize='ascii')"
            )
        self._bulk(f"INSERT INTO bare_bulk (rowid, {', '.join(TOKENS)}) VALUES (%s, %s, %s, %s, %s, %s)")

    def sizes(self) -> dict[str, int]:
        return {
            "entries and index": self._size("search_entry%", "search_index%", "search_card%"),
            "vocabulary": self._size("search_word%", "search_form%", "one_row_per_word%", "one_row_per_form%"),
            "rows": self._size("search_searchdocument%"),
            "bare, same tokens": self._size("bare_bulk%"),
            "bare, words": self._size("bare_words%"),
        }

    def _size(self, *names: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT sum(pgsize) FROM dbstat WHERE {' OR '.join(['name LIKE %s'] * len(names))}", names)
            return cursor.fetchone()[0] or 0


class BarePostgresql(BareDatabase):
    name = "PostgreSQL"
    index = PostgresqlIndex()
    BEST = (
        "SELECT entry.document_id FROM search_entry AS entry JOIN bare_row AS hit ON hit.id = entry.document_id"
        " WHERE entry.tokens @@ %s::tsquery{narrowed} ORDER BY ts_rank(entry.tokens, %s::tsquery) DESC LIMIT 10"
    )
    FOUND = "search_entry AS entry JOIN bare_row AS hit ON hit.id = entry.document_id WHERE entry.tokens @@ %s::tsquery"
    MADE = ("bare_words",)

    def prepare(self) -> None:
        super().prepare()
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE bare_words (id integer PRIMARY KEY, body tsvector)")
            cursor.executemany("INSERT INTO bare_words VALUES (%s, to_tsvector('swedish', %s))", list(self._texts()))
            cursor.execute("CREATE INDEX bare_words_body ON bare_words USING gin (body) WITH (fastupdate = off)")
            cursor.execute("ANALYZE")

    def _best_parameters(self, match: str, parameters: list[Any]) -> list[Any]:
        return [match, *parameters, match]

    def bare_word(self, text: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM bare_words, plainto_tsquery('swedish', %s) AS asked WHERE body @@ asked"
                " ORDER BY ts_rank(body, asked) DESC LIMIT 10",
                [text],
            )
            cursor.fetchall()

    def bare_bulk(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE bare_bulk (id integer PRIMARY KEY, body tsvector)")
            cursor.execute("CREATE INDEX bare_bulk_body ON bare_bulk USING gin (body) WITH (fastupdate = off)")
        self._bulk(
            "INSERT INTO bare_bulk VALUES (%s, array_to_tsvector(array_remove(string_to_array("
            "concat_ws(' ', %s::text, %s::text, %s::text, %s::text, %s::text), ' '), '')))"
        )

    def sizes(self) -> dict[str, int]:
        return {
            "entries and index": self._size("search_entry", "search_card"),
            "vocabulary": self._size("search_word", "search_form"),
            "rows": self._size("search_searchdocument"),
            "bare, same tokens": self._size("bare_bulk"),
            "bare, words": self._size("bare_words"),
        }

    def _size(self, *names: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(%s::text[]) AS name", [[*names]]
            )
            return int(cursor.fetchone()[0])


def bare_engine() -> Bare:
    """That of the database that this run has."""
    return BarePostgresql() if connection.vendor == "postgresql" else BareSqlite()
