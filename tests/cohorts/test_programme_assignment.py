"""A programme asks for an assignment: whoever has a place is admitted to it, and finds it among what is due."""

from cohorts.actions.enrolment import enrol
from cohorts.actions.programmes import update_programme
from cohorts.queries.home import due_of
from cohorts.queries.my import my_enrolments
from courses.models import Participant, Work
from tests.courses.essays import hand_in, make_assignment

from .classes import make_cohort, make_programme


def test_who_is_placed_is_admitted_and_told_what_is_due(world):
    asked = make_assignment(world, people=[])
    cohort = make_cohort(world, programme=make_programme(world))
    enrol(actor=None, cohort=cohort, appointments=[world.p_learner.appointments.get()])
    update_programme(actor=None, programme=cohort.programme, assignment=asked)
    enrol(actor=None, cohort=cohort, appointments=[world.people["reserve"].appointments.get()])
    assert set(Participant.objects.values_list("person__username", flat=True)) == {"learner", "reserve"}

    def due():
        return [(item.title, item.complete) for item in due_of(world.p_learner, list(my_enrolments(world.p_learner)))]

    before = due()
    hand_in(world.p_learner, asked)
    assert (before, due()) == ([("学习心得", False)], [("学习心得", True)])


def test_a_class_teacher_reads_the_works_of_the_class_and_no_others(world):
    asked = make_assignment(world, people=[world.p_learner, world.people["reserve"]])
    cohort = make_cohort(world, programme=make_programme(world), class_teacher=world.p_trainer)
    enrol(actor=None, cohort=cohort, appointments=[world.p_learner.appointments.get()])
    mine = hand_in(world.p_learner, asked)
    hand_in(world.people["reserve"], asked)
    assert list(Work.objects.read_by(world.p_trainer)) == [mine]
