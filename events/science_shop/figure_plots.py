"""The figures as plots and as lines of a file."""

from collections.abc import Iterator
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.science_shop.figures import Figures, Group, figures
from events.science_shop.models import Round
from events.science_shop.plots import Plot, plot

MOST_GROUPS = 15


def counts(told: Figures) -> list[tuple[str, int]]:
    """What has become of the questions, in the order in which it happens."""
    return [
        (_("Raised"), told.raised),
        (_("Were formulated"), told.formulated),
        (_("Taken by researchers"), told.taken),
        (_("Were answered"), told.answered),
        (_("Were partly answered"), told.partly_answered),
        (_("Became research projects"), told.projects),
        (_("No competence found"), told.no_competence),
    ]


def headlines(told: Figures) -> list[dict[str, Any]]:
    """What is said first, for the figures component."""
    found = [{"label": label, "value": value} for label, value in counts(told)[:4]]
    found.append({"label": _("Became research projects"), "value": told.projects})
    if told.share_taken is not None:
        found.append({"label": _("of those that were formulated are taken"), "value": f"{percent(told.share_taken)}"})
    return found


def headlines_of(round: Round) -> list[dict[str, Any]]:
    """The same of a published round; none while there is nothing to count."""
    found = figures(round) if round.live else None
    return headlines(found) if found and found.raised else []


def percent(share: float) -> str:
    return _("%(number)d%%") % {"number": round(share * 100)}


def days_in_words(days: float) -> str:
    whole = round(days)
    if days < 1:
        return _("less than a day")
    return ngettext("%(number)d day", "%(number)d days", whole) % {"number": whole}


def plots(told: Figures) -> list[Plot]:
    """A picture of each, with its table; none of what there is nothing of."""
    found = [
        plot(
            "outcomes",
            _("What has become of the questions"),
            _("A bar for how many questions have come how far."),
            [(label, count, str(count)) for label, count in counts(told)],
            headings=[_("What"), _("Questions")],
            rows=[[label, count] for label, count in counts(told)],
        ),
    ]
    if told.stages:
        found.append(
            plot(
                "stages",
                _("Days in each stage"),
                _("The median: half of the questions were there for fewer days. Those that are still there count too."),
                [(stage.label, stage.median_days, days_in_words(stage.median_days)) for stage in told.stages],
                headings=[_("Stage"), _("Median"), _("Have left it"), _("Are there now")],
                rows=[
                    [stage.label, days_in_words(stage.median_days), stage.left, stage.still_there]
                    for stage in told.stages
                ],
            )
        )
    if told.fields:
        several = _("A bar for how many questions were raised. A question may have several fields.")
        found.append(_by("fields", _("By field of research"), _("Field of research"), several, told.fields))
    if told.municipalities:
        one = _("A bar for how many questions were raised. Together they are all that were.")
        found.append(_by("municipalities", _("By municipality"), _("Municipality"), one, told.municipalities))
    return found


def _by(name: str, title: str, what: str, description: str, groups: list[Group]) -> Plot:
    bars = [(group.label, group.raised) for group in groups[:MOST_GROUPS]]
    if others := groups[MOST_GROUPS:]:
        bars.append((_("All others, see the table"), sum(group.raised for group in others)))
    return plot(
        name,
        title,
        description,
        [(label, raised, str(raised)) for label, raised in bars],
        headings=[
            what,
            _("Raised"),
            _("Taken by researchers"),
            _("Answered, in full or in part"),
            _("Research projects"),
        ],
        rows=[[group.label, group.raised, group.taken, group.answered, group.projects] for group in groups],
    )


def marks_in_words(told: Figures) -> list[dict[str, Any]]:
    """What both sides say afterwards, for the figures component."""
    if (marks := told.marks) is None:
        return []
    return [
        {"label": _("as they hoped (of 5)"), "value": number_format(marks.met_expectations, 1)},
        {"label": _("worked well together (of 5)"), "value": number_format(marks.cooperation, 1)},
        {"label": _("the answer can be used (of 5)"), "value": number_format(marks.usefulness, 1)},
        {"label": _("say that the answer is used"), "value": percent(marks.share_used)},
    ]


def lines(told: Figures) -> Iterator[list[str]]:
    """A file's lines: what is counted, of which field or place, and the number, with a point."""
    yield [_("What"), _("Of what"), _("Number")]
    for label, count in counts(told):
        yield [label, "", str(count)]
    if told.days_to_contact is not None:
        yield [_("Median days until first contact"), "", f"{told.days_to_contact:.1f}"]
    for stage in told.stages:
        yield [_("Median days in the stage"), str(stage.label), f"{stage.median_days:.1f}"]
        yield [_("Have left the stage"), str(stage.label), str(stage.left)]
        yield [_("Are in the stage now"), str(stage.label), str(stage.still_there)]
    for what, groups in ((_("Field of research"), told.fields), (_("Municipality"), told.municipalities)):
        for group in groups:
            for label, number in (
                (_("Raised"), group.raised),
                (_("Taken by researchers"), group.taken),
                (_("Answered, in full or in part"), group.answered),
                (_("Research projects"), group.projects),
            ):
                yield [f"{what}: {label}", str(group.label), str(number)]
    if told.not_shown:
        yield [_("Not shown, and in no other figure: at least"), "", str(told.not_shown)]
    if marks := told.marks:
        yield [_("Answers to the evaluation"), "", str(marks.answers)]
        for label, value in (
            (_("as they hoped (of 5)"), marks.met_expectations),
            (_("worked well together (of 5)"), marks.cooperation),
            (_("the answer can be used (of 5)"), marks.usefulness),
            (_("Share where the answer is used"), marks.share_used),
        ):
            yield [label, "", f"{value:.2f}"]
