"""Handing out a bank as a file: keys and all, so every time is in the audit trail."""

from django.db import transaction

from courses.models import Question, QuestionMedia
from courses.question_files import gift_write, moodle_write, sheet_write
from lms.audit import trail

ENDINGS = {"gift": "gift", "moodle": "xml", "xlsx": "xlsx"}


@transaction.atomic
def export_bank(*, actor, bank, form, path):
    """Write the bank's questions to ``path`` in one of :data:`ENDINGS`; return how many."""
    rows = Question.objects.filter(bank=bank, is_latest=True).order_by("theme", "pk")
    contents = [row.content for row in rows.iterator(chunk_size=1000)]
    if form == "xlsx":
        sheet_write.write(path, contents, title=bank.title)
    else:
        pieces = gift_write.write(contents) if form == "gift" else moodle_write.write(contents, _loader(bank))
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(pieces)
    trail.record(
        actor=actor, verb="bank.export", target=bank, organisation=bank.organisation,
        detail={"questions": len(contents), "format": form},
    )
    return len(contents)


def _loader(bank):
    media = {medium.key.hex: medium for medium in QuestionMedia.objects.filter(bank=bank)}

    def load(key):
        medium = media.get(key)
        if medium is None:
            return None
        with medium.file.open("rb") as file:
            return medium.file.name.rpartition("/")[2], file.read()

    return load
