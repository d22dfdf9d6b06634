"""What has been tried to answer a question, as a ladder: `Remedy` has the order."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from events.science_shop.models import Match, Question, RemedyAttempt
from events.science_shop.vocabulary import Attempt, Remedy


@dataclass
class Rung:
    """One remedy: the attempts that were written down, and the researchers asked through the portal."""

    remedy: Remedy
    attempts: list[RemedyAttempt] = field(default_factory=list)
    results: Counter[str] = field(default_factory=Counter)
    latest: datetime | None = None
    is_next: bool = False

    @property
    def tried(self) -> int:
        return self.results.total()

    @property
    def asked(self) -> int:
        """How many were asked through the portal, beside what is written down."""
        return self.tried - len(self.attempts)

    @property
    def waits(self) -> bool:
        return bool(self.results[Attempt.WAITING])

    @property
    def helped(self) -> bool:
        return bool(self.results[Attempt.HELPED])

    def count(self, result: str, when: datetime) -> None:
        self.results[result] += 1
        self.latest = max(self.latest or when, when)


def ladder(question: Question) -> list[Rung]:
    """Every remedy in order. The next one to try is the first that was not tried, until one has helped."""
    rungs = {remedy: Rung(remedy) for remedy in Remedy}
    for attempt in RemedyAttempt.objects.filter(question=question):
        rung = rungs[Remedy(attempt.remedy)]
        rung.attempts.append(attempt)
        rung.count(attempt.result, attempt.made_at)
    for match in Match.objects.filter(question=question):
        rungs[Remedy.RESEARCHER].count(_result(match), match.invited_at)
    found = list(rungs.values())
    if question.is_open and not any(rung.helped for rung in found):
        untried = next((rung for rung in found if not rung.tried), None)
        if untried:
            untried.is_next = True
    return found


def _result(match: Match) -> str:
    if match.opened_at:
        return Attempt.HELPED
    return Attempt.NOT_FOUND if False in (match.researcher_said, match.asker_said) else Attempt.WAITING


def remedies_tried(question: Question) -> list[Rung]:
    """What everybody may know: how often each remedy was tried, and whether an answer is awaited."""
    return [rung for rung in ladder(question) if rung.tried]
