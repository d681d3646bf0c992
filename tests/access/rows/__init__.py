"""The rows of the eastern sub-district that addresses speak of, made when an address asks for them."""

from lms.people import actions
from lms.people.enums import Role

from . import (
    api,
    approvals,
    certificates,
    classes,
    courses,
    desk,
    elections,
    exams,
    lists,
    orders,
    people,
    supervision,
)

ROLES = (
    "anonymous", "outsider", "stranger", "learner", "liaison", "trainer", "school", "subdistrict", "district", "editor",
    "auditor",
)


class House(
    people.PeopleRows,
    courses.CourseRows,
    exams.ExamRows,
    classes.ClassRows,
    certificates.CertificateRows,
    orders.OrderRows,
    api.ApiRows,
    elections.ElectionRows,
    supervision.SupervisionRows,
    lists.ListRows,
    approvals.ApprovalRows,
):
    """Rows of the east. ``learner`` learns in a running cohort, ``trainer`` is its class teacher.

    ``outsider`` is a secretary of the west, and ``stranger`` administers the west: a role that may do much, elsewhere.
    """

    def __init__(self, world):
        self.world = world
        self.east, self.branch = world.east, world.east_branch
        self.people = {**world.people, "stranger": self._stranger()}
        self.learner, self.trainer, self.school = world.p_learner, world.p_trainer, world.p_school

    def _stranger(self):
        person = actions.create_person(actor=None, name="西某", username="stranger")
        actions.grant_role(actor=None, person=person, role=Role.SUBDISTRICT, organisation=self.world.west)
        return person


OBJECTS = (
    people.OBJECTS
    | courses.OBJECTS
    | exams.OBJECTS
    | classes.OBJECTS
    | certificates.OBJECTS
    | orders.OBJECTS
    | api.OBJECTS
    | elections.OBJECTS
    | supervision.OBJECTS
    | desk.OBJECTS
    | lists.OBJECTS
    | approvals.OBJECTS
)
