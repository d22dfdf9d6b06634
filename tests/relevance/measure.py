"""How well the search finds, on the judged set beside this file: `make relevance`."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import log2
from pathlib import Path

HERE = Path(__file__).parent
DEPTH = 10


@dataclass(frozen=True)
class Figures:
    """Means over questions, each from 0 to 1."""

    recall: float
    ndcg: float
    first: float
    questions: int


def figures(run: dict[str, list[str]], queries: Iterable[dict]) -> dict[str, Figures]:
    """Class of difficulty → figures; `all` over those that have something to find, `nothing` over the others."""
    by_class: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for query in queries:
        values = _judge(run[query["id"]], query["relevant"])
        by_class[query["class"]].append(values)
        if query["relevant"]:
            by_class["all"].append(values)
    return {
        name: Figures(*(sum(column) / len(values) for column in zip(*values, strict=True)), len(values))
        for name, values in by_class.items()
    }


def _judge(found: list[str], relevant: dict[str, int]) -> tuple[float, float, float]:
    """Recall at ten, nDCG at ten, and whether the first is what was looked for."""
    top = found[:DEPTH]
    if not relevant:
        nothing = float(not found)
        return nothing, nothing, nothing
    recall = len(set(top) & relevant.keys()) / min(len(relevant), DEPTH)
    gains = [relevant.get(each, 0) for each in top]
    best = _discounted(sorted(relevant.values(), reverse=True)[:DEPTH])
    return recall, _discounted(gains) / best, float(bool(top) and relevant.get(top[0], 0) == max(relevant.values()))


def _discounted(gains: list[int]) -> float:
    return sum((2**gain - 1) / log2(place + 1) for place, gain in enumerate(gains, start=1))


def overlap(one: dict[str, list[str]], other: dict[str, list[str]]) -> float:
    """The mean over questions of how much of both top tens they share (Jaccard); two empty ones are the same."""
    pairs = [(set(one[key][:DEPTH]), set(other[key][:DEPTH])) for key in one]
    return sum(len(a & b) / len(a | b) if a | b else 1.0 for a, b in pairs) / len(pairs)


def table(by_class: dict[str, Figures]) -> str:
    """The figures as a person reads them."""
    lines = [f"{'class':<16}{'questions':>10}{'recall@10':>11}{'nDCG@10':>9}{'first':>7}"]
    for name, of in sorted(by_class.items(), key=lambda item: (item[0] == "all", item[0])):
        lines.append(f"{name:<16}{of.questions:>10}{of.recall:>11.3f}{of.ndcg:>9.3f}{of.first:>7.2f}")
    return "\n".join(lines)


def load(name: str) -> dict:
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def pairs() -> tuple[dict, dict]:
    """A corpus of single lines and the questions that each have to find one: `pairs.txt` in the form of the others."""
    lines = (HERE / "pairs.txt").read_text(encoding="utf-8").splitlines()
    split = [line.split("|") for line in lines if not line.startswith("#")]
    texts = list(dict.fromkeys(text for _asked, text in split))
    documents = [
        {"id": text, "type": "note", "lang": _language(text), "title": "", "body": text.removeprefix("en:")}
        for text in texts
    ]
    queries = [
        {"id": f"{number} {asked}", "q": asked.removeprefix("en:"), "lang": _language(asked), "class": "pairs"}
        | {"relevant": {text: 1}}
        for number, (asked, text) in enumerate(split)
    ]
    return {"documents": documents}, {"queries": queries}


def _language(text: str) -> str:
    return "en" if text.startswith("en:") else "sv"
