"""The directory's pages with 1,000, 10,000 and 100,000 organisations, in turn within one run."""

from collections import defaultdict
from statistics import median
from time import perf_counter
from urllib.parse import quote

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory.models import Edition, Initiative, Listed, Organisation, Tag
from directory.queries import SORTS
from tests.benchmarks.towns import Town
from tests.benchmarks.turns import analyse, ask, in_turn
from tests.databases import Databases
from tests.directory.factories import PersonFactory

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 15
AFTER_A_WRITE = 5
AIM = 1.5
# Only who is signed in adds an organisation.
TYPING = "duplicates while typing"


def _deep() -> str:
    row = Listed.objects.order_by("sinks", "sort_key", "id").values_list("sinks", "sort_key", "id")[
        Listed.objects.count() * 9 // 10
    ]
    return f"/hitta/?after={quote(SORTS['name'].mark(row))}"


def _asked() -> dict[str, str]:
    """What is asked for, by its name; the filtered ones last."""
    name = Organisation.objects.order_by("pk")[500]
    summary = max(name.summary_sv.split(), key=len)
    tag = quote(Tag.objects.get(name="Ämne 3").slug)
    api = "/api/v1/directory/map?zoom={}&bbox={}"
    return {
        "list, first page": "/hitta/",
        "list, page 90": "/hitta/?page=90",
        "list, deep (keyset)": _deep(),
        "list, newest": "/hitta/?sort=newest",
        "list, lately changed": "/hitta/?sort=changed",
        "list, near Lund": "/hitta/?near=lund",
        "list with its map": "/hitta/?view=map",
        "map, all of Skåne": api.format(8, "12.2,55.2,14.8,56.7"),
        "map, the middle": api.format(10, "13.0,55.6,13.9,56.0"),
        "map, a town": api.format(13, "12.95,55.56,13.08,55.63"),
        "home": "/",
        "organisation": name.get_absolute_url(),
        "initiative": Initiative.objects.order_by("pk")[100].get_absolute_url(),
        "landscape": "/hitta/stod/landskapet/",
        "support, first page": "/hitta/stod/",
        TYPING: f"/hitta/lagg-till/liknande/?name={quote(name.name[:-1])}",
        "free text": f"/hitta/?q={quote(summary)}",
        "filtered: type": "/hitta/?type=initiative",
        "filtered: municipality": "/hitta/?municipality=lund",
        "filtered: tag": f"/hitta/?tag={tag}",
        "filtered: form": "/hitta/?form=stiftelse",
        "filtered: stage": "/hitta/?stage=pilot",
        "filtered: support": "/hitta/?support=advice",
        "filtered: goal": "/hitta/?goal=4",
        "filtered: three at once": "/hitta/?goal=4&municipality=lund&municipality=malmo&tag=" + tag,
        "filtered: a part of the map": "/hitta/?box=13.0,55.6,13.4,55.8",
        "filtered: near Lund": f"/hitta/?tag={tag}&near=lund",
        "filtered: map": f"/api/v1/directory/map?zoom=8&tag={tag}",
    }


def sizes(most: int) -> tuple[int, ...]:
    """Those to measure, with `most` at the most where it is said."""
    return tuple(size for size in SIZES if size <= most) if most else SIZES


def measure(databases: Databases, sizes: tuple[int, ...]) -> None:
    """Print a table of queries, times and ratios. Warm: again and again; after a write: with nothing remembered."""
    anybody = Client(headers={"host": "127.0.0.1"})
    with in_turn(databases, sizes) as turns:
        asked: dict[int, dict[str, str]] = {}
        signed_in: dict[int, Client] = {}
        for size, turn in turns.items():
            turn()
            begun = perf_counter()
            Town(size).build()
            analyse()
            print(f"{size:,} organisations made in {perf_counter() - begun:.0f} s.", flush=True)  # noqa: T201
            asked[size] = _asked()
            signed_in[size] = Client(headers={"host": "127.0.0.1"})
            signed_in[size].force_login(PersonFactory())
        warm, cold = defaultdict(list), defaultdict(list)
        queries, largest = {}, {}
        for size, turn in turns.items():
            turn()
            for name, address in asked[size].items():
                client = signed_in[size] if name == TYPING else anybody
                client.get(address)
                with CaptureQueriesContext(connection) as captured:
                    _taken, largest[name, size] = ask(client, address)
                queries[name, size] = len(captured)
        for number in range(ROUNDS):
            for name in asked[sizes[0]]:
                for size, turn in turns.items():
                    turn()
                    client = signed_in[size] if name == TYPING else anybody
                    # Once for the processor's own memory, which the other sizes have emptied.
                    client.get(asked[size][name])
                    warm[name, size].append(ask(client, asked[size][name])[0])
                    if number < AFTER_A_WRITE:
                        Edition.renew()
                        cold[name, size].append(ask(client, asked[size][name])[0])
    _print(sizes, list(asked[sizes[0]]), queries, largest, warm, cold)


def _print(sizes, names, queries, largest, warm, cold) -> None:
    vendor, last = connection.vendor, sizes[-1]
    heads = " | ".join(f"{size:,}" for size in sizes)
    print(f"\n| {vendor} | queries | {heads} | ratio | after a write | bytes at {last:,} |")  # noqa: T201
    print("|---" * (len(sizes) + 5) + "|")  # noqa: T201
    for name in names:
        asked = "/".join(str(number) for number in dict.fromkeys(queries[name, size] for size in sizes))
        times = [median(warm[name, size]) * 1000 for size in sizes]
        after = [median(cold[name, size]) * 1000 for size in sizes]
        ratio = times[-1] / times[0]
        shown = " | ".join(f"{time:.1f}" for time in times)
        told = f"{ratio:.2f}" if ratio <= AIM else f"**{ratio:.2f}**"
        print(  # noqa: T201
            f"| {name} | {asked} | {shown} | {told} | {after[0]:.1f} / {after[-1]:.1f} | {largest[name, last]:,} |"
        )
