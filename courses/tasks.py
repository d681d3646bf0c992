"""Long work of this app: registered here so that workers and pages know it."""

from celery import shared_task

from courses.actions import exams


@shared_task(name="courses.finish_overdue")
def finish_overdue():
    exams.finish_overdue()
