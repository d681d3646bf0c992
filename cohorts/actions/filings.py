"""What an organisation files: a draft, submitted, returned or filed by its superior, changed by a further version.

The row of the filing is locked first, so that one version is open at a time and each is decided once.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.enums import FilingState
from cohorts.filing_words import lack_sentence
from cohorts.models import Filing, FilingExecution, FilingItem, FilingVersion
from cohorts.queries.filings import asks
from cohorts.queries.liaisons import liaisons_of, superiors_of
from cohorts.rules.filing import lacks
from lms.audit.trail import record
from lms.notices.actions import notify_all


@transaction.atomic
def begin_version(*, actor, call, organisation):
    """Return the draft of ``organisation`` for ``call``: the one that is there, or a new one with what its last version said.

    Raises ``ValidationError`` while a version waits for an answer, and when the call was taken back or does not ask them.
    """
    _still_asked(call)
    if not asks(call, organisation, {category.pk for category in call.categories.all()}):
        raise ValidationError(_("This call does not ask %(name)s.") % {"name": organisation.name}, code="not_asked")
    Filing.objects.get_or_create(call=call, organisation=organisation)
    filing = _lock(call, organisation)
    last = filing.latest
    if last is not None and last.state == FilingState.DRAFT:
        return last
    if last is not None and last.state == FilingState.SUBMITTED:
        raise ValidationError(_("A version waits for an answer. Change it after that."), code="waits")
    version = FilingVersion(filing=filing, number=last.number + 1 if last else 1, created_by=actor)
    if last is not None:
        version.theme_day, version.note = last.theme_day, last.note
        version.file, version.file_name = last.file, last.file_name
    version.save()
    if last is not None:
        FilingItem.objects.bulk_create([
            FilingItem(version=version, key=one.key, **_values(one)) for one in last.items.all()
        ])
    filing.latest = version
    filing.save(update_fields=["latest"])
    record(actor=actor, verb="filing.begin", target=filing, organisation=organisation, detail={"number": version.number})
    return version


def _values(item):
    return {name: getattr(item, name) for name in ("kind", "title", "month", "day", "hours", "audience")}


@transaction.atomic
def save_draft(*, actor, version, items, theme_day=None, note="", file=None, file_name="", drop_file=False):
    """Keep the draft: ``items`` are dictionaries with ``key`` (None: new), ``kind, title, month, day, hours, audience``.

    ``file`` is a file to keep, that was judged before; without one the former stays unless ``drop_file``.
    """
    filing, version = _of(version)
    _is(version, FilingState.DRAFT, _("This version was submitted and is not changed any more. Begin another one."))
    version.theme_day, version.note = theme_day, note
    if file is not None:
        version.file.save(file.name, file, save=False)
        version.file_name = file_name[:150]
    elif drop_file:
        version.file, version.file_name = "", ""
    version.save()
    known = set(FilingItem.objects.filter(version__filing=filing).values_list("key", flat=True))
    number = max(known, default=0)
    version.items.all().delete()
    rows, used = [], set()
    for values in items:
        values = dict(values)
        key = values.pop("key", None)
        if key not in known or key in used:
            number += 1
            key = number
        used.add(key)
        rows.append(FilingItem(version=version, key=key, **values))
    FilingItem.objects.bulk_create(rows)
    record(actor=actor, verb="filing.save", target=filing, organisation=filing.organisation,
           detail={"number": version.number, "rows": len(rows)})
    return version


@transaction.atomic
def submit_version(*, actor, version, now=None):
    """Hand the draft in; the administrators nearest above are told. Raises ``ValidationError`` with everything it lacks."""
    filing, version = _of(version)
    _still_asked(filing.call)
    _is(version, FilingState.DRAFT, _("This version was submitted already. Reload the page."))
    found = lacks(
        filing.call.asked, kinds=set(version.items.values_list("kind", flat=True)), theme_day=version.theme_day,
        file=bool(version.file),
    )
    if found:
        raise ValidationError([lack_sentence(lack) for lack in found], code="lacks")
    version.state, version.submitted_at, version.submitted_by = FilingState.SUBMITTED, now or timezone.now(), actor
    version.save()
    record(actor=actor, verb="filing.submit", target=filing, organisation=filing.organisation, detail={"number": version.number})
    _tell(filing, version, "filing.submitted", superiors_of([filing.organisation])[filing.organisation_id])
    return version


@transaction.atomic
def discard_draft(*, actor, version):
    """Throw a draft away that was never submitted; the version before it is the newest again."""
    filing, version = _of(version)
    _is(version, FilingState.DRAFT, _("This version was submitted already. Reload the page."))
    number = version.number
    filing.latest = filing.versions.exclude(pk=version.pk).order_by("-number").first()
    filing.save(update_fields=["latest"])
    version.delete()
    record(actor=actor, verb="filing.discard", target=filing, organisation=filing.organisation, detail={"number": number})


@transaction.atomic
def file_version(*, actor, version):
    """Put a submitted version on file: it is what counts from now on, instead of the one before. Never one's own."""
    filing, version = _decided(actor, version, FilingState.FILED, "")
    filing.standing = version
    if filing.handed_in_on is None:
        filing.handed_in_on = timezone.localdate(version.submitted_at)
    filing.save(update_fields=["standing", "handed_in_on"])
    record(actor=actor, verb="filing.file", target=filing, organisation=filing.organisation, detail={"number": version.number})
    _tell(filing, version, "filing.filed", _authors(filing, version))
    return version


@transaction.atomic
def return_version(*, actor, version, reason):
    """Give a submitted version back with a reason; what was filed before goes on counting."""
    filing, version = _decided(actor, version, FilingState.RETURNED, reason)
    record(actor=actor, verb="filing.return", target=filing, organisation=filing.organisation, detail={"number": version.number})
    _tell(filing, version, "filing.returned", _authors(filing, version), reason=reason)
    return version


@transaction.atomic
def mark_executed(*, actor, filing, key, on_date, session=None, cohort=None, note=""):
    """Say that a planned item of the filed version happened. Raises ``ValidationError`` for an item that is not in it."""
    filing = _lock(filing.call, filing.organisation)
    if filing.standing is None or not filing.standing.items.filter(key=key).exists():
        raise ValidationError(_("This item is not part of the plan on file. Reload the page."), code="no_item")
    if on_date > timezone.localdate():
        raise ValidationError(_("This day has not come yet."), code="future")
    if session is None and cohort is None and not note.strip():
        raise ValidationError(_("Choose what was held, or say in a few words what happened."), code="nothing")
    row = FilingExecution.objects.update_or_create(filing=filing, key=key, defaults={
        "on_date": on_date, "session": session, "cohort": cohort, "note": note.strip(), "recorded_at": timezone.now(),
        "recorded_by": actor,
    })[0]
    record(actor=actor, verb="filing.execute", target=filing, organisation=filing.organisation, detail={"item": key})
    return row


@transaction.atomic
def unmark_executed(*, actor, filing, key):
    """Take back that an item happened."""
    FilingExecution.objects.filter(filing=filing, key=key).delete()
    record(actor=actor, verb="filing.unexecute", target=filing, organisation=filing.organisation, detail={"item": key})


def _lock(call, organisation):
    return Filing.objects.select_for_update(of=("self",), no_key=True).select_related(
        "call__organisation", "organisation", "latest", "standing"
    ).get(call=call, organisation=organisation)


def _of(version):
    """Lock the filing of ``version`` and return both as they are now."""
    filing = _lock(version.filing.call, version.filing.organisation)
    version = FilingVersion.objects.filter(filing=filing, pk=version.pk).first()
    if version is None:
        raise ValidationError(_("This draft was thrown away. Reload the page."), code="gone")
    version.filing = filing
    return filing, version


def _is(version, state, otherwise):
    if version.state != state:
        raise ValidationError(otherwise, code="state")


def _still_asked(call):
    call.refresh_from_db(fields=["withdrawn_at"])
    if call.withdrawn_at:
        raise ValidationError(_("This call was taken back: nothing is handed in any more."), code="withdrawn")


def _decided(actor, version, state, reason):
    filing, version = _of(version)
    _is(version, FilingState.SUBMITTED, _("This version was answered already. Reload the page to see the answer."))
    if actor is not None and version.submitted_by_id == actor.pk:
        raise PermissionDenied("nobody decides what they submitted themselves")
    version.state, version.reason, version.decided_at, version.decided_by = state, reason, timezone.now(), actor
    version.save()
    return filing, version


def _authors(filing, version):
    return {version.submitted_by_id, *liaisons_of([filing.organisation])[filing.organisation_id]} - {None}


def _tell(filing, version, kind, people, **values):
    url = reverse("cohorts:filing", args=[filing.call_id, filing.organisation_id])
    notify_all(
        {"person_id": person, "kind": kind, "source": f"{kind}:{version.pk}:{person}", "url": url,
         "params": {"title": filing.call.title, "organisation": filing.organisation.name, **values}}
        for person in sorted(people)
    )


