"""The rules of watching and of credit in words: for the player, the lesson's page and the page of a ledger line."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.rules import credit as credits
from courses.rules import watching
from courses.rules.clock import mm_ss


def speed(percent):
    """Return ``1.5×`` for 150."""
    return f"{percent / 100:g}×"


def report_words(report):
    """Return ``(code, text)`` for the player: what happened to what it reported; ``("ok", "")`` when all of it counts."""
    reasons = report.reasons
    if report.standing == watching.SUPERSEDED:
        return report.standing, _(
            "It began to play on another phone or page, so it was paused here. To go on here, press play."
        )
    if report.standing == watching.RETIRED:
        return report.standing, _("This lesson was just taken down. What you watched until then stays in your record.")
    if report.standing == watching.ABSENT:
        return report.standing, _("Nobody answered, so it was paused and is not counted on. Press “I am watching” to go on.")
    if report.standing == watching.ASKED:
        return report.standing, ""
    if watching.SKIPPED in reasons:
        return watching.SKIPPED, _("A part was left out, and only what is played counts. It goes on where you had stopped.")
    if watching.TOO_FAST in reasons:
        return watching.TOO_FAST, _("Faster than %(speed)s does not count. It goes on where you had stopped.") % {
            "speed": speed(report.policy.speed_percent)
        }
    if report.credit is not None:
        return "finished", done_words(report.credit)
    return "ok", ""


def done_words(credit):
    """Return what to say when a lesson was finished."""
    if credit.reason == credits.HURRIED:
        return _("Noted as done.")
    if credit.minutes:
        return ngettext(
            "Well done. %(minutes)d minute was credited.", "Well done. %(minutes)d minutes were credited.", credit.minutes,
        ) % {"minutes": credit.minutes}
    return _("Well done. The lesson is noted as done.")


def missing_words(lesson):
    """Return a sentence for each medium of a ``LessonWatched`` of which too little was watched."""
    return [
        _("“%(title)s” was not played yet") % {"title": one.medium.title} if not one.state.watched else
        _("“%(title)s”: %(watched)s of %(total)s watched, still %(missing)s to watch") % {
            "title": one.medium.title, "watched": mm_ss(one.state.watched), "total": mm_ss(one.state.duration),
            "missing": mm_ss(one.missing),
        }
        for one in lesson.missing
    ]
