"""Exams for tests: an open exam of three questions, its right answers, and a canary where no candidate may look."""

from courses.actions import exam_setup, questions

CANARY = "CANARY-7f3a"


def make_exam(world, **fields):
    """An open exam of three questions (5 points each) with a canary in every explanation."""
    actor = world.people["subdistrict"]
    bank = questions.create_bank(actor=actor, organisation=world.east, title="题库")
    options = [{"id": "a", "text": "甲"}, {"id": "b", "text": "乙"}, {"id": "c", "text": "丙"}]
    asked = [
        questions.add_question(actor=actor, bank=bank, kind="single", stem="单选题", options=options, key=["b"],
                               explanation=CANARY),
        questions.add_question(actor=actor, bank=bank, kind="multiple", stem="多选题", options=options, key=["a", "c"],
                               explanation=CANARY),
        questions.add_question(actor=actor, bank=bank, kind="true_false", stem="判断题", key=["false"],
                               explanation=CANARY),
    ]
    exam = exam_setup.create_exam(actor=actor, organisation=world.east, title="结业考试", **fields)
    exam_setup.set_paper(actor=actor, exam=exam, items=[(question, 5) for question in asked])
    exam_setup.open_exam(actor=actor, exam=exam)
    return exam, asked


def right(asked):
    return {question.pk: question.key for question in asked}
