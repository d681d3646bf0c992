"""Item analysis as a workbook: the paper, its questions, and their options for those who may see keys."""

from django.utils.translation import gettext as _

from courses import analysis_words as words
from courses.analysis_pages import item_rows, option_rows, score_rows
from courses.queries.item_analysis import LAST
from lms.spreadsheets import Column, Sheet, write_workbook


def write_analysis(path, exam, found, *, pick, keyed, author=""):
    """Write a ``queries.item_analysis.ExamAnalysis`` to ``path``; ``keyed`` are the banks whose keys may be shown."""
    rows = item_rows(found, "attention") if found.analysis.shown else []
    basis = _("Last attempt of each person") if pick == LAST else _("First attempt of each person")
    sheets = [_paper(exam, found, basis), _questions(exam, rows, basis)]
    options = [row for row in rows if row.question.bank_id in keyed and row.shown]
    if options:
        sheets.append(_options(exam, found, options, basis))
    write_workbook(path, sheets, author=author)


def paper_facts(found):
    """Return ``[(name, value)]`` of a paper, as page and workbook say them."""
    paper = found.analysis.paper
    alpha = _("Cronbach's alpha, from pairs of questions") if paper.pairwise else _("Cronbach's alpha")
    return [
        (_("Attempts analysed"), str(paper.attempts)), (_("Questions"), str(paper.questions)),
        (_("Mean score"), f"{paper.mean * 100:.1f} %"), (_("Median score"), f"{paper.median * 100:.1f} %"),
        (_("Standard deviation"), f"{paper.deviation.value * 100:.1f} %"),
        (alpha, words.coefficient(paper.alpha)),
        (_("Standard error of measurement"),
         f"± {paper.error.value * 100:.1f} %" if paper.error.value is not None else words.lacking(paper.error)),
        (_("Median time for the paper, minutes"), f"{paper.minutes:.1f}" if paper.minutes is not None else "–"),
    ]


def _paper(exam, found, basis):
    rows = []
    if found.analysis.shown:
        rows += paper_facts(found)
        rows += [(_("Score %(range)s") % {"range": label}, str(count)) for label, count in score_rows(found.analysis.paper)]
        rows += [(_("What to do"), words.advice_text(one)) for one in found.analysis.paper.advice]
    else:
        why = _("Figures appear from five attempts on, so that nobody's answers can be told from them.")
        rows.append((_("Not shown"), why))
    rows += [(_("Left out"), question.stem) for question, _remedy in found.left_out]
    columns = (Column(_("Figure"), 34), Column(_("Value"), 70))
    return Sheet(_("Paper"), exam.title, columns, rows, (basis,), landscape=False)


def _questions(exam, rows, basis):
    columns = (
        Column(_("No."), 6), Column(_("Question"), 50), Column(_("Kind"), 10), Column(_("Version"), 8),
        Column(_("People asked"), 8), Column(_("Left empty"), 10), Column(_("Facility"), 10, "0%"),
        Column(_("Discrimination"), 12, "0.00"),
        Column(_("Upper-lower 27 %"), 12, "0.00"), Column(_("Alpha without it"), 12, "0.00"),
        Column(_("Lower quartile, seconds"), 12, "0"), Column(_("Median, seconds"), 12, "0"),
        Column(_("Upper quartile, seconds"), 12, "0"), Column(_("What to do"), 60),
    )
    return Sheet(_("Question by question"), exam.title, columns, [
        (
            row.number, row.question.stem, row.kind, row.question.version, row.figures.asked,
            row.unanswered if row.shown else None, *(
                one.value if one.value is not None else words.lacking(one) for one in (
                    row.figures.facility, row.figures.discrimination, row.figures.ends, row.figures.alpha_without,
                )
            ), row.figures.times.lower, row.figures.times.median, row.figures.times.upper, " ".join(row.advice),
        ) for row in rows
    ], (basis,))


def _options(exam, found, rows, basis):
    columns = (
        Column(_("No."), 6), Column(_("Question"), 50), Column(_("Option"), 8), Column(_("Text"), 40), Column(_("Right"), 8),
        Column(_("Taken"), 8), Column(_("Weak third"), 10), Column(_("Middle third"), 10), Column(_("Best third"), 10),
    )
    lines = []
    for row in rows:
        content = found.questions[row.question.pk].content
        for one in option_rows(row.figures.options, content, row.figures.asked):
            lines.append((
                row.number, row.question.stem, one.label, one.text, one.is_key, one.taken, *(one.thirds or (None, None, None)),
            ))
    return Sheet(_("Options"), exam.title, columns, lines, (basis,))
