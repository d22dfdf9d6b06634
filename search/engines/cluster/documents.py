"""What the cluster holds of a row: its words as our own tokens, and what it is narrowed and ordered by."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any

from django.conf import settings
from elasticsearch.dsl import Boolean, Date, Document, Keyword, Long, MetaField, Text, analyzer

from search.analysis import EXACT
from search.models import Entry, SearchDocument
from search.query import GIVEN
from search.scoring import FIELD_WEIGHTS
from search.vocabulary import Key, Tokens, forms_of

TOKENS = analyzer("tokens", tokenizer="whitespace")
# How often a word stands there counts less each time, and how long the text is counts a little: see `search.scoring`.
SIMILARITY = {
    f"portal_{name}": {
        "type": "scripted",
        "script": {
            "source": f"double average = (double) field.sumTotalTermFreq / field.docCount;"
            f"double times = {weight} * doc.freq / (0.6 + 0.4 * doc.length / average);"
            f"return query.boost * times * 2.2 / (times + 1.2);"
        },
    }
    for name, weight in FIELD_WEIGHTS.items()
}


def _words(name: str) -> Text:
    return Text(analyzer=TOKENS, similarity=f"portal_{name}", copy_to="tokens")


class PublishedDocument(Document):
    """A row in the cluster. Title, labels and body are exact tokens as they follow each other, then weaker forms.

    `tokens` has them all, for matching alone. `shown_to` are the languages whose readers are shown it,
    `called` says what the values of its facets are called. A row that the public may no longer see is
    its number, its revision and `public: false`.
    """

    number = Long()
    revision = Long()
    public = Boolean()
    shown_to = Keyword()
    kind = Keyword()
    key = Keyword()
    group = Keyword()
    written_in = Keyword()
    municipality = Keyword()
    tag = Keyword()
    form = Keyword()
    stage = Keyword()
    called = Keyword()
    starts_at = Date()
    published_at = Date()
    title = _words("title")
    labels = _words("labels")
    body = _words("body")
    tokens = Text(analyzer=TOKENS, index_options="docs", norms=False)
    # The title as one piece, for titles that begin so.
    title_tokens = Keyword(doc_values=False)

    class Index:
        # A node of its own needs no second copy; where there are more, there is one.
        settings = {"number_of_shards": 1, "auto_expand_replicas": "0-1", "similarity": SIMILARITY}

    class Meta:
        dynamic = MetaField("false")
        # The rows are the truth: nothing is ever read back from here but which they are.
        source = MetaField(includes=["number", "revision", "public"])


def digest() -> str:
    """What an index is made by: another mapping or another analysis needs another index."""
    made_by = json.dumps(PublishedDocument._index.to_dict(), sort_keys=True)
    return sha256(made_by.encode()).hexdigest()[:8]


def contents(rows: Sequence[SearchDocument]) -> Iterator[dict[str, Any]]:
    """What is sent of each of the rows, in their order."""
    entries = Entry.objects.in_bulk([row.pk for row in rows if row.public])
    forms = forms_of({key for entry in entries.values() for key in _keys(entry)})
    languages = _languages({row.group for row in rows})
    for row in rows:
        known = {"number": row.pk, "revision": row.revision}
        if row.public and (entry := entries.get(row.pk)):
            yield {**known, "public": True, **_facets(row, languages[row.group]), **_texts(entry, forms)}
        else:
            yield {**known, "public": False}


def _facets(row: SearchDocument, languages: set[str]) -> dict[str, Any]:
    others = [code for code, _name in settings.LANGUAGES if code not in languages]
    given = {name: values for name, values in row.facets.items() if name in GIVEN}
    return {
        "shown_to": [row.language, *others],
        "kind": row.kind,
        "key": row.key,
        "group": row.group,
        "written_in": row.language,
        **{name: list(values) for name, values in given.items()},
        "called": [
            json.dumps([row.language, name, value, label], ensure_ascii=False)
            for name, values in given.items()
            for value, label in values.items()
        ],
        "starts_at": row.starts_at,
        "published_at": row.published_at,
    }


def _texts(entry: Entry, forms: dict[Key, Tokens]) -> dict[str, str]:
    languages = [code for code, _name in settings.LANGUAGES]
    return {
        "title": _with_forms(entry.title, [entry.language], forms),
        "labels": _with_forms(entry.labels, languages, forms),
        "body": _with_forms(entry.body, [entry.language], forms),
        "title_tokens": entry.title,
    }


def _with_forms(exact: str, languages: Iterable[str], forms: dict[Key, Tokens]) -> str:
    """The tokens, then the forms of each as often as it stands there."""
    tokens = exact.split()
    weaker = (form for token in tokens for language in languages for form in forms.get((language, token[1:]), ()))
    return " ".join([*tokens, *weaker])


def _keys(entry: Entry) -> Iterator[Key]:
    for token in f"{entry.title} {entry.body}".split():
        yield entry.language, token[len(EXACT) :]
    for token in entry.labels.split():
        for language, _name in settings.LANGUAGES:
            yield language, token[len(EXACT) :]


def _languages(groups: set[str]) -> dict[str, set[str]]:
    """Group → the languages in which the public may read it."""
    found: dict[str, set[str]] = defaultdict(set)
    for group, language in SearchDocument.objects.filter(group__in=groups, public=True).values_list(
        "group", "language"
    ):
        found[group].add(language)
    return found
