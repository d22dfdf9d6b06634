"""The science shop's pages with 2,000 questions against 20, in turn within one run."""

from collections import defaultdict
from statistics import median
from time import perf_counter, process_time

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.science_shop.models import Question, Stage
from tests.benchmarks.questions import ScienceShop
from tests.benchmarks.turns import analyse, ask, in_turn
from tests.databases import Databases

SIZES = (20, 2_000)
ROUNDS = 15
# What only who coordinates may open.
COORDINATED = ("board", "board, a column", "board, overdue", "matchmaking")


def _asked() -> dict[str, str]:
    """What is asked for, by its name."""
    bank, board = reverse("science_shop:questions"), reverse("science_shop:board")
    taken, seeking, answered = (
        Question.objects.filter(stage=stage).order_by("pk")[0]
        for stage in (Stage.PRESENTED, Stage.SEEKING, Stage.ANSWERED)
    )
    tag = seeking.tagged.first().tag.slug
    return {
        "idea bank": bank,
        "idea bank, longest waiting": f"{bank}?sort=waiting",
        "idea bank, narrowed": f"{bank}?stage=seeking&stage=taken&tag={tag}",
        "idea bank, as open data": "/api/v1/science_shop/questions/",
        "a question": taken.get_absolute_url(),
        "an answer": answered.get_absolute_url(),
        "board": board,
        "board, a column": f"{board}?column=seeking",
        "board, overdue": reverse("science_shop:overdue"),
        "matchmaking": reverse("science_shop:coordinate_matching", args=[seeking.slug]),
        "figures": reverse("science_shop:figures"),
        "figures of a round": reverse("science_shop:round_figures", args=[seeking.round.slug]),
    }


def measure(databases: Databases) -> None:
    """Print a table of queries, times and ratios: on SQLite in the processor's own time, which load changes little."""
    few, many = SIZES
    clock = process_time if connection.vendor == "sqlite" else perf_counter
    anybody = Client(headers={"host": "127.0.0.1"})
    coordinators: dict[int, Client] = {}
    asked: dict[int, dict[str, str]] = {}
    queries: dict[tuple[str, int], int] = {}
    times: dict[tuple[str, int], list[float]] = defaultdict(list)

    def once(name: str, size: int) -> float:
        client = coordinators[size] if name in COORDINATED else anybody
        return ask(client, asked[size][name], clock)[0]

    with in_turn(databases, SIZES) as turns:
        for size, turn in turns.items():
            turn()
            shop = ScienceShop(size)
            shop.build()
            analyse()
            asked[size] = _asked()
            coordinators[size] = Client(headers={"host": "127.0.0.1"})
            coordinators[size].force_login(shop.coordinator)
            for name in asked[size]:
                once(name, size)
                with CaptureQueriesContext(connection) as captured:
                    once(name, size)
                queries[name, size] = len(captured)
        for _number in range(ROUNDS):
            for name in asked[few]:
                for size, turn in turns.items():
                    turn()
                    # Once for the processor's own memory, which the other size has emptied.
                    once(name, size)
                    times[name, size].append(once(name, size))
    print(f"| {connection.vendor} | queries | {few:,} | {many:,} | ratio |\n|---|---|---|---|---|")  # noqa: T201
    for name in asked[few]:
        number = "/".join(str(one) for one in dict.fromkeys(queries[name, size] for size in SIZES))
        small, large = (median(times[name, size]) * 1000 for size in SIZES)
        print(f"| {name} | {number} | {small:.1f} | {large:.1f} | {large / small:.2f} |")  # noqa: T201
