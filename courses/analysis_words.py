"""Item analysis in words: figures as they are read, and each piece of advice as one sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.rules.clock import mm_ss
from courses.rules.item_advice import CALM_FROM, ITEM_CODES, URGENT

ITEM_ADVICE = {
    "wrong_key": lambda: _(
        "Those who did best mostly gave an answer that counts as wrong: check the key first, and regrade if it is wrong."
    ),
    "negative": lambda: _(
        "Those who did well in the rest got this wrong more often than the others: read the wording and the key once more."
    ),
    "ambiguous": lambda: _(
        "Even those who did best are torn between two answers: word the question so that only one of them can be defended."
    ),
    "guessed": lambda: _("No more people had it right than by guessing: teach the matter again, or ask more plainly."),
    "too_hard": lambda: _("Hardly anybody had it right: see whether it was taught, and keep it only for the top of the field."),
    "weak": lambda: _("It hardly tells the strong from the weak: sharpen the wording, or replace it next time."),
    "skipped": lambda: _("Many left it empty: see whether it is unclear, too long, or stood where the time ran out."),
    "slow": lambda: _("It takes far longer than the others: shorten the text, or give it more points."),
    "too_easy": lambda: _("Almost everybody has it right, so it tells nobody apart; as an opening question it may stay."),
    "keep": lambda: _("It tells those who know from those who do not: keep it."),
    "fair": lambda: _("Nothing speaks against it: it may stay as it is."),
    "too_few": lambda: _("Too few people have answered it for a judgement: wait for more attempts."),
}
PAPER_ADVICE = {
    "paper_too_few": lambda: _("Too few attempts to say how reliable the paper is: from twenty on it can be told."),
    "paper_no_alpha": lambda: _("The scores do not vary enough to say how reliable the paper is."),
    "low_alpha": lambda: _(
        "The result hangs on chance: do not fail anybody on a few points, and mend or add questions before the next time."
    ),
    "fair_alpha": lambda: _("Reliable enough for an exam of a class; near the pass mark look at other evidence too."),
    "good_alpha": lambda: _("The paper measures reliably; small differences near the pass mark still say little."),
    "easy_paper": lambda: _("Most scored above nine tenths: add some harder questions if the paper shall tell people apart."),
    "hard_paper": lambda: _("On average less than half was reached: see whether the lessons cover what is asked."),
}
LACKS = {
    "too_few": lambda: _("too few attempts"),
    "no_variance": lambda: _("all the same"),
    "no_rest": lambda: _("too few questions"),
    "papers_differ": lambda: _("papers differ"),
}


def advice_text(advice):
    """Return the sentence of a ``rules.item_advice.Advice``."""
    if advice.code == "look_first":
        return ngettext(
            "%(count)s question may be faulty: look at it first, before the results are used.",
            "%(count)s questions may be faulty: look at them first, before the results are used.", advice.number,
        ) % {"count": advice.number}
    if advice.code == "idle":
        return ngettext(
            "%(count)s wrong option is taken by almost nobody: replace it with a mistake that people really make.",
            "%(count)s wrong options are taken by almost nobody: replace them with mistakes that people really make.",
            advice.number,
        ) % {"count": advice.number}
    return (ITEM_ADVICE.get(advice.code) or PAPER_ADVICE[advice.code])()


def item_tone(item):
    """Return ``(tone, label)`` of what a question asks for: bad, warn, ok or muted."""
    code = item.advice[0].code if item.advice else "too_few"
    if code in URGENT:
        return "bad", _("Look at first")
    if code == "too_few":
        return "muted", _("Too few attempts")
    return ("warn", _("Improve")) if ITEM_CODES.index(code) < CALM_FROM else ("ok", _("Good"))


def paper_tone(advice):
    return "warn" if advice.code in ("look_first", "low_alpha", "hard_paper", "easy_paper") else "info"


def lacking(figure):
    return LACKS[figure.lacks]() if figure.lacks else "–"


def percent(figure):
    """Write a share as whole percent, or why there is none."""
    return f"{figure.value * 100:.0f} %" if figure.value is not None else lacking(figure)


def coefficient(figure):
    """Write a coefficient with two decimals and a real minus, or why there is none."""
    if figure.value is None:
        return lacking(figure)
    text = f"{figure.value:.2f}"
    return "0.00" if text == "-0.00" else text.replace("-", "\N{MINUS SIGN}")


def seconds(value):
    return mm_ss(value) if value is not None else "–"
