"""Whether someone completed a class, and what is missing: one answer for page, PDF and export alike.

What is attended is counted in units, sessions or half-days (``rules.attendance.attendance_units``). One missed with leave
is no absence: it leaves the count of those to attend, and earns no minutes; one made up is attended. A lesson that was
retired is no longer owed.
"""

from dataclasses import asdict, dataclass, field, fields

from cohorts.rules import results
from cohorts.rules.results import Final


@dataclass(frozen=True)
class Requirements:
    """What the class asks for; 0 or False asks for nothing. ``exam_percent`` is the pass mark, to be told.

    ``leave_most_percent`` is the share of all units beyond which leave keeps from completing. ``final``: the final result has
    to be passed, with ``final_percent``.
    """

    attendance_percent: int = 0
    lessons: bool = False
    exam: bool = False
    exam_percent: int = 0
    minutes: int = 0
    leave_most_percent: int = 0
    final: bool = False
    final_percent: int = 0


@dataclass(frozen=True)
class Facts:
    """What is on record of one person. ``sessions_closed`` counts every unit that took place, the excused ones among them.

    Units are sessions, with ``half_days`` half-days. ``late_absences`` were taken from ``attended`` for ``lates``;
    ``made_up`` and ``before`` (in the class the person came from) are among those attended.
    """

    sessions_closed: int = 0
    sessions_open: int = 0
    attended: int = 0
    excused: int = 0
    lessons_required: int = 0
    lessons_done: int = 0
    lessons_retired: int = 0
    exam_best: int | None = None
    exam_passed: bool = False
    exam_waiting: bool = False
    minutes: int = 0
    half_days: bool = False
    lates: int = 0
    late_absences: int = 0
    made_up: int = 0
    before: int = 0
    final: Final | None = None

    @property
    def sessions_counted(self):
        return self.sessions_closed - self.excused


@dataclass(frozen=True)
class Reason:
    """Something missing. ``code`` and its numbers:

    ``attendance`` (attended, counted, percent, required, half_days, lates, late_absences), ``no_session_closed`` (open),
    ``all_excused`` (excused), ``leave`` (excused, units, percent, most, half_days), ``lessons`` (done, required),
    ``exam_not_taken`` (required), ``exam_waiting``, ``exam_not_passed`` (best, required), ``minutes`` (done, required),
    ``final_open`` (parts, total, of, required), ``final_low`` (parts: of part, percent, least each), ``final_not_passed``
    (total, required); a total and the percent of a part are in tenths.
    """

    code: str
    numbers: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    complete: bool
    reasons: tuple[Reason, ...] = ()


def completion(facts, requirements):
    """Judge ``facts`` by ``requirements``; percentages are compared exactly and shown without rounding up."""
    reasons = [
        reason for reason in (
            _attendance(facts, requirements), _leave(facts, requirements), _lessons(facts, requirements),
            _exam(facts, requirements), _minutes(facts, requirements), _final(facts, requirements),
        ) if reason is not None
    ]
    return Verdict(not reasons, tuple(reasons))


def _attendance(facts, requirements):
    required = requirements.attendance_percent
    if not required or facts.sessions_closed + facts.sessions_open == 0:
        return None
    if facts.sessions_closed == 0:
        return Reason("no_session_closed", {"open": facts.sessions_open})
    counted = facts.sessions_counted
    if counted <= 0:
        return Reason("all_excused", {"excused": facts.excused})
    if facts.attended * 100 >= counted * required:
        return None
    return Reason("attendance", {
        "attended": facts.attended, "counted": counted, "percent": facts.attended * 100 // counted, "required": required,
        "half_days": facts.half_days, "lates": facts.lates, "late_absences": facts.late_absences,
    })


def _leave(facts, requirements):
    most, units = requirements.leave_most_percent, facts.sessions_closed + facts.sessions_open
    if not most or facts.excused * 100 <= units * most:
        return None
    return Reason("leave", {
        "excused": facts.excused, "units": units, "percent": facts.excused * 100 // units, "most": most,
        "half_days": facts.half_days,
    })


def _lessons(facts, requirements):
    if not requirements.lessons or facts.lessons_done >= facts.lessons_required:
        return None
    return Reason("lessons", {"done": facts.lessons_done, "required": facts.lessons_required})


def _exam(facts, requirements):
    if not requirements.exam or facts.exam_passed:
        return None
    if facts.exam_best is None and facts.exam_waiting:
        return Reason("exam_waiting")
    if facts.exam_best is None:
        return Reason("exam_not_taken", {"required": requirements.exam_percent})
    return Reason("exam_not_passed", {"best": facts.exam_best, "required": requirements.exam_percent})


def _minutes(facts, requirements):
    if facts.minutes >= requirements.minutes:
        return None
    return Reason("minutes", {"done": facts.minutes, "required": requirements.minutes})


def _final(facts, requirements):
    final = facts.final
    if not requirements.final or final is None or final.passed:
        return None
    required = requirements.final_percent
    if final.passed is None:
        return Reason("final_open", {"parts": list(final.open), "total": final.total, "of": final.of, "required": required})
    if final.low and final.total >= required * 10:
        return Reason("final_low", {
            "parts": [{"part": line.part, "percent": line.percent or 0, "least": line.least} for line in final.low],
        })
    return Reason("final_not_passed", {"total": final.total, "required": required})


def freeze(verdict, facts, requirements):
    """Return everything that was judged as plain values, to be kept with the enrolment."""
    return {
        "complete": verdict.complete,
        "reasons": [{"code": reason.code, "numbers": dict(reason.numbers)} for reason in verdict.reasons],
        "facts": asdict(facts), "requirements": asdict(requirements),
    }


def thaw(frozen):
    """Return the :class:`Verdict` that :func:`freeze` kept."""
    return Verdict(
        frozen["complete"], tuple(Reason(reason["code"], reason["numbers"]) for reason in frozen["reasons"])
    )


def thaw_facts(frozen):
    """Return the :class:`Facts` that :func:`freeze` kept; what was not on record then stands at its default."""
    kept = dict(frozen.get("facts", {}))
    final = kept.pop("final", None)
    return Facts(**_known(Facts, kept), final=results.thaw(final) if final else None)


def thaw_requirements(frozen):
    """Return the :class:`Requirements` that :func:`freeze` kept."""
    return Requirements(**_known(Requirements, frozen.get("requirements", {})))


def _known(cls, kept):
    names = {one.name for one in fields(cls)}
    return {name: value for name, value in kept.items() if name in names}
