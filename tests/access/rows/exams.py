"""Questions, exams and assignments: the rows that their addresses speak of."""

import datetime
import io
from functools import cached_property

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from courses.actions import (
    assignments,
    exam_setup,
    exams,
    printed_papers,
    question_import,
    questions,
    regrading,
    rubrics,
    work_marks,
    works,
)
from courses.actions.candidates import admit_candidates
from courses.actions.question_media import keep_medium
from courses.actions.work_files import add_file
from courses.models import (
    PaperRule,
    Work,
)

from .base import pk_of


class ExamRows:
    @cached_property
    def bank(self):
        return questions.create_bank(actor=None, organisation=self.east, title="东街道题库")

    @cached_property
    def question_medium(self):
        picture = io.BytesIO()
        Image.new("RGB", (2, 2)).save(picture, "PNG")
        return keep_medium(bank=self.bank, data=picture.getvalue(), name="a.png")

    @cached_property
    def question_upload(self):
        file = SimpleUploadedFile("a.gift", "后备也要培训。{T}".encode())
        return question_import.upload_file(actor=self.people["district"], bank=self.bank, file=file)

    @cached_property
    def question(self):
        return questions.add_question(
            actor=None, bank=self.bank, kind="single", stem="哪一项正确？", key=["a"],
            options=[{"id": "a", "text": "甲"}, {"id": "b", "text": "乙"}],
        )

    @cached_property
    def paper_rule(self):
        return PaperRule.objects.create(exam=self.exam, bank=self.bank, count=1)

    @cached_property
    def printed_paper(self):
        return printed_papers.draw_version(actor=self.people["district"], exam=self.exam, now=timezone.now())

    @cached_property
    def exam(self):
        exam = exam_setup.create_exam(actor=None, organisation=self.east, title="结业考试")
        exam_setup.set_paper(actor=None, exam=exam, items=[(self.question, 5)])
        exam_setup.open_exam(actor=None, exam=exam)
        exam.refresh_from_db()
        admit_candidates(actor=None, exam=exam, person_ids=[self.learner.pk])
        return exam

    @cached_property
    def attempt(self):
        return exams.start_attempt(person=self.learner, exam=self.exam)

    @cached_property
    def finished_attempt(self):
        return exams.submit_attempt(attempt=self.attempt)

    @cached_property
    def rubric(self):
        return rubrics.create_rubric(
            actor=None, organisation=self.east, title="评分", rows=[{"title": "内容", "points": 10, "hint": ""}]
        )

    @cached_property
    def assignment(self):
        assert self.enrolment  # the learner sits in the trainer's class
        made = assignments.create_assignment(
            actor=None, organisation=self.east, title="变化，在我身边", brief="拍一张。", kinds=["text", "picture"],
            due_at=timezone.now() + datetime.timedelta(days=3), rubric=self.rubric, activity="photo",
        )
        assignments.open_assignment(actor=None, assignment=made)
        assignments.admit_participants(actor=None, assignment=made, person_ids=[self.learner.pk])
        return made

    @cached_property
    def work_draft(self):
        kept = works.save_draft(person=self.learner, assignment=self.assignment, text="江边", writer="a", number=1, base=0)
        return kept.work

    @cached_property
    def work_file(self):
        picture = io.BytesIO()
        Image.new("RGB", (2, 2)).save(picture, "PNG")
        file = SimpleUploadedFile("a.png", picture.getvalue())
        return add_file(person=self.learner, assignment=self.work_draft.assignment, kind="picture", upload=file)

    @cached_property
    def work(self):
        assert self.work_file
        works.hand_in(person=self.learner, assignment=self.assignment, revision=self.work_draft.draft_revision)
        return Work.objects.select_related("latest", "assignment__rubric").get(pk=self.work_draft.pk)

    @cached_property
    def handed_in_file(self):
        assert self.work
        return self.work_file

    @cached_property
    def excellent_work(self):
        work_marks.mark_work(
            actor=None, work=self.work, submission_id=self.work.latest_id, seen=None, scores=[9],
            criteria=work_marks.rubrics.digest(self.rubric.criteria),
        )
        return work_marks.choose_work(actor=None, work=self.work)

    @cached_property
    def shown_work(self):
        work_marks.show_work(actor=None, work=self.excellent_work)
        return works.set_consent(person=self.learner, work=self.work, consent="named")

    @cached_property
    def essay(self):
        return questions.add_question(actor=None, bank=self.bank, kind="essay", stem="谈谈你的支部。", key=["言之有物"])

    @cached_property
    def essay_attempt(self):
        exam = exam_setup.create_exam(actor=None, organisation=self.east, title="论述考试")
        exam_setup.set_paper(actor=None, exam=exam, items=[(self.essay, 20), (self.question, 5)])
        exam_setup.open_exam(actor=None, exam=exam)
        exam.refresh_from_db()
        admit_candidates(actor=None, exam=exam, person_ids=[self.learner.pk])
        attempt = exams.start_attempt(person=self.learner, exam=exam)
        return exams.submit_attempt(attempt=attempt, answers={self.essay.pk: ["我们的支部很小"]})

    @cached_property
    def regrade(self):
        return regrading.prepare_regrade(
            actor=self.people["district"], exam=self.essay_attempt.exam, question=self.question, remedy="full", reason="题目有误"
        )


# Address by name -> the row it speaks of, as ``house -> keyword arguments``.
OBJECTS = {
    "courses:exam": pk_of("exam"),
    "courses:attempt": pk_of("attempt"),
    "courses:attempt-save": pk_of("attempt"),
    "courses:attempt-review": pk_of("attempt"),
    "courses:attempt-submit": pk_of("attempt"),
    "courses:attempt-result": pk_of("finished_attempt"),
    "courses:exam-desk": pk_of("exam"),
    "courses:exam-watch": pk_of("exam"),
    "courses:exam-extend": pk_of("exam"),
    "courses:exam-end": pk_of("exam"),
    "courses:exam-screen": pk_of("exam"),
    "courses:exam-screen-code": pk_of("exam"),
    "courses:exam-room": lambda house: {"pk": house.exam.pk, "code": "x" * 20},
    "courses:attempt-free": pk_of("attempt"),
    "courses:attempt-extend": pk_of("attempt"),
    "courses:attempt-end": pk_of("attempt"),
    "courses:attempt-log": pk_of("attempt"),
    "courses:attempt-answers": pk_of("finished_attempt"),
    "courses:exam-edit": pk_of("exam"),
    "courses:exam-paper": pk_of("exam"),
    "courses:exam-open": pk_of("exam"),
    "courses:exam-close": pk_of("exam"),
    "courses:exam-results": pk_of("exam"),
    "courses:exam-results-export": pk_of("exam"),
    "courses:exam-release": pk_of("exam"),
    "courses:exam-duplicate": pk_of("exam"),
    "courses:exam-paper-add": pk_of("exam"),
    "courses:exam-rubric": lambda house: {"pk": house.exam.pk, "row": house.exam.paper.get().pk},
    "courses:exam-rule-new": pk_of("exam"),
    "courses:exam-rule-count": pk_of("exam"),
    "courses:exam-rule-edit": lambda house: {"pk": house.exam.pk, "rule": house.paper_rule.pk},
    "courses:exam-preview": pk_of("exam"),
    "courses:exam-print": pk_of("exam"),
    "courses:exam-print-paper": pk_of("printed_paper"),
    "courses:exam-print-key": pk_of("printed_paper"),
    "courses:exam-print-delete": pk_of("printed_paper"),
    "courses:exam-keying": pk_of("printed_paper"),
    "courses:exam-key-in": lambda house: {"pk": house.printed_paper.pk, "person": house.learner.pk},
    "courses:exam-candidates": pk_of("exam"),
    "courses:exam-candidates-add": pk_of("exam"),
    "courses:exam-candidates-paste": pk_of("exam"),
    "courses:exam-candidate-remove": lambda house: {"pk": house.exam.candidates.get().pk},
    "courses:exam-candidate-time": lambda house: {"pk": house.exam.candidates.get().pk},
    "courses:exam-invigilators": pk_of("exam"),
    "courses:assignment": pk_of("assignment"),
    "courses:assignment-save": pk_of("assignment"),
    "courses:assignment-review": lambda house: {"pk": house.work_draft.assignment_id},
    "courses:work-consent": pk_of("work"),
    "courses:work-file": lambda house: {"key": house.handed_in_file.key},
    "courses:work-thumbnail": lambda house: {"key": house.handed_in_file.key},
    "courses:work-file-remove": lambda house: {"key": house.work_file.key},
    "courses:gallery-work": pk_of("shown_work"),
    **{f"courses:assignment-{name}": pk_of("assignment") for name in ("desk", "edit", "open", "close", "next")},
    **{f"courses:work-{name}": pk_of("work") for name in ("desk", "mark", "mark-draft", "return", "choose")},
    "courses:work-recommend": pk_of("excellent_work"),
    "courses:work-show": pk_of("excellent_work"),
    "courses:rubric-edit": pk_of("rubric"),
    "courses:exam-analysis": pk_of("exam"),
    "courses:exam-analysis-export": pk_of("exam"),
    "courses:exam-analysis-question": lambda house: {"pk": house.exam.pk, "question": house.question.pk},
    "courses:question-analysis": pk_of("question"),
    "courses:marking-exam": lambda house: {"pk": house.essay_attempt.exam_id},
    "courses:marking-answer": lambda house: {"pk": house.essay_attempt.exam_id, "question": house.essay.pk, "part": 0},
    "courses:marking-attempts": lambda house: {"pk": house.essay_attempt.exam_id},
    "courses:marking-attempt": pk_of("essay_attempt"),
    "courses:marking-correct": lambda house: {"pk": house.essay_attempt.pk, "question": house.essay.pk},
    "courses:regrades": lambda house: {"pk": house.essay_attempt.exam_id},
    "courses:regrade-new": lambda house: {"pk": house.essay_attempt.exam_id, "question": house.question.pk},
    "courses:regrade": pk_of("regrade"),
    "courses:regrade-apply": pk_of("regrade"),
    "courses:regrade-again": pk_of("regrade"),
    "courses:regrade-discard": pk_of("regrade"),
    "courses:bank": pk_of("bank"),
    "courses:question-create": pk_of("bank"),
    "courses:question-edit": pk_of("question"),
    "courses:question-preview": pk_of("question"),
    "courses:question-history": pk_of("question"),
    "courses:question-move": lambda house: {"pk": house.question.pk, "verb": "retire"},
    "courses:bank-lock": lambda house: {"pk": house.bank.pk, "verb": "lock"},
    "courses:questions-alike": pk_of("bank"),
    "courses:question-files": pk_of("bank"),
    "courses:bank-export": lambda house: {"pk": house.bank.pk, "form": "gift"},
    "courses:question-file": pk_of("question_upload"),
    "courses:question-file-take": pk_of("question_upload"),
    "courses:question-file-again": pk_of("question_upload"),
    "courses:question-file-discard": pk_of("question_upload"),
    "courses:question-media": lambda house: {"key": house.question_medium.key},
}
