"""Databases of several sizes, asked in turn within one run, so that load meets all of them alike."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from time import perf_counter

from django.db import connection, connections
from django.test import Client

from tests.databases import Databases


def ask(client: Client, address: str, clock: Callable[[], float] = perf_counter) -> tuple[float, int]:
    """Seconds by `clock` until the page is there, and its bytes."""
    begun = clock()
    response = client.get(address)
    taken = clock() - begun
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return taken, len(response.content)


@contextmanager
def in_turn(databases: Databases, sizes: tuple[int, ...]) -> Iterator[dict[int, Callable[[], None]]]:
    """Databases of these sizes; each value makes its own the one that is asked."""
    usual = connections["default"]
    made = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            own = deepcopy(usual.settings_dict)
            data = Path(folder) / str(size)
            data.mkdir()
            own["NAME"] = databases.copy(data).name
            made[size] = usual.__class__(own, "default")

        def turn_to(size: int) -> Callable[[], None]:
            return lambda: connections.__setitem__("default", made[size])

        try:
            yield {size: turn_to(size) for size in sizes}
        finally:
            for each in made.values():
                each.close()
            connections["default"] = usual


def analyse() -> None:
    """Have the database count its rows, as it does by itself where it has run for a while."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
