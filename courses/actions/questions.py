"""The only writers of question banks: questions are added, and an edit makes the next version."""

from django.db import transaction
from django.utils.translation import gettext as _

from courses.enums import QuestionState
from courses.models import ExamQuestion, Question, QuestionBank, QuestionMedia, QuestionMediaUse
from courses.models.question import columns_of
from courses.rules.question_faults import faults, tidied
from courses.rules.questions import from_row, media_of
from lms.audit import trail

FAULTS = {
    "no_stem": lambda: _("Write the question."),
    "few_options": lambda: _("Give at least two options."),
    "many_options": lambda: _("Give at most twenty options."),
    "same_options": lambda: _("Two options say the same. Change one of them."),
    "no_key": lambda: _("Tick the right answer. An option that is ticked needs a text."),
    "one_key": lambda: _("This kind of question has exactly one right answer. Tick one, or choose “Multiple choice”."),
    "no_accepted": lambda: _("Give at least one accepted answer for each blank."),
    "blanks": lambda: _("Give answers for as many blanks as the question has: three or more underscores make a blank."),
    "percent": lambda: _("An accepted answer earns between 1 and 100 percent, and the best one 100."),
    "number": lambda: _("A number with a tolerance is written in digits, and the tolerance is not below zero."),
    "accepted": lambda: _("Give each accepted answer of a blank once, in at most 500 signs; thirty at most."),
    "no_pairs": lambda: _("Give each line on the left its partner on the right."),
    "no_order": lambda: _("Give every line its place."),
    "no_parts": lambda: _("A case needs at least one sub-question."),
    "parts": lambda: _("A case holds at most twenty sub-questions, and no other case."),
    "faulty_part": lambda: _("One of the sub-questions cannot be asked as it is. Mend it first."),
    "policy": lambda: _("Choose one of the ways to give points that this kind of question has."),
    "weights": lambda: _("Weights are between -100 and 100 percent, one for each option."),
    "difficulty": lambda: _("Difficulty goes from 1 to 5."),
    "too_long": lambda: _("A text is too long, or there are more than ten tags."),
    "tag": lambda: _("A tag cannot hold the sign 、 since it stands between tags."),
    "signs": lambda: _("A text holds signs that cannot be shown. Write it again."),
    "media": lambda: _("A picture or sound does not belong to this bank. Upload it here."),
}


class QuestionFaulty(ValueError):
    """The question cannot be asked; ``codes`` and ``sentences`` say what to mend."""

    def __init__(self, codes):
        self.codes = tuple(codes)
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
def add_question(*, actor, bank, content=None, draft=False, **row):
    """Add a question: ``content``, or its row (``courses.rules.questions.to_row``). Raises :class:`QuestionFaulty`.

    No paper asks a ``draft`` before it is accepted (``courses.actions.question_states``).
    """
    content = _checked(bank, content or from_row(row))
    question = Question.objects.create(
        bank=bank, created_by=actor, state=QuestionState.DRAFT if draft else QuestionState.LIVE, **columns_of(content))
    _use_media([(question, content)])
    trail.record(actor=actor, verb="question.add", target=question, organisation=bank.organisation)
    return question


@transaction.atomic
def revise_question(*, actor, question, content=None, **row):
    """Make the question's next version; papers yet to be drawn ask it, attempts begun keep the one they were given."""
    latest = Question.objects.select_for_update(of=("self",)).select_related("bank__organisation").get(
        lineage=question.lineage, is_latest=True
    )
    content = _checked(latest.bank, content or from_row(row))
    fields = columns_of(content)
    if all(getattr(latest, name) == value for name, value in fields.items()):
        return latest
    papers = ExamQuestion.objects.filter(question=latest)
    Question.objects.filter(pk=latest.pk).update(is_latest=False)
    revised = Question.objects.create(
        bank=latest.bank, lineage=latest.lineage, version=latest.version + 1, created_by=actor, state=latest.state,
        locked_at=latest.locked_at, locked_by=latest.locked_by, **fields
    )
    _use_media([(revised, content)])
    papers.update(question=revised)
    trail.record(
        actor=actor, verb="question.revise", target=revised, organisation=latest.bank.organisation,
        detail={"version": revised.version},
    )
    return revised


def add_many(*, actor, bank, contents):
    """Add tidied questions that have no faults, in the caller's transaction; return how many. The caller records it."""
    contents = list(contents)
    rows = Question.objects.bulk_create([
        Question(bank=bank, created_by=actor, **columns_of(content))
        for content in contents
    ], batch_size=500)
    _use_media(zip(rows, contents, strict=True))
    return len(rows)


def _checked(bank, content):
    content = tidied(content)
    found = [*faults(content)]
    keys = media_of(content)
    if keys and QuestionMedia.objects.filter(bank=bank, key__in=as_keys(keys)).count() != len(keys):
        found.append("media")
    if found:
        raise QuestionFaulty(found)
    return content


def as_keys(keys):
    """Return those of ``keys`` that can be the key of a medium."""
    return [key for key in keys if len(key) == 32 and set(key) <= set("0123456789abcdef")]


def _use_media(questions):
    wanted = {question.pk: media_of(content) for question, content in questions}
    keys = {key for some in wanted.values() for key in some}
    if not keys:
        return
    known = {medium.key.hex: medium.pk for medium in QuestionMedia.objects.filter(key__in=keys)}
    QuestionMediaUse.objects.bulk_create([
        QuestionMediaUse(question_id=pk, medium_id=known[key]) for pk, some in wanted.items() for key in some
    ], batch_size=500)
