"""What the page of a lesson shows of the package that plays in it."""

from courses.models import ScormAttempt, ScormLesson
from courses.rules.scorm_report import resumes


def parts_of(package, attempt):
    """Return ``[{"number", "title", "status"}]`` of the package's parts, as the person of ``attempt`` (or None) has them."""
    state = attempt.state if attempt else {}
    return [
        {"number": number, "title": part["title"], "status": state.get(part["key"], {}).get("status", "new")}
        for number, part in enumerate(package.parts, start=1)
    ]


def attempt_of(person, lesson, package):
    if lesson is None or not person.is_authenticated:
        return None
    return ScormAttempt.objects.visible_to(person).filter(lesson=lesson, package=package).first()


def is_played(person, lesson):
    """Tell whether the package of ``lesson`` says that ``person`` is done; True for a lesson that plays none."""
    playing = ScormLesson.objects.filter(lesson=lesson).first()
    return playing is None or ScormAttempt.objects.filter(
        person=person, lesson=lesson, package=playing.package_id, status="done"
    ).exists()


def memory_of(package, attempt, number):
    """Return what part ``number`` kept, ``{element: text}``, and whether it goes on from there."""
    entry = attempt.state.get(package.parts[number - 1]["key"], {}) if attempt else {}
    report = entry.get("report", {})
    return report, resumes(package.version, report)


def part_at_hand(parts, asked):
    """Return the number that was asked for in the address, else the first part that is not done, else 1."""
    if asked.isdecimal() and len(asked) < 18 and 0 < int(asked) <= len(parts):
        return int(asked)
    return next((part["number"] for part in parts if part["status"] != "done"), 1)
