"""Answer a file of questions over a file of texts, to measure how well the search finds."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser

from search.evaluation import ENGINES, BadInput, NoAnswer, evaluate, read_json


class Command(BaseCommand):
    help = "Answer the questions of a file over the texts of a file, in an index of its own, and write what was found."
    # The live database is not touched, so it does not matter in which state it is.
    requires_system_checks: list[str] = []

    def create_parser(self, *arguments: Any, **options: Any) -> CommandParser:
        parser = super().create_parser(*arguments, **options)
        # Whoever measures reads one line, not how to use the command.
        parser.error = self.refuse  # ty: ignore[invalid-assignment]
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("corpus", metavar="CORPUS.json")
        parser.add_argument("queries", metavar="QUERIES.json")
        parser.add_argument("--engine", choices=list(ENGINES), default="embedded")
        parser.add_argument("--run", required=True, metavar="RUN.json", help="where to write query id → document ids")
        parser.add_argument("--synonyms", metavar="SYNONYMS.json", help="groups and place aliases; none otherwise")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            corpus, queries = read_json(options["corpus"]), read_json(options["queries"])
            synonyms = read_json(options["synonyms"]) if options["synonyms"] else None
            run = evaluate(corpus, queries, synonyms, options["engine"])
            Path(options["run"]).write_text(json.dumps(run, ensure_ascii=False, indent=1), encoding="utf-8")
        except (BadInput, NoAnswer, OSError, UnicodeError) as error:
            self.refuse(error)
        self.stdout.write(f"{len(run)} questions answered, {sum(map(bool, run.values()))} with something.")

    def refuse(self, why: object) -> NoReturn:
        self.stderr.write(" ".join(str(why).split()))
        sys.exit(2)
