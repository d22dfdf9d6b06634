"""A plan in the cluster's words: what must be met, and what it is worth."""

from collections.abc import Iterable, Sequence

from elasticsearch.dsl.query import Bool, DisMax, MatchPhrase, Query, Term, Terms

from search.planning import Alternative, Group, Plan
from search.planning.plan import TokenSet
from search.scoring import FIELD_WEIGHTS, weighed

FIELDS = tuple(FIELD_WEIGHTS)
# What else speaks for a thing than the best that it has.
TIE_BREAKER = 0.1
MOST_IN_PLACES = 8
# A query has at most 1,024 clauses.
MOST_CLAUSES = 900


def met(group: Group) -> Query:
    """One of the group's alternatives stands there. Nobody asks for an empty group."""
    single = sorted({token for way in group if len(way.all_of) == 1 for token in way.all_of[0]})
    clauses: list[Query] = [Terms(tokens=single)] if single else []
    clauses += [Bool(filter=[any_token(tokens) for tokens in way.all_of]) for way in group if len(way.all_of) > 1]
    return Bool(should=clauses, minimum_should_match=1)


def all_of(groups: Iterable[Group]) -> Query:
    return Bool(filter=[met(group) for group in groups])


def some_of(groups: Iterable[Group], least: int) -> Query:
    """At least so many of the groups are met."""
    return Bool(should=[met(group) for group in groups if group], minimum_should_match=least)


def demanded(plan: Plan) -> list[Query]:
    """The plan's phrases, and that none of its excluded words is there."""
    phrases: list[Query] = [
        Bool(should=[MatchPhrase(**{name: " ".join(phrase)}) for name in FIELDS], minimum_should_match=1)
        for phrase in plan.phrases
    ]
    return [*phrases, Bool(must_not=[any_token(plan.excluded)])] if plan.excluded else phrases


def worth(plan: Plan) -> list[Query]:
    """For each group what the best of its alternatives is worth where it stands."""
    groups = [group for group in plan.groups if group]
    most = MOST_CLAUSES // (len(FIELDS) * max(len(groups), 1))
    return [_best(group, plan, most) for group in groups]


def _best(group: Group, plan: Plan, most: int) -> Query:
    """The heaviest alternatives, with at most so many tokens in all."""
    ways: list[Query] = []
    for way, worth in weighed(group, plan):
        if (most := most - sum(map(len, way.all_of))) < 0:
            break
        ways.append(_way(way, worth))
    return DisMax(queries=ways or [met(group)])


def _way(way: Alternative, worth: float) -> Query:
    if len(way.all_of) == 1:
        return _set(way.all_of[0], worth)
    share = worth / len(way.all_of)
    return Bool(must=[_set(tokens, share) for tokens in way.all_of])


def _set(tokens: TokenSet, weight: float) -> Query:
    if len(tokens) > MOST_IN_PLACES:
        # Where one of very many stands tells little.
        return Terms(tokens=sorted(tokens), boost=round(weight, 4))
    return DisMax(queries=[_token(token, weight) for token in sorted(tokens)])


def _token(token: str, weight: float) -> Query:
    places: Sequence[Query] = [Term(**{name: {"value": token, "boost": round(weight, 4)}}) for name in FIELDS]
    return DisMax(queries=places, tie_breaker=TIE_BREAKER)


def any_token(tokens: TokenSet) -> Query:
    return Terms(tokens=sorted(tokens))
