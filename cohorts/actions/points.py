"""The only writers of points: posted from the records, entered by hand, appealed against, corrected by reversal."""

from collections import defaultdict
from datetime import timedelta
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.enums import AppealState, PointSource
from cohorts.models import PointAppeal, PointEntry, PointRule
from cohorts.queries.point_facts import READERS, facts
from cohorts.rules.points import capped, expires_on, rule_for
from courses.queries.hour_rules import Posts
from lms.audit.trail import record
from lms.jobs.telling import tell
from lms.notices.actions import notify

PART = 1000
LOOK_BACK = timedelta(days=62)  # what beat looks at; a new rule is posted from its first day


@transaction.atomic
def create_rule(*, actor, organisation, **values):
    """Make a rule and post what it gives for what happened since it counts; return it."""
    if PointRule.objects.filter(organisation=organisation, source=values["source"], valid_from=values["valid_from"]).exists():
        raise ValidationError(_("There is a rule for this from the same day. End it, or choose another day."), code="twice")
    rule = PointRule.objects.create(organisation=organisation, created_by=actor, **values)
    record(actor=actor, verb="point_rule.create", target=rule, organisation=organisation)
    transaction.on_commit(partial(send, rule.valid_from))
    return rule


def send(since):
    """Let a worker post what was earned since a day; without one, beat does for the last two months."""
    from cohorts.tasks import post_points as task  # noqa: PLC0415 -- leaf: tasks import actions

    tell(task, since.isoformat())


@transaction.atomic
def end_rule(*, actor, rule, until):
    """Let a rule count until a day; what was earned by it until then stays."""
    if until < rule.valid_from:
        raise ValidationError({"until": _("It cannot end before it began.")}, code="early")
    PointRule.objects.filter(pk=rule.pk).update(valid_until=until)
    record(actor=actor, verb="point_rule.end", target=rule, organisation=rule.organisation)


def post_points(*, now=None, since=None):
    """Post what was earned since a day (two months back where none is given) and take back what the records say no more.

    Return ``(new, taken back)``. Safe to run twice, and at once: the rules are locked meanwhile, and keys are unique.
    """
    now = now or timezone.now()
    since = since or timezone.localdate(now) - LOOK_BACK
    new = taken = 0
    for source in READERS:
        with transaction.atomic():
            rules = [row.parsed for row in PointRule.objects.filter(source=source).order_by("pk").select_for_update(no_key=True)]
            if rules:
                made, back = _post(source, rules, since, now)
                new, taken = new + made, taken + back
    return new, taken


def _post(source, rules, since, now):
    found = {fact.root: fact for fact in facts(source, since)}
    entries = PointEntry.objects.filter(source=source, on_date__gte=since, reverses=None).select_related("reversed_by")
    standing, posted = {}, defaultdict(int)
    for entry in entries.order_by("pk"):
        posted[entry.root] += 1
        if getattr(entry, "reversed_by", None) is None:
            standing[entry.root] = entry
    gone = [entry for root, entry in standing.items() if root not in found]
    PointEntry.objects.bulk_create([_reversal(entry, None, now, _("The record was corrected.")) for entry in gone])
    # What a person took back stays so, whatever the records say.
    settled = set(entries.filter(reversed_by__recorded_by__isnull=False).values_list("root", flat=True))
    fresh = [
        fact for root, fact in sorted(found.items(), key=lambda one: (one[1].on_date, one[0]))
        if root not in standing and root not in settled
    ]
    made = 0
    for start in range(0, len(fresh), PART):
        made += _entries(fresh[start:start + PART], rules, posted, now)
    return made, len(gone)


def _entries(part, rules, posted, now):
    people = {fact.person_id for fact in part}
    posts, sums = Posts(people), Sums(part[0].source, people, min(fact.on_date.year for fact in part))
    rows = []
    for fact in part:
        place = posts.place(fact.person_id, fact.on_date)
        rule = rule_for(rules, source=fact.source, path=place.path, day=fact.on_date) if place else None
        if rule is None:
            continue
        points = sums.take(fact.person_id, fact.on_date, rule.points, rule)
        number = posted[fact.root]
        rows.append(PointEntry(
            person_id=fact.person_id, organisation_id=place.organisation_id, on_date=fact.on_date, source=fact.source,
            full=rule.points, points=points, root=fact.root, key=f"{fact.root}#{number + 1}" if number else fact.root,
            rule_id=rule.pk, title=fact.title[:200], expires_on=expires_on(fact.on_date, rule.lasts_years), recorded_at=now,
        ))
    PointEntry.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(rows)


class Sums:
    """What people have of a source by month and year, so that caps cut what comes after. One query."""

    def __init__(self, source, people, first_year):
        self._months, self._years = defaultdict(int), defaultdict(int)
        rows = PointEntry.objects.standing().filter(source=source, person__in=people, on_date__year__gte=first_year)
        for person, day, points in rows.order_by().values_list("person_id", "on_date", "points"):
            self._add(person, day, points)

    def _add(self, person, day, points):
        self._months[person, day.year, day.month] += points
        self._years[person, day.year] += points

    def take(self, person, day, full, rule):
        """Return what of ``full`` counts by the caps of ``rule``, and remember it."""
        points = capped(full, month=self._months[person, day.year, day.month], year=self._years[person, day.year],
                        cap_month=rule.cap_month, cap_year=rule.cap_year)
        self._add(person, day, points)
        return points


def _reversal(entry, actor, now, reason):
    return PointEntry(
        person_id=entry.person_id, organisation_id=entry.organisation_id, on_date=entry.on_date, source=entry.source,
        full=-entry.full, points=-entry.points, root=f"reversal:{entry.pk}", key=f"reversal:{entry.pk}", rule_id=entry.rule_id,
        title=entry.title, reason=reason[:200], reverses=entry, expires_on=entry.expires_on, recorded_at=now, recorded_by=actor,
    )


@transaction.atomic
def enter_points(*, actor, person, points, on_date, reason):
    """Enter points by hand by the rule for that at the person's place; never one's own. Return the entry.

    Raises ``ValidationError`` where there is no such rule, where it gives less at once, and where its caps leave nothing.
    """
    if actor is not None and actor.pk == person.pk:
        raise PermissionDenied("nobody enters points for themselves")
    if on_date > timezone.localdate():
        raise ValidationError({"on_date": _("This day has not come yet.")}, code="future")
    rows = PointRule.objects.filter(source=PointSource.HAND).order_by("pk").select_for_update(no_key=True)
    rules = [row.parsed for row in rows]
    place = Posts([person.pk]).place(person.pk, on_date)
    rule = rule_for(rules, source=PointSource.HAND, path=place.path, day=on_date) if place else None
    if rule is None:
        said = _("No rule allows points by hand here on that day. Make one on the page of the rules.")
        raise ValidationError(said, code="no_rule")
    if points > rule.points:
        raise ValidationError({"points": _("The rule gives at most %(most)s at once.") % {"most": rule.points}}, code="many")
    counted = Sums(PointSource.HAND, [person.pk], on_date.year).take(person.pk, on_date, points, rule)
    if not counted:
        raise ValidationError(_("The limit of the month or the year is reached: nothing more would count."), code="cap")
    entry = PointEntry(
        person=person, organisation_id=place.organisation_id, on_date=on_date, source=PointSource.HAND, full=points,
        points=counted, rule_id=rule.pk, title=reason[:200], reason=reason[:200],
        expires_on=expires_on(on_date, rule.lasts_years), recorded_by=actor,
    )
    entry.root = entry.key = f"hand:{person.pk}:{timezone.now():%Y%m%d%H%M%S%f}"
    entry.save()
    record(actor=actor, verb="points.enter", target=person, organisation=entry.organisation, detail={"points": counted})
    return entry


@transaction.atomic
def appeal(*, person, entry, words):
    """Say what is wrong with an entry of one's own; it waits for an answer."""
    if entry.person_id != person.pk:
        raise PermissionDenied("an appeal is about one's own points")
    PointEntry.objects.select_for_update(no_key=True).get(pk=entry.pk)
    if PointAppeal.objects.filter(entry=entry, state=AppealState.OPEN).exists():
        raise ValidationError(_("Your appeal about this entry waits for an answer."), code="waits")
    row = PointAppeal.objects.create(entry=entry, words=words)
    record(actor=person, verb="points.appeal", target=row, organisation=entry.organisation)
    return row


@transaction.atomic
def answer_appeal(*, actor, row, answer, points=None):
    """Uphold the entry (``points`` None), or correct it to ``points`` by a reversal and a new entry; never one's own."""
    found = PointAppeal.objects.select_related("entry__organisation", "entry__person", "entry__rule")
    row = found.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    entry = row.entry
    if actor is not None and entry.person_id == actor.pk:
        raise PermissionDenied("nobody answers their own appeal")
    if row.state != AppealState.OPEN:
        raise ValidationError(_("This appeal was answered already. Reload the page."), code="answered")
    now = timezone.now()
    if points is not None:
        if not PointEntry.objects.standing().filter(pk=entry.pk).exists():
            raise ValidationError(_("This entry was taken back meanwhile: there is nothing to correct."), code="gone")
        _reversal(entry, actor, now, answer).save()
        if points:
            number = PointEntry.objects.filter(root=entry.root).count() + 1
            PointEntry.objects.create(
                person=entry.person, organisation=entry.organisation, on_date=entry.on_date, source=entry.source,
                full=points, points=points, root=entry.root, key=f"{entry.root}#{number}", rule=entry.rule, title=entry.title,
                reason=answer[:200], expires_on=entry.expires_on, recorded_at=now, recorded_by=actor,
            )
    row.state = AppealState.UPHELD if points is None else AppealState.CORRECTED
    row.answer, row.decided_at, row.decided_by = answer, now, actor
    row.save()
    record(actor=actor, verb="points.answer", target=row, organisation=entry.organisation, detail={"answer": row.state})
    notify(person=entry.person, kind="points.answered", source=f"points.answered:{row.pk}", url=reverse("cohorts:my-points"),
           params={"title": entry.title, "answer": answer})
    return row
