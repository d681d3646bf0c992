"""What an author does with their work: keep a draft, hand it in, say whether others may see it.

Files of a draft are written by ``courses.actions.work_files``.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.enums import Consent, WorkState
from courses.models import Submission, Work
from courses.rules import assignments as rules
from lms.audit import trail


class WorkRefused(Exception):
    """Nothing can be written or handed in now; ``code`` says why, the text what to do. What was written is kept."""

    def __init__(self, code, text):
        self.code = code
        super().__init__(text)


class WorkIncomplete(Exception):
    """Something is missing before it can be handed in: ``faults`` of ``courses.rules.assignments``."""

    def __init__(self, faults):
        self.faults = faults
        super().__init__(", ".join(fault.code for fault in faults))


@dataclass(frozen=True)
class Kept:
    """What became of a text that was sent: the verdict of ``rules.judge``, and the work as it is now."""

    verdict: str
    work: Work


def own_work(*, person, assignment):
    """Return the person's work, locked until the transaction ends; it begins with the first thing they write.

    ``assignment`` is one that is open to them (``Assignment.objects.open_to``).
    """
    work, _made = Work.objects.get_or_create(
        assignment=assignment, person=person, defaults={"organisation": _organisation_of(person, assignment)}
    )
    return Work.objects.select_for_update(of=("self",)).select_related("latest__returned", "organisation").get(pk=work.pk)


def _organisation_of(person, assignment):
    """Where the person belongs: a post below the assignment's organisation first, and without any post that itself."""
    posts = list(person.appointments.current().select_related("organisation").order_by("pk"))
    below = [post for post in posts if post.organisation.path.startswith(assignment.organisation.path)]
    return next((post.organisation for post in [*below, *posts]), assignment.organisation)


@transaction.atomic
def save_draft(*, person, assignment, text, writer, number, base, now=None):
    """Keep ``text`` as the draft unless another page wrote meanwhile; return :class:`Kept`.

    Kept after the end too: nobody loses what they wrote. Raises :class:`WorkRefused` once it is handed in.
    """
    work = own_work(person=person, assignment=assignment)
    text = text.replace("\r\n", "\n")[:rules.LONGEST * 2]
    _writable(work)
    stored = rules.Saving(work.draft_writer, work.draft_number, work.draft_revision, work.draft)
    verdict = rules.judge(stored, rules.Saving(writer, number, base, text))
    if verdict == rules.KEEP:
        work.draft, work.draft_writer, work.draft_number = text, writer, number
        work.draft_revision += 1
        work.draft_saved_at = now or timezone.now()
        work.save(update_fields=["draft", "draft_writer", "draft_number", "draft_revision", "draft_saved_at"])
    return Kept(verdict, work)


@transaction.atomic
def hand_in(*, person, assignment, revision, now=None):
    """Hand the draft in as the next version and return the submission; handed in before, that one is returned.

    ``revision`` is the draft that the person looked over. Raises :class:`WorkRefused` when it is too late or the draft
    changed since, :class:`WorkIncomplete` when something is missing.
    """
    now = now or timezone.now()
    work = own_work(person=person, assignment=assignment)
    if not rules.writable(work.state):
        return work.latest
    received = rules.receipt(assignment.terms(again_until(work)), now)
    if received not in (rules.ON_TIME, rules.LATE):
        raise refusal(received, assignment, work)
    if revision != work.draft_revision:
        raise WorkRefused("changed", _("The text was changed in another window meanwhile. Look it over again, then hand it in."))
    files = list(work.files.filter(in_draft=True))
    if found := rules.faults(assignment.asked, work.draft, count_kinds(files)):
        raise WorkIncomplete(found)
    version = Submission.objects.filter(work=work).count() + 1
    submission = Submission.objects.create(
        work=work, version=version, text=work.draft, characters=rules.length(work.draft), submitted_at=now,
        late=received == rules.LATE,
    )
    submission.files.set(files)
    work.latest, work.state = submission, WorkState.HANDED_IN
    work.save(update_fields=["latest", "state"])
    trail.record(actor=person, verb="work.submit", target=work, organisation=work.organisation,
                 detail={"assignment": assignment.pk, "version": version, "late": submission.late})
    return submission


@transaction.atomic
def set_consent(*, person, work, consent, now=None):
    """Remember whether the author's work may be shown, and with the name; taken back, it is shown to nobody at once."""
    work = Work.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=work.pk, person=person)
    if work.consent == Consent(consent):
        return work
    work.consent, work.consent_at = Consent(consent), now or timezone.now()
    work.save(update_fields=["consent", "consent_at"])
    trail.record(actor=person, verb="work.consent" if work.consent else "work.unconsent", target=work,
                 organisation=work.organisation, detail={"assignment": work.assignment_id, "consent": work.consent})
    return work


def again_until(work):
    """Return until when a returned work may come again; None for any other."""
    returned = work is not None and work.state == WorkState.RETURNED and getattr(work.latest, "returned", None)
    return returned.again_until if returned else None


def count_kinds(files):
    """Map each kind of the files to how many there are."""
    counts = {}
    for file in files:
        counts[file.kind] = counts.get(file.kind, 0) + 1
    return counts


def _writable(work):
    if not rules.writable(work.state):
        raise WorkRefused("handed_in", _("This is handed in already. To change something, ask your class teacher to return it."))


def refusal(code, assignment, work=None):
    """Return the :class:`WorkRefused` of a code of ``rules.receipt``, with what to do."""
    if code == rules.NOT_OPEN:
        return WorkRefused(code, _("This assignment is closed. What you wrote is kept here. Ask your class teacher to open it "
                                   "again if you still want to hand it in."))
    ended = rules.last_moment(assignment.terms(again_until(work)))
    return WorkRefused(code, _(
        "It could be handed in until %(ended)s. What you wrote is kept here: ask your class teacher or %(organisation)s for "
        "more time, then come back and hand it in."
    ) % {"ended": date_format(timezone.localtime(ended), "Y-m-d H:i"), "organisation": assignment.organisation.name})
