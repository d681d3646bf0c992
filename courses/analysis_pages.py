"""Item analysis as pages and workbooks show it: rows of texts, options with their words, charts."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses import analysis_charts as charts
from courses import analysis_words as words
from courses.enums import QuestionKind
from courses.models import Question, QuestionBank
from courses.rules.item_advice import WEAK, urgency
from courses.rules.item_analysis import ItemFigures

BEHIND = 2.0  # what has no figure is sorted behind what has one
SORTS = {
    "attention": urgency,
    "number": lambda item: 0,
    "facility": lambda item: item.facility.value if item.facility.value is not None else BEHIND,
    "discrimination": lambda item: item.discrimination.value if item.discrimination.value is not None else BEHIND,
    "time": lambda item: -(item.times.median or 0),
}


@dataclass(frozen=True)
class ItemRow:
    """One question as a line of the table."""

    number: int
    question: Question
    figures: ItemFigures
    tone: str
    label: str
    kind: str
    facility: str
    discrimination: str
    ends: str
    alpha_without: str
    time: str
    spread: str
    advice: tuple[str, ...]

    @property
    def shown(self):
        return self.figures.facility.value is not None

    @property
    def notice(self):
        return "info" if self.tone == "muted" else self.tone

    @property
    def unanswered(self):
        return self.figures.asked - self.figures.answered


def item_row(figures, asked):
    """``asked`` is a ``queries.item_analysis.Asked``."""
    tone, label = words.item_tone(figures)
    times = figures.times
    return ItemRow(
        number=asked.number, question=asked.row, figures=figures, tone=tone, label=label,
        kind=QuestionKind(asked.row.kind).label, facility=words.percent(figures.facility),
        discrimination=words.coefficient(figures.discrimination), ends=words.coefficient(figures.ends),
        alpha_without=words.coefficient(figures.alpha_without), time=words.seconds(times.median),
        spread=f"{words.seconds(times.lower)} – {words.seconds(times.upper)}" if times.median is not None else "–",
        advice=tuple(words.advice_text(one) for one in figures.advice),
    )


def item_rows(found, sort="number"):
    """Return the rows of a ``queries.item_analysis.ExamAnalysis``, sorted by one of :data:`SORTS`."""
    key = SORTS.get(sort, SORTS["attention"])
    items = sorted(found.analysis.items, key=lambda item: found.questions[item.question].number)
    return [item_row(item, found.questions[item.question]) for item in sorted(items, key=key)]


def keyed_banks(user, questions):
    """Return the ids of the banks of ``questions`` that the user sees: only of those may options and keys be shown. One query."""
    banks = {question.bank_id for question in questions}
    return set(QuestionBank.objects.visible_to(user).filter(pk__in=banks).values_list("pk", flat=True))


@dataclass(frozen=True)
class OptionRow:
    label: str
    text: str
    is_key: bool
    taken: int
    percent: str
    thirds: tuple[str, ...]
    shares: tuple[float, ...]


def option_rows(options, content, asked):
    """Return an :class:`OptionRow` for each ``rules.item_analysis.OptionTaken``; ``content`` is what they belong to."""
    texts = {one.id: one.text for one in content.options} or {"true": _("True"), "false": _("False")}
    letters = {one.id: chr(ord("A") + at) for at, one in enumerate(content.options)}
    return [
        OptionRow(
            label=letters.get(one.id) or texts.get(one.id) or _("None"),
            text=texts.get(one.id, _("Left empty")) or _("Picture or sound"), is_key=one.is_key, taken=one.taken,
            percent=f"{one.taken / asked * 100:.0f} %" if asked else "–",
            thirds=tuple(f"{share * 100:.0f} %" for share in one.shares), shares=one.shares,
        ) for one in options
    ]


def option_chart(rows, chart_id="options"):
    """Return the chart of the options, None before there are thirds."""
    drawn = [(f"{row.label} ✓" if row.is_key else row.label, row.shares) for row in rows if row.shares]
    groups = (_("Weak"), _("Middle"), _("Strong"))
    title = _("Who took which option, by thirds of the ranking")
    return charts.option_chart(title, drawn, groups, chart_id) if drawn else None


def exam_charts(exam, found, rows):
    """Return the charts of an exam's overview, those that have something to show."""
    paper = found.analysis.paper
    to_pass = _("to pass: %(percent)s %%") % {"percent": exam.pass_percent}
    drawn = [charts.score_chart(_("How many reached which score"), paper.bins, exam.pass_percent, to_pass)]
    dots = [
        (row.number, row.figures.facility.value, row.figures.discrimination.value, row.tone)
        for row in rows if row.figures.discrimination.value is not None
    ]
    if dots:
        drawn.append(charts.map_chart(
            _("Facility and discrimination of each question"), dots, _("Facility"), _("Discrimination"), WEAK
        ))
    timed = [(row.number, row.figures.times) for row in rows if row.figures.times.median is not None]
    if timed:
        drawn.append(charts.time_chart(_("Time spent on each question"), timed, words.seconds))
    return drawn


def score_rows(paper):
    """Return ``[(range, count)]``: the table behind the chart of scores."""
    step = 100 // len(paper.bins)
    return [
        (f"{at * step} – {(at + 1) * step} %" if at + 1 == len(paper.bins) else f"{at * step} – {(at + 1) * step - 1} %", count)
        for at, count in enumerate(paper.bins)
    ]
