"""What becomes of everything that points at a person who is erased: every app says it of its own rows.

Rows go, stay with their words taken out, or stay as they are, with the reason; so that nothing is forgotten, a test compares all
of it with the models. What still needs the person is told before anything is touched.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.people.models import BatchState, ImportBatch, ImportRow, Person

PART = 500


@dataclass(frozen=True)
class Part:
    """Rows of ``model`` that reach the person by ``person`` (``"enrolment__person"``). With ``columns`` they stay, and those are
    set so; without, they are deleted. ``files`` are columns of files, removed after the commit."""

    model: str
    person: str
    label: Any
    columns: dict[str, Any] = field(default_factory=dict)
    files: tuple[str, ...] = ()

    @property
    def goes(self):
        return not self.columns

    def rows(self, person):
        return apps.get_model(self.model)._base_manager.filter(**{self.person: person})


@dataclass(frozen=True)
class Deed:
    """What no table of columns says: ``count(person)`` things of which ``act(person)`` takes the person out."""

    label: Any
    count: Callable
    act: Callable
    goes: bool = False


PARTS: list[Part | Deed] = []
STAYS: dict[str, Any] = {}
HINDRANCES: list[Callable] = []


def goes(model, person, label, *, files=()):
    """Rows that are the person's own, and of use to nobody else: they are deleted."""
    PARTS.append(Part(model, person, label, files=tuple(files)))


def emptied(model, person, label, *, columns=None, files=()):
    """Rows that figures are counted from: they stay, without their words and files."""
    PARTS.append(Part(model, person, label, {**(columns or {}), **dict.fromkeys(files, "")}, tuple(files)))


def deed(label, *, count, act, goes=False):
    PARTS.append(Deed(label, count, act, goes))


def stays(reason, *relations):
    """Say why rows stay as they are, under the number without a name; a relation is ``"courses.HourEntry.person"``."""
    STAYS.update(dict.fromkeys(relations, reason))


def hindrance(look):
    """Register ``look(person)``, which returns sentences: what still needs the person, and what to do about it."""
    HINDRANCES.append(look)
    return look


def hindrances(person):
    return [str(sentence) for look in HINDRANCES for sentence in look(person)]


def outlook(person):
    """Return ``{"goes": [(label, count)], "emptied": [(label, count)], "stays": [reason]}`` of what there is, for the page."""
    found = {"goes": [], "emptied": []}
    for part in PARTS:
        count = part.count(person) if isinstance(part, Deed) else part.rows(person).count()
        if count:
            found["goes" if part.goes else "emptied"].append((part.label, count))
    return found | {"stays": list(dict.fromkeys(map(str, STAYS.values())))}


def carry_out(person):
    """Do it all, inside the caller's transaction; return ``{"removed", "emptied", "files"}``. Safe to run again."""
    done, files = {"removed": 0, "emptied": 0}, []
    for part in PARTS:
        if isinstance(part, Deed):
            done["removed" if part.goes else "emptied"] += part.act(person)
            continue
        files += _files(part, person)
        if part.goes:
            done["removed"] += part.rows(person).count()
            part.rows(person).delete()
        else:
            done["emptied"] += part.rows(person).update(**part.columns)
    transaction.on_commit(lambda: [storage.delete(name) for storage, name in files])
    return done | {"files": len(files)}


def _files(part, person):
    model = apps.get_model(part.model)
    return [
        (model._meta.get_field(column).storage, name)
        for column in part.files for name in part.rows(person).values_list(column, flat=True) if name
    ]


# Rosters ------------------------------------------------------------------------------------------------------------------


def _rows_about(person):
    """Yield rows of imported rosters that name the person; they lie encrypted, so all are looked through."""
    rows = ImportRow.objects.filter(batch__state=BatchState.APPLIED).order_by()
    for row in rows.only("pk", "shown").iterator(chunk_size=PART):
        shown = row.shown
        if (person.phone and shown.get("phone") == person.phone) or (
            person.staff_no and shown.get("staff_no", "").upper() == person.staff_no.upper()
        ) or shown.get("name") == person.name:
            yield row.pk


def _count_rows(person):
    return sum(1 for _pk in _rows_about(person))


def _empty_rows(person):
    found = list(_rows_about(person))
    for begin in range(0, len(found), PART):
        ImportRow.objects.filter(pk__in=found[begin:begin + PART]).update(shown={}, problems=[], differences=[])
    posts = set(person.appointments.values_list("pk", flat=True))
    for batch in ImportBatch.objects.filter(state=BatchState.APPLIED).only("pk", "effects").iterator(chunk_size=20):
        effects = batch.effects
        left = {
            **effects, "people": [pk for pk in effects.get("people", []) if pk != person.pk],
            "appointments": [pk for pk in effects.get("appointments", []) if pk not in posts],
            "person_updates": {pk: each for pk, each in effects.get("person_updates", {}).items() if pk != str(person.pk)},
            "post_updates": {pk: each for pk, each in effects.get("post_updates", {}).items() if int(pk) not in posts},
        } if effects else effects
        if left != effects:
            ImportBatch.objects.filter(pk=batch.pk).update(effects=left)
    return len(found)


deed(_("rows of imported rosters that name this person"), count=_count_rows, act=_empty_rows)
goes("people.SecondFactor", "person", _("second factor"))
goes("people.RecoveryCode", "person", _("recovery codes"))
goes("people.PastPassword", "person", _("former passwords"))
goes("people.SignInSession", "person", _("sign-ins"))
goes("lists.SavedFilter", "person", _("saved filters"))
goes("lists.ScheduledReport", "person", _("scheduled reports"))
goes("jobs.Job", "owner", _("jobs and their files"), files=("result_file",))
stays(_("posts and roles that were held, for the figures of organisations and for the trail"),
      "people.Appointment.person", "people.RoleGrant.person")
stays(_("work that was done for the organisation, and the trail of it"), "people.ImportBatch.uploaded_by",
      "hand_outs.HandOut.asked_by", "cms.MediaFile.uploaded_by_user", "audit.AuditEntry.actor")


@hindrance
def _work_under_way(person):
    from lms.jobs.models import Job  # noqa: PLC0415 -- registry: loaded when the apps are ready

    if Job.objects.unfinished().filter(owner=person).exists():
        yield _("Work that this person started is still under way. Wait for its end.")


def new_name(person):
    """Return what stands instead of the name: the same wherever records are shown."""
    return f"已注销{person.pk}"


def take_out(person):
    """Empty the person's own row; the caller saves it."""
    empty = Person(pk=person.pk)
    for column in ("gender", "born", "education", "phone", "staff_no", "email", "text_size", "theme", "username", "last_login",
                   "code_expires_at", "must_set_password"):
        setattr(person, column, getattr(empty, column))
    person.name = new_name(person)
    person.is_active = person.is_superuser = False
    person.set_unusable_password()
