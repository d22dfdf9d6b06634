"""Made-up texts as real ones are distributed: Zipf, 82 words each of 100,000, over a third of them compounds."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import accumulate
from random import Random

from django.utils import timezone

from search.analysis import FUNCTION_WORDS
from search.models import SearchDocument
from search.sources import sources


def _words(text: str) -> list[str]:
    return text.split()


STEMS, SIMPLE, COMPOUNDS = 20_000, 60_000, 40_000
TITLE, SUMMARY, TEXT = 4, 14, 64
TAGS, PLACES = 60, 290
FORMS = ("förening", "bolag", "stiftelse", "kooperativ", "nätverk", "offentlig")
# Every so many-th text is an English translation of the one before.
TRANSLATED = 10
ONSETS = _words("b d f g h j k l m n p r s t v bl br dr fl fr gr kl kr pl pr sk sl sn sp st sv tr")
VOWELS = _words("a a a e e i i o u y å ä ö")
CODAS = _words("d g k l m n r s t v ck ft ld ll lm nd ng nk nt rd rk rm rn rt sk st")
ENDINGS = ("", "en", "ar", "arna", "a", "ade", "ning")


class Texts:
    """The same for the same seed: the words, most frequent first, and rows that are made of them."""

    def __init__(self, seed: int = 1) -> None:
        self.random = Random(seed)
        stems = list(dict.fromkeys(self._stem() for _number in range(STEMS)))
        simple = {self._of(stems) + self.random.choice(ENDINGS) for _number in range(SIMPLE)}
        compounds = {
            f"{self._of(stems)}{self.random.choice(('', 's'))}{self._of(stems)}{self.random.choice(ENDINGS)}"
            for _number in range(COMPOUNDS)
        }
        words = sorted(simple | compounds)
        self.random.shuffle(words)
        self.words = [*sorted(FUNCTION_WORDS["sv"])[:100], *words]
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self.words) + 1)))
        self.tags = [f"{self._stem()}ämne" for _number in range(TAGS)]
        self.places = [f"{self._stem()}köping".capitalize() for _number in range(PLACES)]

    def some(self, number: int, random: Random) -> str:
        """So many words, as `random` has it."""
        return " ".join(random.choices(self.words, cum_weights=self._weights, k=number))

    def rows(self, number: int) -> Iterator[SearchDocument]:
        kinds, now, before = [source.kind for source in sources()], timezone.now(), None
        for key in range(number):
            words = self.random.choices(self.words, cum_weights=self._weights, k=TITLE + SUMMARY + TEXT)
            kind, form = self.random.choice(kinds), self.random.choice(FORMS)
            tags, place = self.random.sample(self.tags, 2), self.random.choice(self.places)
            day = now - timedelta(minutes=self.random.randrange(3_000_000))
            is_translation = before is not None and key % TRANSLATED == 0
            row = SearchDocument(
                kind=before.kind if is_translation else kind,
                key=before.key if is_translation else str(key),
                language="en" if is_translation else "sv",
                group=before.group if is_translation else f"text:{key}",
                title=" ".join(words[:TITLE]),
                summary=" ".join(words[TITLE : TITLE + SUMMARY]),
                text=" ".join(words[TITLE + SUMMARY :]),
                labels=" ".join([kind, *tags, place]),
                tags=tags,
                facets={
                    "tag": {tag: tag.capitalize() for tag in tags},
                    "form": {form: form.capitalize()},
                    "municipality": {place: place},
                },
                municipalities=[place],
                url=f"/{key}/",
                starts_at=day + timedelta(days=400) if key % 5 == 0 else None,
                published_at=day,
                changed_at=now,
            )
            yield row
            before = row

    def _stem(self) -> str:
        syllables = self.random.choice((1, 2, 2, 2, 3))
        return "".join(
            self.random.choice(ONSETS) + self.random.choice(VOWELS) + (self.random.choice(CODAS) if last else "")
            for last in [False] * (syllables - 1) + [True]
        )

    def _of(self, stems: list[str]) -> str:
        return stems[int(len(stems) ** self.random.random()) - 1]


class Asked:
    """What people may ask of the rows: words as often as they stand there."""

    def __init__(self, rows: list[SearchDocument], seed: int = 2) -> None:
        self.random, self.rows = Random(seed), rows

    def words(self, number: int) -> str:
        """Words of one text."""
        while True:
            text = self.random.choice(self.rows).text.split()
            telling = [word for word in dict.fromkeys(text) if word not in FUNCTION_WORDS["sv"] and len(word) > 3]
            if len(telling) >= number:
                return " ".join(self.random.sample(telling, number))

    def beginning(self, letters: int) -> str:
        while len(word := self.words(1)) <= letters:
            pass
        return word[:letters]

    def choices(self) -> dict[str, tuple[str, ...]]:
        """What about one row in eight has."""
        row = self.random.choice(self.rows)
        tags = tuple(dict.fromkeys(tag for other in self.random.sample(self.rows, 4) for tag in other.tags))
        return {"kind": (row.kind,), "tag": tags} if self.random.random() < 0.5 else {"tag": tags, "when": ("past",)}
