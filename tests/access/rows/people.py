"""Organisations, people, work and notices: the rows that their addresses speak of."""

from functools import cached_property

from django.core.files.base import ContentFile
from wagtail.models import Page

from cms.models import HomePage, SchoolIndexPage, SchoolPage
from lms.jobs.models import Job
from lms.notices.actions import notify
from lms.notices.models import Delivery
from lms.people.models import Appointment, RoleGrant, SignInSession
from lms.people.models.imports import BatchState, ImportBatch

from .base import pk_of

LAYOUT = {
    "key": "a", "sheets": [{"name": "名册", "row": 1, "height": 1}], "texts": ["姓名"], "samples": [["张三"]], "fields": ["name"],
}


class PeopleRows:
    @cached_property
    def grant(self):
        return RoleGrant.objects.get(person=self.trainer)

    @cached_property
    def appointment(self):
        return Appointment.objects.get(person=self.learner)

    @cached_property
    def batch(self):
        return ImportBatch.objects.create(
            uploaded_by=self.world.p_subdistrict, organisation=self.east, file_name="名册.xlsx", state=BatchState.READY,
            layouts=[LAYOUT],
        )

    @cached_property
    def applied_batch(self):
        return ImportBatch.objects.create(
            uploaded_by=self.world.p_subdistrict, organisation=self.east, file_name="名册.xlsx", state=BatchState.APPLIED
        )

    @cached_property
    def sign_in_session(self):
        return SignInSession.objects.create(person=self.learner, session_key="an-other-device")

    @cached_property
    def job(self):
        return Job.objects.create(kind="sample", owner=self.world.p_subdistrict)

    @cached_property
    def slips(self):
        job = Job(kind="people.first_codes", owner=self.world.p_subdistrict, state="done")
        job.result_file.save("slips", ContentFile(b'{"organisation": "", "slips": []}'))
        return job

    @cached_property
    def notice(self):
        return notify(person=self.learner, kind="lesson_question.answered", source="sample", params={"lesson": "第一课"})

    @cached_property
    def delivery(self):
        return Delivery.objects.create(notice=self.notice, channel="sms", state="failed")

    def pages(self):
        """Make the site's home and the school page of the east, which is what an editor of the east may edit."""
        home = HomePage(title="首页", slug="front")
        Page.get_first_root_node().add_child(instance=home)
        index = SchoolIndexPage(title="社区党校", slug="schools")
        home.add_child(instance=index)
        index.add_child(instance=SchoolPage(title="东街道社区党校", slug="east", school=self.east))


# Address by name -> the row it speaks of, as ``house -> keyword arguments``.
OBJECTS = {
    "jobs:job": pk_of("job"),
    "jobs:cancel": pk_of("job"),
    "jobs:retry": pk_of("job"),
    "jobs:download": pk_of("job"),
    "people:import": pk_of("batch"),
    "people:import-columns": pk_of("batch"),
    "people:import-apply": pk_of("batch"),
    "people:import-again": pk_of("batch"),
    "people:import-undo": pk_of("applied_batch"),
    "people:import-discard": pk_of("batch"),
    "people:import-errors": pk_of("batch"),
    "people:organisation": pk_of("branch"),
    "people:organisation-below": pk_of("branch"),
    "people:organisation-edit": pk_of("branch"),
    "people:organisation-new": pk_of("branch"),
    "people:first-codes": pk_of("branch"),
    "people:slips": pk_of("slips"),
    "people:person": pk_of("learner"),
    "people:person-slip": pk_of("learner"),
    "people:person-edit": pk_of("learner"),
    "people:person-appoint": pk_of("learner"),
    "people:person-code": pk_of("learner"),
    "people:person-reveal": pk_of("learner"),
    "people:appointment-end": pk_of("appointment"),
    "people:person-erase": pk_of("learner"),
    "people:person-second-factor": pk_of("learner"),
    "people:session-end": pk_of("sign_in_session"),
    "people:grant-new": pk_of("learner"),
    "people:grant-end": pk_of("grant"),
    "notices:open": pk_of("notice"),
    "notices:delivery-again": pk_of("delivery"),
    "editor_exits:password-link": lambda house: {"rest": "confirm/1/2/"},
    "media": lambda house: {"path": "documents/secret.pdf"},
}
