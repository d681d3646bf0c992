"""The parts of a final result as they are on record, for any number of people in a constant number of queries."""

from dataclasses import replace

from cohorts.models import ParticipationEntry
from cohorts.rules.results import attendance_percent, demand_of, final_result
from courses.queries.assignments import best_percents


def demand_for(cohort):
    """Return what the cohort's programme asks of a final result (``rules.results.Demand``), false for nothing."""
    return demand_of(cohort.programme.result_rules if cohort.programme else {})


def assignment_percents(programme, person_ids):
    """Return ``{person id: percent}``: what each of these people reached in the assignment of ``programme``, 0 to 100, whole.

    Whoever has no marked work yet is not in it: their part is open. One query, none without an assignment.
    """
    if programme.assignment_id is None:
        return {}
    return {person: percent for (_, person), percent in best_percents([programme.assignment_id], person_ids).items()}


def participation_of(enrolments):
    """Return ``{enrolment id: ParticipationEntry}`` of the entries that count. One query."""
    rows = ParticipationEntry.objects.current().filter(enrolment__in=enrolments).select_related("recorded_by")
    return {row.enrolment_id: row for row in rows}


def with_finals(cohort, enrolments, facts, *, closed):
    """Return ``facts`` (``{enrolment id: Facts}``) with the final result of each; as they are where none is asked for.

    One query for participation, and those of the assignments. ``closed``: what is not there counts as nothing.
    """
    demand = demand_for(cohort)
    if not demand:
        return facts
    people = {row.person_id for row in enrolments}
    entries = participation_of([row.pk for row in enrolments]) if "participation" in demand.weights else {}
    assignments = assignment_percents(cohort.programme, people) if "assignment" in demand.weights else {}
    found = {}
    for row in enrolments:
        fact = facts[row.pk]
        percents = {
            "attendance": attendance_percent(fact.attended, fact.sessions_counted), "exam": fact.exam_best,
            "assignment": assignments.get(row.person_id),
            "participation": entries[row.pk].percent if row.pk in entries else None,
        }
        found[row.pk] = replace(fact, final=final_result(demand, percents, closed=closed))
    return found


def final_of(standing):
    """Return the final result of a ``queries.completion.Standing``, as it is or was kept at closing; None without one."""
    return standing.facts.final
