"""A person's copy of their own data: everything that is about them, in words, and nothing of anybody else."""

import json
import zipfile

import pytest
from django.utils import translation

from lms.audit.models import AuditEntry
from lms.jobs.actions import run_job
from lms.jobs.models import Job
from lms.notices.actions import notify
from lms.people import actions, own_copy
from lms.people.models import Person
from tests.people.test_second_factor import code_of

HOUSE = {"lms", "certificates", "courses", "cohorts", "cms"}
BACKEND = "lms.people.backends.IdentifierBackend"


def test_everything_that_points_at_a_person_is_handed_out_or_left_out_for_a_reason():
    there = {f"{each.related_model._meta.label}.{each.field.name}" for each in Person._meta.related_objects
             if each.related_model._meta.app_config.name.partition(".")[0] in HOUSE}
    told = {f"{section.model}.{section.person}" for section in own_copy.SECTIONS if "__" not in section.person}
    assert sorted(there - told - own_copy.LEFT_OUT.keys()) == []
    assert sorted((own_copy.LEFT_OUT.keys() | told) - there - {"audit.AuditEntry.actor"}) == []
    assert sorted(told & own_copy.LEFT_OUT.keys()) == []


@pytest.mark.django_db
def test_every_section_can_be_read_and_has_a_heading_of_its_own(world):
    made = own_copy.copy_of(world.p_learner)
    assert len(made) == len(own_copy.SECTIONS) + 1


def made_copy(client, person):
    client.force_login(person, backend=BACKEND)
    job = Job.objects.get(pk=client.post("/account/copy/").url.split("/")[-2])
    run_job(job.pk)
    job.refresh_from_db()
    with zipfile.ZipFile(job.result_file) as archive:
        return json.loads(archive.read("data.json"))


def test_it_tells_ones_own_data_in_words(client, world):
    Person.objects.filter(pk=world.p_learner.pk).update(phone="14011112222")
    notify(person=world.p_learner, kind="lesson_question.answered", source="one", params={"lesson": "第一课"})
    notify(person=world.p_outsider, kind="lesson_question.answered", source="two", params={"lesson": "别人的课"})
    with translation.override("zh-hans"):
        copy = made_copy(client, world.p_learner)
    assert copy["我的资料"][0]["姓名"] == "张学员"
    assert [list(post.values()) for post in copy["任职"]] == [["东一居民区党总支", "书记", "", ""]]
    text = json.dumps(copy, ensure_ascii=False)
    assert ("14011112222" in text, "第一课" in text, "别人的课" in text, "王外人" in text) == (True, True, False, False)
    assert AuditEntry.objects.filter(verb="account.own_copy", actor=world.p_learner).count() == 1


def test_nothing_that_lets_somebody_in_is_in_it(client, world):
    trainer = world.p_trainer
    actions.set_password(person=trainer, password="correct-horse-9")
    factor = actions.begin_second_factor(actor=trainer)
    actions.confirm_second_factor(actor=trainer, code=code_of(trainer))
    text = json.dumps(made_copy(client, trainer))
    trainer.refresh_from_db()
    session = trainer.sign_in_sessions.get()
    secrets = (factor.secret, trainer.password, session.session_key, *trainer.recovery_codes.values_list("digest", flat=True))
    assert [secret in text for secret in secrets] == [False] * 13


def test_a_demo_account_gets_none(client, world, settings):
    settings.DEMO_MODE = True
    Person.objects.filter(pk=world.p_learner.pk).update(is_demo=True)
    client.force_login(world.p_learner, backend=BACKEND)
    assert client.post("/account/copy/").url == "/account/"
    assert Job.objects.count() == 0
