"""A trainer's whole day: plan, publish, project, three phones, two by hand, one leave, close, correct, print."""

import re
import subprocess
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cohorts.models import AttendanceMark, AttendancePolicy, ClassSession, Leave, TimetableVersion
from cohorts.rules.check_in import code_at
from courses.models import HourEntry
from lms.people.enums import Position
from tests.cohorts.classes import make_people, make_programme

from . import steps
from .conftest import LAPTOP, PHONE


@pytest.fixture
def visitor(browser, sign_in):
    contexts = []

    def open_page(person, size):
        context = browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        sign_in(page, person)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def people(world):
    """Seven secretaries of one branch, by name."""
    return [post.person for post in make_people(world.east_branch, 7, position=Position.SECRETARY, name="书记")]


def standing():
    """Return ``{name: (status, method)}`` of the marks that count."""
    rows = AttendanceMark.objects.current().values_list("enrolment__person__name", "status", "method")
    return {name: (status, method) for name, status, method in rows}


def plan_and_publish(school, site, world, people):
    """Open a class, enrol ``people``, plan a lesson that begins soon and tell them of it; return the session."""
    begins = timezone.localtime() + timedelta(minutes=2)
    if begins.hour == 23:
        begins = (begins + timedelta(days=1)).replace(hour=0)  # a lesson ends on the day on which it begins
    programme = make_programme(world, title="书记轮训", year=begins.year)
    school.goto(f"{site}/desk/programmes/{programme.pk}/cohorts/new/")
    cohort = steps.open_cohort(school, world.east, "第一期", begins.date(), teacher=world.p_trainer, groups="第一组\n第二组")
    steps.enrol_people(school, site, cohort, [person.name for person in people])
    steps.add_venue(school, site, world.east)
    session = steps.plan_session(school, site, cohort, "开班第一课", begins, world.p_trainer)
    steps.publish(school, site, cohort)
    return session


def ask_leave(phone, desk, site, session):
    """The trainee asks for leave on the phone; the class teacher approves it in two taps from the notice."""
    phone.goto(f"{site}/my/classes/{session.cohort_id}/")
    expect(phone.locator("main")).to_contain_text("开班第一课")
    phone.goto(f"{site}/my/classes/{session.cohort_id}/leave/")
    steps.choose(phone.locator("input[name=sessions]").first)
    steps.choose(phone.locator("input[name=kind][value=illness]"))
    phone.fill("textarea[name=text]", "看病")
    steps.save(phone)
    leave = Leave.objects.get()
    assert (leave.state, leave.level) == ("applied", "class_teacher")
    desk.goto(f"{site}/my/notices/")
    desk.locator(".notice-row--new", has_text=leave.enrolment.person.name).first.click()
    desk.wait_for_url(f"{site}/desk/leaves/{leave.pk}/")
    steps.press(desk.locator("button[name=approve]"))
    leave.refresh_from_db()
    assert leave.state == "approved"


def digits_of(projector):
    return re.sub(r"\D", "", projector.locator(".screen__digits").first.inner_text())


def mark_by_hand(desk, site, session, choices):
    """Mark in the grid, each saved at once: ``{person: status}``."""
    desk.goto(f"{site}/desk/sessions/{session.pk}/grid/")
    desk.locator("form[data-live]").wait_for()
    for person, status in choices.items():
        steps.choose(desk.locator(".roll__list li", has_text=person.name).locator(f"input[type=radio][value={status}]"))
    steps.wait_until(desk, lambda: {person.name for person in choices} <= set(standing()))


def pdf_text(path):
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout


def test_a_whole_day(visitor, site, world, people, tmp_path):
    # A lesson that begins before noon and ends after it is two half-days; the class teacher decides them all the same.
    AttendancePolicy.objects.create(from_on=timezone.localdate(), leave_teacher_half_days=2)
    by_qr, by_digits, by_card, present, late, away, missing = people
    school, desk = visitor(world.p_subdistrict, LAPTOP), visitor(world.p_trainer, LAPTOP)
    session = plan_and_publish(school, site, world, people)
    assert TimetableVersion.objects.get().meetings[0]["title"] == "开班第一课"
    assert {person.notices.filter(kind="timetable.published").count() for person in people} == {1}

    ask_leave(visitor(away, PHONE), desk, site, session)

    # The lesson begins; its code is on the wall.
    ClassSession.objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(minutes=2))
    session.refresh_from_db()
    projector = visitor(world.p_trainer, LAPTOP)
    projector.goto(f"{site}/desk/sessions/{session.pk}/projector/")
    expect(projector.locator(".screen__code svg")).to_have_count(1)

    # Three phones: one scans, one types the six digits, one is scanned by the trainer.
    phone = visitor(by_qr, PHONE)
    phone.goto(f"{site}/check-in/{session.pk}/{code_at(session.secret, session.pk, timezone.now())}/")
    steps.press(phone.locator("main form button").first)
    phone = visitor(by_digits, PHONE)
    phone.goto(f"{site}/check-in/")
    phone.fill("input[name=code]", digits_of(projector))
    steps.press(phone.locator("main form button").first)
    phone = visitor(by_card, PHONE)
    phone.goto(f"{site}/my/card/")
    number = phone.locator(".cards__number").inner_text()
    desk.goto(f"{site}/desk/sessions/{session.pk}/scanner/")
    desk.locator("[data-scanner][data-live]").wait_for()
    desk.fill("input[name=number]", number)
    desk.press("input[name=number]", "Enter")
    desk.locator("[data-told][data-tone=ok]", has_text=by_card.name).wait_for()
    mark_by_hand(desk, site, session, {present: "present", late: "late"})
    expect(projector.locator("#code")).to_contain_text(by_qr.name, timeout=6000)
    assert standing() == {
        by_qr.name: ("present", "qr"), by_digits.name: ("present", "code"), by_card.name: ("present", "card"),
        present.name: ("present", "grid"), late.name: ("late", "grid"),
    }

    # Closing says who would be absent; the one on leave is not.
    desk.goto(f"{site}/desk/sessions/{session.pk}/close/")
    expect(desk.locator("section[aria-labelledby=missing]")).to_contain_text(missing.name)
    steps.save(desk)
    assert (standing()[away.name], standing()[missing.name]) == (("excused", "leave"), ("absent", "closing"))
    assert dict(HourEntry.objects.exclude(kind="teaching").values_list("person__name", "minutes")) == {
        person.name: 90 for person in (by_qr, by_digits, by_card, present, late)
    }
    assert HourEntry.objects.get(kind="teaching").person == session.trainer

    # The one who was there after all: asked for with a reason, approved by the school in two taps, and the hours follow.
    seat = session.cohort.enrolments.get(person=missing)
    desk.goto(f"{site}/desk/sessions/{session.pk}/people/{seat.pk}/")
    steps.choose(desk.locator("input[name=status][value=present]"))
    desk.fill("[name=reason]", "坐在最后一排，没有手机")
    steps.save(desk)
    assert standing()[missing.name] == ("absent", "closing")
    school = visitor(world.p_school, PHONE)
    school.goto(f"{site}/desk/")
    steps.press(school.locator("a[href^='/desk/approvals/']", has_text="待双人审批"))
    steps.press(school.locator("form[action$='/approve/'] button"))
    assert standing()[missing.name] == ("present", "grid")
    assert HourEntry.objects.filter(person=missing).values_list("minutes", flat=True).get() == 90

    # What goes into the file: the sign-in sheet and the table cards.
    desk.goto(f"{site}/desk/cohorts/{session.cohort_id}/print/")
    for what, pages in (("sign-in", 1), ("cards", 4)):
        answer = desk.request.post(f"{site}/desk/cohorts/{session.cohort_id}/print/make/", form={
            "what": what, "session": str(session.pk),
            "csrfmiddlewaretoken": desk.locator("main [name=csrfmiddlewaretoken]").first.input_value(),
        }, headers={"Referer": desk.url})
        path = tmp_path / f"{what}.pdf"
        path.write_bytes(answer.body())
        text = pdf_text(path)
        assert [person.name for person in people if person.name not in text] == []
        assert text.count("\f") == pages
