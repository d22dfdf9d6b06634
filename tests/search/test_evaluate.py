"""`manage.py search_evaluate` answers files from files and touches nothing else."""

import json

import pytest
from django.core.management import call_command, execute_from_command_line
from django.db import connection

from search.models import SearchDocument, Word
from search.queries import search
from search.query import Query

pytestmark = pytest.mark.django_db

CORPUS = {
    "note": "two gardens",
    "tags": [{"id": "t", "sv": "Odling", "en": "Gardening"}],
    "documents": [
        {
            "id": "first",
            "type": "organisation",
            "lang": "sv",
            "title": "Gröna fingrar",
            "body": "Vi sår.",
            "tags": ["t"],
            "municipality": "Malmö",
            "extra": [1],
        },
        {
            "id": "second",
            "type": "event",
            "lang": "en",
            "title": "Seed day",
            "body": "Bring beans",
            "tags": [],
            "date": "2020-01-31",
            "place": "Möllan",
            "municipality": None,
        },
        {"id": "third", "type": "question", "lang": "sv", "title": "Varför?", "body": "", "status": "besvarad"},
    ],
}
QUERIES = {
    "queries": [
        {"id": "tag", "q": "gardens", "lang": "en", "relevant": {"never": "read"}},
        {"id": "kind", "q": "evenemang", "lang": "sv"},
        {"id": "place", "q": "Rosengård", "lang": "sv"},
        {"id": "synonym", "q": "böna", "lang": "sv"},
        {"id": "status", "q": "besvarade frågor", "lang": "sv"},
        {"id": "nothing", "q": "rymdfärja", "lang": "sv"},
        {"id": "empty", "q": "", "lang": "sv"},
        {"id": "syntax", "q": '") OR NEAR(* title:x', "lang": "sv"},
    ]
}
SYNONYMS = {"groups": [{"sv": ["böna"], "en": ["bean"]}], "place_aliases": {"Rosengård": ["Malmö"]}}


@pytest.fixture
def evaluate(tmp_path):
    def call(corpus=CORPUS, queries=QUERIES, synonyms=None) -> dict:
        paths = {}
        for name, data in (("corpus", corpus), ("queries", queries), ("synonyms", synonyms)):
            paths[name] = tmp_path / f"{name}.json"
            paths[name].write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
        options = ["--synonyms", str(paths["synonyms"])] if synonyms is not None else []
        run = tmp_path / "run.json"
        call_command("search_evaluate", str(paths["corpus"]), str(paths["queries"]), "--run", str(run), *options)
        return json.loads(run.read_text(encoding="utf-8"))

    return call


def test_every_question_has_its_ranked_answer(evaluate):
    run = evaluate(synonyms=SYNONYMS)
    assert run["tag"] == ["first"]
    assert run["kind"] == run["synonym"] == ["second"]
    assert run["place"] == ["first"]
    assert run["status"] == ["third"]
    assert run["nothing"] == run["empty"] == run["syntax"] == []


def test_without_synonyms_there_are_none(evaluate):
    run = evaluate()
    assert run["place"] == run["synonym"] == []


def test_the_live_search_is_neither_read_nor_written(evaluate, shelf):
    shelf.put("Rymdfärja")
    before = list(SearchDocument.objects.values()), list(Word.objects.values())
    assert evaluate()["nothing"] == []
    assert (list(SearchDocument.objects.values()), list(Word.objects.values())) == before
    assert [hit.title for hit in search(Query("rymdfärjor")).hits] == ["Rymdfärja"]


@pytest.mark.parametrize(
    ("corpus", "queries", "synonyms"),
    [
        ("[", QUERIES, None),
        ([], QUERIES, None),
        ({"documents": [{"id": "x"}]}, QUERIES, None),
        ({"documents": [CORPUS["documents"][2]] * 2}, QUERIES, None),
        ({"documents": [{**CORPUS["documents"][2], "date": "yesterday"}]}, QUERIES, None),
        (CORPUS, {"queries": ["x"]}, None),
        (CORPUS, {"queries": [{"id": "x"}]}, None),
        (CORPUS, QUERIES, {"groups": [], "place_aliases": []}),
        (CORPUS, QUERIES, {"groups": [{"sv": "word"}]}),
        (CORPUS, QUERIES, {"groups": [], "place_aliases": {"x": "Malmö"}}),
    ],
)
def test_bad_input_ends_with_two_and_one_line(evaluate, capsys, corpus, queries, synonyms):
    before = connection.settings_dict["NAME"]
    with pytest.raises(SystemExit) as ended:
        evaluate(corpus, queries, synonyms)
    assert ended.value.code == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert connection.settings_dict["NAME"] == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["corpus.json", "queries.json"],
        ["corpus.json", "--run", "run.json"],
        ["corpus.json", "queries.json", "--run"],
        ["corpus.json", "queries.json", "--run", "run.json", "--engine", "nonsense"],
        ["corpus.json", "queries.json", "--run", "run.json", "--verbosity", "9"],
        ["corpus.json", "queries.json", "more.json", "--run", "run.json"],
        ["corpus.json", "queries.json", "--run", "run.json", "--nonsense"],
        ["missing.json", "missing.json", "--run", "run.json"],
        [".", ".", "--run", "run.json"],
    ],
)
def test_bad_arguments_end_with_two_and_one_line(capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        execute_from_command_line(["manage.py", "search_evaluate", *arguments])
    assert ended.value.code == 2
    captured = capsys.readouterr()
    assert len(captured.err.strip().splitlines()) == 1
    assert "usage" not in captured.err
    assert captured.out == ""


def test_a_name_that_no_file_can_hold_ends_with_two_and_one_line(evaluate, capsys):
    with pytest.raises(SystemExit) as ended:
        evaluate(queries={"queries": [{"id": "\ud800", "q": "bean"}]})
    assert ended.value.code == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
