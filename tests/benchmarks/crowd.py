"""Very many documents for a cluster: the same texts many times over, since making as many would take hours."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import F
from elasticsearch.helpers import bulk

from search.engines.cluster.documents import contents
from search.engines.cluster.indices import Indices
from search.models import SearchDocument, Total, Word
from search.vocabulary import chunks

READ = 500


def multiply(times: int) -> None:
    """Have each row so many times, with the vocabulary's counts to match; the site's own index keeps the first."""
    last = SearchDocument.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    names = [field.column for field in SearchDocument._meta.concrete_fields]
    quoted = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        for turn in range(1, times):
            own = {"id": f"id + {turn * last}", "key": f"key || '-{turn}'", "group": f"\"group\" || '-{turn}'"}
            chosen = ", ".join(own.get(name, f'"{name}"') for name in names)
            cursor.execute(
                f"INSERT INTO search_searchdocument ({quoted})"
                f" SELECT {chosen} FROM search_searchdocument WHERE id <= %s",
                [last],
            )
    Word.objects.update(documents=F("documents") * times)
    Total.objects.update(value=F("value") * times)


def send(indices: Indices, times: int) -> None:
    """Fill the cluster with what `multiply` has made, and let it be searched."""
    indices.begin()
    bulk(indices.client, _documents(times), chunk_size=READ, index=indices.filling, require_alias=True)
    indices.client.indices.refresh(index=indices.filling)
    indices.take_over()


def _documents(times: int) -> Iterator[dict[str, Any]]:
    first = SearchDocument.objects.order_by("pk")[: SearchDocument.objects.count() // times]
    last = first.values_list("pk", flat=True)[len(first) - 1]
    for rows in chunks(first.iterator(READ), READ):
        for each in contents(rows):
            for turn in range(times):
                suffix = f"-{turn}" if turn else ""
                number = each["number"] + turn * last
                own = {"number": number, "key": each["key"] + suffix, "group": each["group"] + suffix}
                yield {"_id": str(number), "_source": each | own}
