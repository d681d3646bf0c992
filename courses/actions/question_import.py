"""Taking files of questions into a bank: upload, reading, preview, and one act that takes all or nothing."""

import uuid
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from courses.actions.question_media import MediaRefused, drop_unused, keep_medium, look_into
from courses.actions.questions import add_many, as_keys
from courses.enums import UploadState
from courses.models import Question, QuestionBank, QuestionMedia, QuestionUpload
from courses.queries.questions import compared_with
from courses.question_files import formats
from courses.question_files.result import Problem, Unreadable, with_media
from courses.question_files.sentences import sentence
from courses.rules.questions import from_row, media_of, to_row
from courses.rules.similar import Near, fingerprint, folded, stem_of
from lms.audit import trail
from lms.jobs.actions import start_job
from lms.jobs.models import Job
from lms.storage import private_storage

AT_ONCE = 300 * 1024  # bytes: what is read while the page waits
MANY = 500  # questions: more are taken by a worker


class NotTaken(Exception):
    """The file cannot be taken; the text says what to do."""


def _page(upload):
    return f"/desk/question-files/{upload.pk}/"


def _refused(error):
    return NotTaken(sentence(error.code, error.params))


@transaction.atomic
def upload_file(*, actor, bank, file, form=""):
    """Keep an uploaded file and have it read; return its row. Raises :class:`NotTaken` for what need not be kept."""
    head = file.read(4096)
    file.seek(0)
    try:
        form = formats.check(file.name, file.size, head, form)
    except Unreadable as error:
        raise _refused(error) from error
    name = f"question_files/{timezone.now():%Y/%m}/{uuid.uuid4().hex}"
    upload = QuestionUpload.objects.create(
        bank=bank, uploaded_by=actor, file_name=Path(file.name).name[-200:], file_format=form,
        file=private_storage().save(name, file),
    )
    trail.record(actor=actor, verb="question.upload", target=upload, organisation=bank.organisation, detail={"format": form})
    if file.size <= AT_ONCE:
        read_upload(upload=upload)
    else:
        job = start_job(kind="questions.read", owner=actor, params={"upload": upload.pk}, back_url=_page(upload))
        QuestionUpload.objects.filter(pk=upload.pk).update(job_id=job.pk)
    return upload


def read_upload(*, upload, progress=lambda done, total: None):
    """Read the file, and keep what it holds as the preview; a file that cannot be read says why."""
    try:
        with upload.file.storage.at_hand(upload.file.name) as path:
            draft, problems = _draft(upload, path, upload.file_name, upload.file_format, progress)
    except Unreadable as error:
        QuestionUpload.objects.filter(pk=upload.pk, state=UploadState.READING).update(
            state=UploadState.FAILED, error=sentence(error.code, error.params))
        return
    QuestionUpload.objects.filter(pk=upload.pk, state=UploadState.READING).update(
        state=UploadState.READY, draft=draft, problems=problems)


@transaction.atomic
def _draft(upload, path, name, form, progress):
    _form, reading = formats.read(path, name, form)
    keep_files(reading, bank=upload.bank, upload=upload, user=upload.uploaded_by)
    return drafted(reading, bank=upload.bank, user=upload.uploaded_by, progress=progress)


def keep_files(reading, *, bank, user=None, upload=None, dry_run=False):
    """Keep the pictures and sounds that questions show; questions that show what was refused are left out of ``reading``.

    What a file names by its key alone is taken from the bank, or copied from another that ``user`` keeps. With ``dry_run``
    files are looked into only.
    """
    wanted = {key for one in reading.found for key in media_of(one.content)}
    names = {key: key for key in _known(wanted - reading.files.keys(), bank)}
    for key, medium in _kept_elsewhere(wanted - reading.files.keys() - names.keys(), user).items():
        with medium.file.open("rb") as file:
            reading.files[key] = file.read()
    refused = {}
    for key in wanted & reading.files.keys():
        try:
            if dry_run:
                look_into(reading.files[key])
                names[key] = key
            else:
                kept = keep_medium(actor=user, bank=bank, data=reading.files[key], name=key, upload=upload)
                names[key] = kept.key.hex
        except MediaRefused as error:
            refused[key] = str(error)
    kept = []
    for one in reading.found:
        missing = [key for key in media_of(one.content) if key not in names]
        if missing:
            code = "bad_file" if missing[0] in refused else "file_missing"
            params = {"what": missing[0][:80], **({"reason": refused[missing[0]]} if missing[0] in refused else {})}
            reading.problems.append(Problem(one.line, code, params))
        else:
            kept.append(type(one)(with_media(one.content, names), one.line))
    reading.found = kept


def _known(keys, bank):
    hexes = as_keys(keys)
    return {medium.key.hex for medium in QuestionMedia.objects.filter(bank=bank, key__in=hexes)} if hexes else set()


def _kept_elsewhere(keys, user):
    hexes = as_keys(keys)
    if user is None or not hexes:
        return {}
    found = QuestionMedia.objects.filter(key__in=hexes, bank__in=QuestionBank.objects.visible_to(user))
    return {medium.key.hex: medium for medium in found if medium.file.storage.exists(medium.file.name)}


def drafted(reading, *, bank, user=None, progress=lambda done, total: None):
    """Return the preview's rows, each with what it repeats and resembles, and the problems as plain values.

    Compared are the bank's own questions, those of all other banks that ``user`` sees, and those before it in the file.
    """
    there, elsewhere, near_there = _present(bank, user)
    stems = [folded(one.content.stem) for one in reading.found]
    near_file = Near(enumerate(stems))
    seen, rows = {}, []
    for at, one in enumerate(reading.found):
        if at % 200 == 0:
            progress(at, len(reading.found))
        mark = fingerprint(one.content)
        same = there.get(mark) or ("file" if mark in seen else "")
        seen.setdefault(mark, one.line)
        near = []
        if not same:
            near = [{"id": pk} for pk in near_there.find(stems[at]) if pk != elsewhere.get(mark)]
            near += [{"line": reading.found[other].line} for other in near_file.find(stems[at]) if other < at]
        rows.append({
            "row": to_row(one.content), "line": one.line, "same": same, "near": near[:2],
            "elsewhere": "" if same else elsewhere.get(mark, ""),
        })
    problems = [
        {"line": problem.line, "code": problem.code, "params": problem.params, "skipped": problem.skipped}
        for problem in reading.problems
    ]
    return rows, problems


def _present(bank, user):
    """Return ``{fingerprint: id}`` of the bank's questions and of those of other banks, and the stems of both by likeness."""
    rows = list(compared_with(user, bank).order_by("pk").values_list("pk", "bank", "fingerprint", "folded"))
    here = {mark: pk for pk, of, mark, _words in rows if of == bank.pk}
    elsewhere = {mark: pk for pk, of, mark, _words in rows if of != bank.pk}
    return here, elsewhere, Near((pk, stem_of(words)) for pk, _of, _mark, words in rows)


@transaction.atomic
def start_applying(*, actor, upload, with_same=False):
    """Take the questions that the preview showed, at once or by a worker; a second click finds it done."""
    locked = QuestionUpload.objects.select_for_update().get(pk=upload.pk)
    if locked.state != UploadState.READY:
        return
    locked.state, locked.with_same = UploadState.APPLYING, with_same
    locked.save(update_fields=["state", "with_same"])
    if len(locked.draft) <= MANY:
        apply_upload(actor=actor, upload=locked)
    else:
        job = start_job(kind="questions.apply", owner=actor, params={"upload": locked.pk}, back_url=_page(locked))
        QuestionUpload.objects.filter(pk=locked.pk).update(job_id=job.pk)


@transaction.atomic
def apply_upload(*, actor, upload):
    """Write what :func:`start_applying` asked for, all or nothing; done before, nothing happens. Return how many were taken.

    What others wrote into the bank since the preview is compared anew, so that nothing stands twice by two hands at once.
    """
    upload = QuestionUpload.objects.select_for_update(of=("self",)).select_related("bank__organisation").get(pk=upload.pk)
    if upload.state != UploadState.APPLYING:
        return upload.taken
    upload.taken = take_rows(actor=actor, bank=upload.bank, rows=upload.draft, with_same=upload.with_same)
    upload.state = UploadState.APPLIED
    name, upload.file = upload.file.name, ""
    upload.save(update_fields=["taken", "state", "file"])
    drop_unused(upload=upload)
    transaction.on_commit(lambda: private_storage().delete(name))
    trail.record(
        actor=actor, verb="question.import", target=upload, organisation=upload.bank.organisation,
        detail={"questions": upload.taken, "format": upload.file_format},
    )
    return upload.taken


def take_rows(*, actor, bank, rows, with_same):
    """Write the questions of a preview, those that the bank has already only ``with_same``; return how many."""
    QuestionBank.objects.select_for_update().get(pk=bank.pk)
    contents = [from_row(row["row"]) for row in rows if with_same or not row["same"]]
    if not with_same:
        there = set(Question.objects.filter(bank=bank, is_latest=True).values_list("fingerprint", flat=True))
        contents = [content for content in contents if fingerprint(content) not in there]
    return add_many(actor=actor, bank=bank, contents=contents)


@transaction.atomic
def take_up_again(*, actor, upload):
    """Go on with an upload whose work failed: read it once more, or back to its preview. One under way is left alone."""
    locked = QuestionUpload.objects.select_for_update().get(pk=upload.pk)
    working = locked.state in (UploadState.READING, UploadState.APPLYING)
    if not working or Job.objects.unfinished().filter(pk=locked.job_id).exists():
        return
    if locked.state == UploadState.APPLYING:
        QuestionUpload.objects.filter(pk=locked.pk).update(state=UploadState.READY, job_id=None)
        return
    job = start_job(kind="questions.read", owner=actor, params={"upload": locked.pk}, back_url=_page(locked))
    QuestionUpload.objects.filter(pk=locked.pk).update(job_id=job.pk)


@transaction.atomic
def discard_upload(*, actor, upload):
    """Forget an upload that was not taken: its row, its file, and what came with it."""
    locked = QuestionUpload.objects.select_for_update(of=("self",)).select_related("bank__organisation").get(pk=upload.pk)
    if locked.state in (UploadState.APPLYING, UploadState.APPLIED):
        return False
    trail.record(actor=actor, verb="question.discard", target=locked, organisation=locked.bank.organisation)
    name = locked.file.name
    drop_unused(upload=locked)
    locked.delete()
    if name:
        transaction.on_commit(lambda: private_storage().delete(name))
    return True


@transaction.atomic
def import_now(*, actor, bank, path, name, form="", dry_run=False):
    """Take the file at ``path`` without a preview; return ``(format, draft, problems, how many were taken)``.

    Raises :class:`NotTaken`. With ``dry_run`` nothing is written at all.
    """
    try:
        form, reading = formats.read(path, name, form)
    except Unreadable as error:
        raise _refused(error) from error
    keep_files(reading, bank=bank, user=actor, dry_run=dry_run)
    rows, problems = drafted(reading, bank=bank, user=actor)
    if dry_run:
        return form, rows, problems, 0
    taken = take_rows(actor=actor, bank=bank, rows=rows, with_same=False)
    trail.record(
        actor=actor, verb="question.import", target=bank, organisation=bank.organisation,
        detail={"questions": taken, "format": form},
    )
    return form, rows, problems, taken
