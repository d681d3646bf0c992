"""Readiness as plain data, for the workbook and for snapshots: every row, no formatting."""

from cohorts.enums import AttendanceStatus
from cohorts.models.election import ADMINISTRATORS
from cohorts.queries.readiness import readiness
from lms.people.models import Category

ROUND = ("title", "classes", "minutes", "attendance_percent", "leave_counts", "exam", "certificate", "secretaries", "deputies",
         "members")


def collect(*, user, round_, as_of, area=None):
    """Return the data (``cohorts.rules.readiness_data``) of what ``user`` administers, below ``area`` if one is named.

    It holds nothing of who asks or when: the same rows make the same data.
    """
    organisations = readiness(user=user, round_=round_, as_of=as_of, roles=ADMINISTRATORS, area=area)
    names = dict(Category.objects.values_list("code", "name"))
    return {
        "round": {
            "id": round_.pk, "since": round_.since.isoformat(), "cut_off": round_.cut_off.isoformat(),
            "as_of": as_of.isoformat(), "category": names.get(round_.category_code, round_.category_code),
            "area": area.name if area is not None else "", **{name: getattr(round_, name) for name in ROUND},
        },
        "organisations": [
            {"id": one.pk, "name": one.name, "superior": one.superior, "superior_id": one.superior_id,
             "vacant": one.vacant, "standing": str(one.standing)}
            for one in organisations
        ],
        "people": [_person(one, person) for one in organisations for person in one.people],
        "classes": [
            _class(one, person, place) for one in organisations for person in one.people for place in person.classes
        ],
    }


def _person(organisation, person):
    facts = person.facts
    return {
        "organisation": organisation.pk, "person": person.person_id, "position": str(person.position), "name": person.name,
        "phone": person.phone, "since": person.starts_on.isoformat() if person.starts_on else "",
        "completed": facts.completed, "minutes": facts.minutes, "sessions": facts.sessions, "attended": facts.attended,
        "excused": facts.excused, "exams": facts.exams, "certificates": list(facts.certificates),
        "prepared": person.verdict.prepared, "lacks": [str(lack) for lack in person.verdict.lacks],
    }


def _class(organisation, person, place):
    return {
        "organisation": organisation.pk, "person": person.person_id, "position": str(person.position), "title": place.title,
        "starts_on": place.starts_on.isoformat(), "ends_on": place.ends_on.isoformat(), "outcome": place.outcome,
        **{status.value: place.marks[status] for status in AttendanceStatus if status != AttendanceStatus.UNDONE},
    }
