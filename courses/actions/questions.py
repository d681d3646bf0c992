"""The only writers of question banks: a question is added, and an edit makes its next version."""

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import ExamQuestion, Question, QuestionBank
from courses.rules.paper import faults
from lms.audit import trail

FAULTS = {
    "no_stem": lambda: _("Write the question."),
    "few_options": lambda: _("Give at least two options."),
    "same_options": lambda: _("Two options say the same. Change one of them."),
    "no_key": lambda: _("Tick the right answer. An option that is ticked needs a text."),
    "one_key": lambda: _("This kind of question has exactly one right answer. Tick one, or choose “Multiple choice”."),
}


class QuestionFaulty(ValueError):
    """The question cannot be asked; ``codes`` and ``sentences`` say what to mend."""

    def __init__(self, codes):
        self.codes = codes
        self.sentences = [FAULTS[code]() for code in codes]
        super().__init__(" ".join(self.sentences))


@transaction.atomic
def create_bank(*, actor, organisation, title):
    """Create a question bank; one of the same title is returned as it is."""
    bank, created = QuestionBank.objects.get_or_create(organisation=organisation, title=title.strip())
    if created:
        trail.record(actor=actor, verb="bank.create", target=bank, organisation=organisation)
    return bank


@transaction.atomic
def add_question(*, actor, bank, kind, stem, options=(), key=(), explanation=""):
    """Add a question. ``options`` is ``[{"id": "a", "text": "..."}]``; raises :class:`QuestionFaulty`."""
    question = Question.objects.create(bank=bank, created_by=actor, **_checked(kind, stem, options, key, explanation))
    trail.record(actor=actor, verb="question.add", target=question, organisation=bank.organisation)
    return question


@transaction.atomic
def revise_question(*, actor, question, kind, stem, options=(), key=(), explanation=""):
    """Make the question's next version; papers yet to be drawn ask it, attempts begun keep the one they were given."""
    fields = _checked(kind, stem, options, key, explanation)
    latest = Question.objects.select_for_update(of=("self",)).select_related("bank__organisation").get(
        lineage=question.lineage, is_latest=True
    )
    if all(getattr(latest, name) == value for name, value in fields.items()):
        return latest
    Question.objects.filter(pk=latest.pk).update(is_latest=False)
    revised = Question.objects.create(
        bank=latest.bank, lineage=latest.lineage, version=latest.version + 1, created_by=actor, **fields
    )
    ExamQuestion.objects.filter(question=latest).update(question=revised)
    trail.record(
        actor=actor, verb="question.revise", target=revised, organisation=latest.bank.organisation,
        detail={"version": revised.version},
    )
    return revised


def _checked(kind, stem, options, key, explanation):
    options = [] if kind == "true_false" else [
        {"id": option["id"], "text": option["text"].strip()} for option in options if option["text"].strip()
    ]
    if found := faults(kind, stem, options, key):
        raise QuestionFaulty(found)
    return {
        "kind": kind, "stem": stem.strip(), "options": options, "key": sorted(key), "explanation": explanation.strip(),
    }
