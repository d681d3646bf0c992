"""Assignments and works of the small district, for tests."""

import io
import wave
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from courses.actions import assignments, rubrics, work_marks, works
from courses.models import SubmissionMark, Work
from courses.rules import rubrics as rubric_rules

TEXT = "我们支部用主题党日把楼道堆物这件小事办成了。"
ROWS = [{"title": "内容", "points": 60, "hint": "联系实际"}, {"title": "文字", "points": 40, "hint": ""}]


def make_rubric(world, **fields):
    values = {"organisation": world.east, "title": "心得评分", "rows": ROWS} | fields
    return rubrics.create_rubric(actor=world.p_subdistrict, **values)


def make_assignment(world, *, people=None, is_open=True, **fields):
    """An open assignment of the east for its learner: text, due in a week."""
    values = {
        "organisation": world.east, "title": "学习心得", "brief": "写一写。", "kinds": ["text"],
        "due_at": timezone.now() + timedelta(days=7),
    } | fields
    values.setdefault("rubric", None)
    values["rubric"] = values["rubric"] or make_rubric(world)
    made = assignments.create_assignment(actor=world.p_subdistrict, **values)
    if is_open:
        assignments.open_assignment(actor=world.p_subdistrict, assignment=made)
    people = [world.p_learner] if people is None else people
    assignments.admit_participants(actor=None, assignment=made, person_ids=[person.pk for person in people])
    return made


def write(person, assignment, text=TEXT, **fields):
    work = Work.objects.filter(assignment=assignment, person=person).first()
    values = {"writer": "page", "number": (work.draft_number if work else 0) + 1, "base": 0} | fields
    return works.save_draft(person=person, assignment=assignment, text=text, **values)


def hand_in(person, assignment, text=TEXT, now=None):
    kept = write(person, assignment, text)
    works.hand_in(person=person, assignment=assignment, revision=kept.work.draft_revision, now=now)
    return Work.objects.get(pk=kept.work.pk)


def mark(actor, work, scores=(50, 30), comment="写得实在", **fields):
    work.refresh_from_db()
    seen = SubmissionMark.objects.filter(submission=work.latest_id).order_by("-pk").values_list("pk", flat=True).first()
    values = {
        "submission_id": work.latest_id, "criteria": rubric_rules.digest(work.assignment.rubric.criteria), "seen": seen,
    } | fields
    return work_marks.mark_work(actor=actor, work=work, scores=list(scores), comment=comment, **values)


def picture(size=(3000, 2000), form="JPEG", name="照片.jpg", **save):
    out = io.BytesIO()
    Image.new("RGB", size, "#a33").save(out, form, **save)
    return SimpleUploadedFile(name, out.getvalue())


def sound(name="朗读.wav"):
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\x00\x01" * 8000)
    return SimpleUploadedFile(name, out.getvalue())
