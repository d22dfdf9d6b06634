"""What is like a thing or a text: by the words that few others have."""

from collections import Counter, defaultdict
from math import log

from django.db.models import Model, Subquery, Sum

from portal.plugins.search import Hit
from search.analysis import EXACT, FUNCTION_WORDS, words
from search.analysis.forms import stem_token
from search.engines import engine
from search.models import Entry, Form, Total
from search.planning import Plan
from search.queries import as_hits
from search.services import names
from search.sources import sources, sources_for

MOST_TERMS = 16
# A word that more of the rows have says little; among few rows everything is common.
COMMON_SHARE = 0.2
FEW = 10
MOST_READ = 3_000


def similar(thing: Model | str, *, language: str, limit: int = 3) -> list[Hit]:
    """Public things like `thing`: of its own kind, without itself; or, like a text, of every kind."""
    if isinstance(thing, str):
        counted = Counter(EXACT + word for word in list(words(thing))[:MOST_READ])
        return _like(counted, language, [source.kind for source in sources()], "", limit)
    kinds = [source.kind for source in sources_for(thing)]
    entries = Entry.objects.filter(document__kind__in=kinds, document__key=str(thing.pk), document__public=True)
    entry = min(entries.select_related("document"), key=lambda entry: entry.language != language, default=None)
    if entry is None:
        return []
    counted = Counter(entry.body.split()[:MOST_READ])
    kind_names = {EXACT + word for source in sources_for(thing) for name in names(source) for word in words(name)}
    for token in (*entry.title.split(), *entry.labels.split()):
        counted[token] += 2
    counted = Counter({token: times for token, times in counted.items() if token not in kind_names})
    return _like(counted, entry.language, [entry.document.kind], entry.document.group, limit, language)


def _like(
    counted: Counter[str], written_in: str, kinds: list[str], group: str, limit: int, language: str = ""
) -> list[Hit]:
    terms = _telling(counted, written_in, bool(group))
    ids = engine().similar(terms, language or written_in, kinds, group, limit) if terms else []
    return as_hits(ids, Plan())


def _telling(counted: Counter[str], language: str, is_published: bool) -> list[tuple[str, ...]]:
    """The words that tell the most and that others have too, each stem with its own words."""
    own: dict[str, list[str]] = defaultdict(list)
    for token in counted:
        word = token[1:]
        if word not in FUNCTION_WORDS[language] and not word.isdigit():
            own[stem_token(word, language)].append(token)
    everything = Subquery(Total.objects.filter(name="entries").values("value")[:1])
    forms = Form.objects.filter(token__in=own, word__language=language).values("token")
    worth: dict[tuple[str, ...], float] = {}
    for row in forms.annotate(having=Sum("word__documents"), everything=everything):
        mine, having, total = own[row["token"]], row["having"], max(row["everything"] or 0, 1)
        if (len(mine) if is_published else 0) < having <= max(FEW, total * COMMON_SHARE):
            times = sum(counted[token] for token in mine)
            worth[(row["token"], *mine)] = (1 + log(times)) * log(1 + total / having)
    return sorted(worth, key=lambda term: (-worth[term], term))[:MOST_TERMS]
