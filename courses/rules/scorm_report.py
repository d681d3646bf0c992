"""What the parts of a SCORM package report of a person: which of it is kept, and what it amounts to."""

import json
import re
from dataclasses import dataclass

from .scorm_manifest import V12, V2004

MOST_STATE = 256 * 1024  # bytes of one part's report, as JSON
_NUMBERED = r"\.\d{1,4}\."
KNOWN = {
    V12: re.compile(
        r"cmi\.(suspend_data|launch_data|comments|comments_from_lms"
        r"|core\.(student_id|student_name|lesson_location|credit|lesson_status|entry|total_time|lesson_mode|exit"
        r"|session_time|score\.(raw|min|max))"
        r"|student_data\.(mastery_score|max_time_allowed|time_limit_action)"
        r"|student_preference\.(audio|language|speed|text)"
        rf"|objectives{_NUMBERED}(id|status|score\.(raw|min|max))"
        rf"|interactions{_NUMBERED}(id|time|type|weighting|student_response|result|latency"
        rf"|objectives{_NUMBERED}id|correct_responses{_NUMBERED}pattern))"
    ),
    V2004: re.compile(
        r"cmi\.(suspend_data|launch_data|completion_status|completion_threshold|credit|entry|exit|learner_id|learner_name"
        r"|location|max_time_allowed|mode|progress_measure|scaled_passing_score|score\.(scaled|raw|min|max)|session_time"
        r"|success_status|time_limit_action|total_time"
        r"|learner_preference\.(audio_level|language|delivery_speed|audio_captioning)"
        rf"|comments_from_(learner|lms){_NUMBERED}(comment|location|timestamp)"
        rf"|objectives{_NUMBERED}(id|success_status|completion_status|progress_measure|description"
        r"|score\.(scaled|raw|min|max))"
        rf"|interactions{_NUMBERED}(id|type|timestamp|weighting|learner_response|result|latency|description"
        rf"|objectives{_NUMBERED}id|correct_responses{_NUMBERED}pattern))"
    ),
}
# Longest values, in characters; what a course may write of its own choice is long, the rest is a word or a number.
LONG = {"cmi.suspend_data": 64_000, "cmi.comments": 4_096, "cmi.launch_data": 4_096}
LONG_ENDINGS = {"comment": 4_000, "student_response": 4_000, "learner_response": 4_000, "pattern": 4_000, "id": 4_000}
SHORT = 1_000
# What the page hands to a part anew at every start, and what only the sitting at hand is about.
NOT_KEPT = {
    "cmi.core.student_id", "cmi.core.student_name", "cmi.learner_id", "cmi.learner_name", "cmi.launch_data",
    "cmi.student_data.mastery_score", "cmi.scaled_passing_score", "cmi.core.session_time", "cmi.session_time",
    "cmi.core.entry", "cmi.entry", "cmi.core.credit", "cmi.credit", "cmi.core.lesson_mode", "cmi.mode",
}
NEVER = re.compile("[\x00\ud800-\udfff]")  # no database and no JSON of others takes these
STATUSES = {
    "cmi.core.lesson_status": {"passed", "completed", "failed", "incomplete", "browsed", "not attempted"},
    "cmi.completion_status": {"completed", "incomplete", "not attempted", "unknown"},
    "cmi.success_status": {"passed", "failed", "unknown"},
}


class BadReport(Exception):
    """A report that no run-time would send. ``element`` is the first that is at fault, or a word for the whole."""

    def __init__(self, element):
        super().__init__(element)
        self.element = str(element)[:100]


def checked_report(version, report):
    """Return what of ``report`` (``{element: text}``) is kept; raises :class:`BadReport`."""
    if not isinstance(report, dict):
        raise BadReport("report")
    known, kept = KNOWN[version], {}
    for element, value in report.items():
        if not known.fullmatch(element) or not isinstance(value, str) or NEVER.search(value):
            raise BadReport(element)
        ending = element.rpartition(".")[2]
        if len(value) > LONG.get(element, LONG_ENDINGS.get(ending, SHORT)):
            raise BadReport(element)
        if value and element in STATUSES and value not in STATUSES[element]:
            raise BadReport(element)
        if value and element not in NOT_KEPT:
            kept[element] = value
    for name in ("raw", "min", "max", "scaled"):
        for prefix in ("cmi.core.score.", "cmi.score."):
            if kept.get(prefix + name) and _number(kept[prefix + name]) is None:
                raise BadReport(prefix + name)
    if len(json.dumps(kept, ensure_ascii=False).encode()) > MOST_STATE:
        raise BadReport("report")
    return kept


@dataclass(frozen=True)
class Standing:
    """How far one part is. ``status`` is ``done``, ``failed``, ``begun`` or ``new``; ``score`` 0 to 100, or None.

    ``seconds`` are those that the part says were spent on it.
    """

    status: str
    score: float | None
    seconds: int


def standing(version, report):
    """Return the :class:`Standing` that a kept report amounts to; ``{}`` is a part never begun."""
    if version == V12:
        said = report.get("cmi.core.lesson_status", "")
        status = {"passed": "done", "completed": "done", "failed": "failed"}.get(said, "begun" if report else "new")
        score, time = _percent(report, "cmi.core.score."), report.get("cmi.core.total_time", "")
    else:
        completion, success = report.get("cmi.completion_status", ""), report.get("cmi.success_status", "")
        if success == "failed":
            status = "failed"
        elif success == "passed" or completion == "completed":
            status = "done"
        else:
            status = "begun" if report else "new"
        scaled = _number(report.get("cmi.score.scaled"))
        score = _percent(report, "cmi.score.") if scaled is None else _within(scaled * 100)
        time = report.get("cmi.total_time", "")
    return Standing(status, score, seconds_of(time))


def all_together(standings):
    """Return the :class:`Standing` of a lesson from those of its parts: done when all are, its score their mean."""
    statuses = [one.status for one in standings]
    scores = [one.score for one in standings if one.score is not None]
    if statuses and all(status == "done" for status in statuses):
        status = "done"
    elif "failed" in statuses:
        status = "failed"
    else:
        status = "new" if all(status == "new" for status in statuses) else "begun"
    return Standing(status, round(sum(scores) / len(scores), 1) if scores else None, sum(one.seconds for one in standings))


def better(before, after):
    """Return which of two statuses of the same part stands: what was done stays done."""
    return "done" if "done" in (before, after) else after


def resumes(version, report):
    """Tell whether the part asked to go on where it was left, rather than to begin anew."""
    return report.get("cmi.core.exit" if version == V12 else "cmi.exit") == "suspend" or bool(
        report.get("cmi.suspend_data") or report.get("cmi.core.lesson_location") or report.get("cmi.location")
    )


def seconds_of(text):
    """Return the seconds of a SCORM time: ``HHHH:MM:SS.SS`` or ``P1DT2H3M4.5S``; 0 for anything else."""
    clock = re.fullmatch(r"(\d{2,4}):(\d{2}):(\d{2})(\.\d{1,2})?", text)
    if clock:
        return int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3])
    span = re.fullmatch(r"P(?:(\d{1,4})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,8})(?:\.\d{1,2})?S)?)?", text)
    if not span:
        return 0
    days, hours, minutes, seconds = (int(part or 0) for part in span.groups())
    return days * 86400 + hours * 3600 + minutes * 60 + seconds


def _percent(report, prefix):
    raw, low, high = (_number(report.get(prefix + name)) for name in ("raw", "min", "max"))
    if raw is None:
        return None
    low, high = low or 0, 100 if high is None else high
    return _within((raw - low) / (high - low) * 100) if high > low else _within(raw)


def _within(value):
    return round(min(100.0, max(0.0, value)), 1)


def _number(text):
    return float(text) if re.fullmatch(r"-?\d{1,7}(\.\d{1,10})?", text or "") else None
