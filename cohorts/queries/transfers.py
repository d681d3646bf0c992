"""Where people were before they were transferred."""

from cohorts.models import Enrolment


def former_enrolments(enrolment_ids):
    """Return ``{enrolment id: (ids of the places the person was transferred from, the latest first)}``; without any, ``()``.

    Completion counts what was attended in the former cohorts as well: the sessions (closed and not) and the marks of these
    enrolments belong to the new one, in which everyone else's sessions of the former cohort count for nothing. Hours stay
    in the ledger under the sessions that earned them. One query for each step back, however many people: as a rule one that
    finds something and one that finds no more.
    """
    found = {pk: () for pk in enrolment_ids}
    ends = {pk: pk for pk in found}  # the oldest place known of each
    while ends:
        before = dict(
            Enrolment.objects.filter(pk__in=set(ends.values())).exclude(moved_from=None).values_list("pk", "moved_from_id")
        )
        ends = {
            pk: before[end] for pk, end in ends.items()
            # Whoever came back to a former cohort stands in a circle, which is walked once.
            if end in before and before[end] != pk and before[end] not in found[pk]
        }
        for pk, end in ends.items():
            found[pk] += (end,)
    return found
