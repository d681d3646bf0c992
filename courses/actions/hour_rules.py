"""The rules of hours of a place: drafted, previewed, put in force; what they change is reversed and posted anew."""

import hashlib
import json

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.enums import RuleState
from courses.models import HourEntry, HourRuleChange, HourRuleVersion
from courses.queries.hour_preview import affected, changes
from courses.rules.hour_data import dump, parse
from lms.audit.trail import record
from lms.jobs.actions import start_job
from lms.people import access

from .ledger import PART, credited, numbered, reversal


class RulesRefused(Exception):
    """The rules cannot be kept or put in force as they stand; the text says what to do."""


@transaction.atomic
def draft_rules(*, actor, organisation, title, valid_from, data):
    """Begin the next version of the rules of ``organisation``; return it. Raises :class:`RulesRefused`.

    It begins no earlier than the version before it: what was counted before stays as it was counted.
    """
    known = HourRuleVersion.objects.select_for_update().filter(organisation=organisation)
    if known.filter(state=RuleState.DRAFT).exists():
        raise RulesRefused(_("There is a draft of the rules of this organisation already. Go on with it, or discard it."))
    _check_day(organisation, valid_from)
    number = (known.aggregate(last=Max("number"))["last"] or 0) + 1
    version = HourRuleVersion.objects.create(
        organisation=organisation, number=number, title=title, valid_from=valid_from, rules=dump(parse(data)), created_by=actor,
    )
    record(actor=actor, verb="hour_rules.draft", target=version, organisation=organisation,
           detail={"valid_from": valid_from.isoformat(), "version": number})
    return version


def _check_day(organisation, valid_from):
    last = HourRuleVersion.objects.in_force().filter(organisation=organisation).aggregate(last=Max("valid_from"))["last"]
    if last and valid_from < last:
        raise RulesRefused(_("The rules in force begin on %(day)s. A new version begins on that day or later.") % {
            "day": last.isoformat()})


@transaction.atomic
def edit_rules(*, actor, version, rules, title=None, valid_from=None):
    """Change the draft ``version``; a preview made before is void. Raises :class:`RulesRefused`."""
    version = _draft(version)
    if valid_from is not None:
        _check_day(version.organisation, valid_from)
        version.valid_from = valid_from
    version.title = version.title if title is None else title
    version.rules = dump(rules)
    version.preview_digest, version.previewed_at = "", None
    version.save(update_fields=["title", "valid_from", "rules", "preview_digest", "previewed_at"])
    record(actor=actor, verb="hour_rules.edit", target=version, organisation=version.organisation)
    return version


@transaction.atomic
def discard_rules(*, actor, version):
    version = _draft(version)
    record(actor=actor, verb="hour_rules.discard", target=version, organisation=version.organisation)
    version.delete()


def _draft(version):
    version = HourRuleVersion.objects.select_for_update().select_related("organisation").get(pk=version.pk)
    if not version.is_draft:
        raise RulesRefused(_("These rules are in force and stay as they are. Begin a new version."))
    return version


def digest(version):
    """Return what a preview was made of: the rules and the day from which they count."""
    said = json.dumps([version.valid_from.isoformat(), version.rules], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


@transaction.atomic
def start_preview(*, actor, version):
    """Have it worked out whom the draft would change; return the job."""
    version = _draft(version)
    return _start(actor, version, "courses.preview_hour_rules")


def _start(actor, version, kind):
    job = start_job(kind=kind, owner=actor, params={"version": version.pk}, back_url=f"/desk/hours/rules/{version.pk}/")
    version.job_id = job.pk
    version.save(update_fields=["job_id"])
    return job


def preview_rules(*, version, progress=lambda done, total: None):
    """Write down whose year the draft changes, before and after; return how many people. Running twice writes the same."""
    mark = digest(version)
    found, read, changed = changes(version, progress=progress)
    with transaction.atomic():
        locked = HourRuleVersion.objects.select_for_update().get(pk=version.pk)
        if not locked.is_draft or digest(locked) != mark:
            return 0  # changed meanwhile: its new preview is asked for anew
        HourRuleChange.objects.filter(version=locked).delete()
        HourRuleChange.objects.bulk_create(
            [HourRuleChange(version=locked, **one) for one in found], batch_size=1000
        )
        locked.preview_digest, locked.previewed_at, locked.lines_read, locked.lines_changed = mark, timezone.now(), read, changed
        locked.save(update_fields=["preview_digest", "previewed_at", "lines_read", "lines_changed"])
    return len({one["person_id"] for one in found})


@transaction.atomic
def put_in_force(*, actor, version):
    """Put the previewed draft in force and have its lines counted anew; return the job. Raises :class:`RulesRefused`.

    From here on new lines are counted by it; those already there follow in the job.
    """
    version = _draft(version)
    access.require(actor, "hour_rules.edit", version)
    if version.preview_digest != digest(version):
        raise RulesRefused(_("Look first whom these rules change. Then they can be put in force."))
    _check_day(version.organisation, version.valid_from)
    version.state, version.in_force_at, version.in_force_by = RuleState.APPLYING, timezone.now(), actor
    version.save(update_fields=["state", "in_force_at", "in_force_by"])
    record(actor=actor, verb="hour_rules.force", target=version, organisation=version.organisation,
           detail={"valid_from": version.valid_from.isoformat(), "version": version.number})
    return _start(actor, version, "courses.apply_hour_rules")


def recalculate(*, actor, version, progress=lambda done, total: None):
    """Reverse each line that ``version`` credits otherwise and post it anew, in parts; return how many.

    A part stands or falls as a whole, and what a former run has done is not done again. A line credited the same stays.
    """
    version.parsed = parse(version.rules)
    lines, last, done, changed = affected(version), 0, 0, 0
    total = lines.count()
    while True:
        with transaction.atomic():
            part = list(lines.filter(pk__gt=last).order_by("pk").select_for_update(of=("self",))[:PART])
            changed += _count_anew(actor, version, part)
        if not part:
            break
        last, done = part[-1].pk, done + len(part)
        progress(min(done, total), max(total, 1))
    HourRuleVersion.objects.filter(pk=version.pk, state=RuleState.APPLYING).update(state=RuleState.IN_FORCE)
    return changed


def _count_anew(actor, version, part):
    now, reversals, new = timezone.now(), [], []
    reason = _("Counted anew by the rules “%(title)s”, version %(number)s") % {
        "title": version.title, "number": version.number}
    posted = _posted([line.source_root for line in part])
    for line in part:
        if credited(_copy(line), version).minutes == line.minutes:
            continue
        reversals.append(reversal(line, actor, now, reason))
        anew = credited(_copy(line), version)
        anew.source = numbered(line.source_root, posted[line.source_root])
        anew.recorded_at, anew.recorded_by, anew.reason = now, actor, reason[:200]
        new.append(anew)
    HourEntry.objects.bulk_create(reversals, batch_size=PART)
    HourEntry.objects.bulk_create(new, batch_size=PART)
    return len(new)


def _copy(line):
    return HourEntry(
        person_id=line.person_id, organisation_id=line.organisation_id, on_date=line.on_date, kind=line.kind,
        observed=line.observed, progress=line.progress, source_root=line.source_root, title=line.title, subject=line.subject,
        concentrated=line.concentrated,
    )


def _posted(roots):
    """Map each source to how many lines it ever had. One query."""
    found = {}
    for root in HourEntry.objects.filter(source_root__in=roots, reverses=None).values_list("source_root", flat=True):
        found[root] = found.get(root, 0) + 1
    return found
