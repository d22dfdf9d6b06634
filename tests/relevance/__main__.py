"""`make relevance`: how well each engine finds, on the judged set, with the set's synonyms and without."""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]


def main() -> None:
    from search.evaluation import ENGINES, evaluate
    from tests.relevance.measure import figures, load, overlap, table

    queries = load("queries")
    for title, synonyms in (("with synonyms", load("synonyms")), ("without synonyms", None)):
        runs = {engine: evaluate(load("corpus"), queries, synonyms, engine) for engine in ENGINES}
        for engine, run in runs.items():
            print(f"\n{engine}, {title}\n{table(figures(run, queries['queries']))}")  # noqa: T201
        print(f"\nMean overlap of the engines' top tens, {title}: {overlap(*runs.values()):.3f}")  # noqa: T201


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PORTAL_DEMONSTRATION": "true",
            "PORTAL_DATA_DIR": folder,
        }
        import django

        django.setup()
        main()
