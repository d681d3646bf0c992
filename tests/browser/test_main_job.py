"""The main job once through, in the browser: imported people learn, check in, sit the exam and get their certificate."""

import re
import shutil
import subprocess
from datetime import timedelta

import openpyxl
import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Site

from certificates.models import Certificate
from cms.models import CataloguePage, CategoryPage, CoursePage, HomePage, LessonPage
from cohorts.actions.cohorts import open_cohort
from cohorts.actions.enrolment import enrol
from cohorts.actions.programmes import create_programme
from cohorts.actions.timetable import create_venue, schedule_session
from cohorts.models import AttendanceMark, ElectionRound, Enrolment
from courses.actions.exam_setup import create_exam, open_exam, set_paper
from courses.actions.questions import add_question, create_bank
from courses.models import Course, HourEntry, LessonProgress
from lms.people.actions import set_password
from lms.people.models import Appointment, Category, Organisation, Person

from .conftest import LAPTOP, PHONE

PASSWORD = "one-long-password-7"
NAME = "高雅琴"


@pytest.fixture
def imported(world, tmp_path):
    """A roster of two people of the eastern sub-district, imported as it came."""
    path = tmp_path / "东街道.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "东街道"
    for row in [
        ["东街道居民区党组织书记名册"],
        ["序号", "街道（镇）", "党组织名称", "姓 名", "性别", "出生年月", "职务", "任职时间", "联系电话"],
        [1, "东街道", "东一居民区党总支", f"{NAME[0]}　{NAME[1:]}", "女", "1961.05", "书记", "2016年3月", "１４０ 5555 0001"],
        [2, "东街道", "东一居民区党总支", "孟国庆", "男", "1975/8", "后备干部", "2015-01-04", 14055550002],
    ]:
        sheet.append(row)
    book.save(path)
    call_command("import_roster", str(path), "--as", "district")
    return Person.objects.get(phone="14055550001")


def publish(parent, model, title, slug, **fields):
    page = model(title=title, slug=slug, live=False, **fields)
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


@pytest.fixture
def course(world):
    """A published course of one lesson, registered in the catalogue by its publishing."""
    residential = Category.objects.get(code="residential")
    home = publish(Page.get_first_root_node(), HomePage, "首页", "front")
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, "hostname": "localhost"})
    Site.clear_site_root_paths_cache()
    catalogue = publish(home, CataloguePage, "全部课程", "courses")
    category = publish(catalogue, CategoryPage, "居民区书记课堂", "residential", category=residential)
    page = publish(category, CoursePage, "城市基层党建", "party", categories=[residential])
    publish(page, LessonPage, "把楼组组织起来", "first", minutes=15,
            body=[{"type": "prose", "value": "<p>从一幢楼开始。</p>"}])
    return Course.objects.get(key=page.translation_key)


@pytest.fixture
def cohort(world, imported, course):
    """A class that is meeting now, with the imported people on its roster, an exam and a course to learn."""
    district, now = world.p_district, timezone.now()
    bank = create_bank(actor=district, organisation=world.root, title="题库")
    questions = [
        add_question(actor=district, bank=bank, kind="single", stem="居民区书记培训注重什么？", key=["a"],
                     options=[{"id": "a", "text": "强能力、重基础"}, {"id": "b", "text": "强覆盖、重引领"}]),
        add_question(actor=district, bank=bank, kind="multiple", stem="哪些属于组织生活？", key=["a", "b"],
                     options=[{"id": "a", "text": "支部大会"}, {"id": "b", "text": "党课"}, {"id": "c", "text": "商业演出"}]),
        add_question(actor=district, bank=bank, kind="true_false", stem="后备也要培训。", key=["true"]),
    ]
    exam = create_exam(actor=district, organisation=world.root, title="结业考试")
    set_paper(actor=district, exam=exam, items=[(question, 10) for question in questions])
    open_exam(actor=district, exam=exam)
    programme = create_programme(
        actor=district, organisation=world.root, title="居民区书记轮训", year=now.year, courses=[course], exam=exam,
        required_minutes=90, categories=[Category.objects.get(code="residential")], positions=["secretary", "reserve"],
    )
    cohort = open_cohort(
        actor=district, programme=programme, organiser=world.east, title="第一期", quota=30,
        class_teacher=world.p_trainer, starts_on=timezone.localdate(now), ends_on=timezone.localdate(now),
    )
    enrol(actor=district, cohort=cohort, appointments=list(
        Appointment.objects.current().filter(person__in=Person.objects.filter(phone__startswith="1405555"))
    ))
    venue = create_venue(actor=district, organisation=world.east, name="社区党校教室", kind="room", capacity=60)
    begun = now - timedelta(minutes=1)
    schedule_session(
        actor=district, cohort=cohort, title="开班第一课", kind="lecture", starts_at=begun,
        ends_at=begun + timedelta(minutes=90), venue=venue, trainer=world.p_trainer, minutes=90,
    )
    ElectionRound.objects.create(
        organisation=world.root, title="换届", since=timezone.localdate(now) - timedelta(days=30),
        cut_off=timezone.localdate(now),
    )
    return cohort


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_the_main_job(size, browser, site, sign_in, world, imported, course, cohort, tmp_path):
    def visitor(person=None):
        context = browser.new_context(viewport=size, locale="zh-CN", accept_downloads=True)
        page = context.new_page()
        if person:
            sign_in(page, person)
        return page

    # The district hands out a first code, and the imported secretary sets a password with it.
    desk = visitor(world.p_district)
    desk.goto(f"{site}/desk/people/{imported.pk}/")
    desk.locator("form[action$='/first-code/'] button").click()
    code = desk.locator("[data-first-code]").inner_text()
    phone = visitor()
    phone.goto(f"{site}/login/")
    phone.fill("input[name=username]", "140 5555 0001")
    phone.fill("input[name=password]", code)
    phone.locator("main form button").click()
    phone.fill("input[name=new_password1]", PASSWORD)
    phone.fill("input[name=new_password2]", PASSWORD)
    phone.locator("main form button").click()
    phone.wait_for_url(f"{site}/my/")
    assert NAME in phone.locator("h1").inner_text()

    # A lesson is read, and remembered as done.
    phone.goto(f"{site}/courses/residential/party/first/")
    phone.locator("form[action*='/learn/lessons/'] button").click()
    phone.wait_for_load_state()
    assert LessonProgress.objects.done().filter(person=imported, lesson__title="把楼组组织起来").count() == 1

    # The trainer projects the code; the trainee types its six digits.
    session = cohort.sessions.get()
    trainer = visitor(world.p_trainer)
    trainer.goto(f"{site}/desk/sessions/{session.pk}/projector/")
    digits = re.sub(r"\D", "", trainer.locator(".screen__digits").first.inner_text())
    phone.goto(f"{site}/check-in/")
    phone.fill("input[name=code]", digits)
    phone.locator("main form button").first.click()
    phone.wait_for_load_state()
    assert list(AttendanceMark.objects.values_list("enrolment__person__name", "status", "method")) == [
        (NAME, "present", "code")
    ]

    # The trainer closes the session: the one who never came is absent, hours stand in the ledger.
    trainer.goto(f"{site}/desk/sessions/{session.pk}/close/")
    trainer.locator("main form button").first.click()
    trainer.wait_for_load_state()
    session.refresh_from_db()
    assert session.closed_at is not None
    assert list(HourEntry.objects.filter(kind="lecture").values_list("person__name", "minutes")) == [(NAME, 90)]

    # The exam is sat and passed.
    exam = cohort.programme.exam
    phone.goto(f"{site}/exams/{exam.pk}/")
    phone.locator("main form button").click()
    for text in ("强能力、重基础", "支部大会", "党课"):
        phone.get_by_text(text, exact=True).click()
    phone.locator("input[type=radio][value=true]").check(force=True)
    phone.locator("form[data-exam-form] button").last.click()
    phone.locator("form[action$='/hand-in/'] button").click()
    phone.wait_for_url(re.compile("/result/$"))
    assert exam.attempts.get(person=imported).passed is True

    # The district closes the cohort and issues the certificates.
    desk.goto(f"{site}/desk/cohorts/{cohort.pk}/completion/")
    assert NAME in desk.locator("main").inner_text()
    desk.goto(f"{site}/desk/cohorts/{cohort.pk}/completion/close/")
    desk.locator("main form button").first.click()
    desk.wait_for_load_state()
    assert dict(Enrolment.objects.values_list("person__name", "state")) == {
        NAME: "completed", "孟国庆": "not_completed"
    }
    desk.goto(f"{site}/desk/cohorts/{cohort.pk}/certificates/")
    desk.fill("input[name$=number_prefix]", "测委党训")
    desk.locator("main form.card button").last.click()
    desk.wait_for_load_state()
    assert "/jobs/" in desk.url, desk.locator("main").inner_text()
    certificate = Certificate.objects.get(person=imported)

    # The trainee downloads it; anyone can verify it.
    phone.goto(f"{site}/my/certificates/")
    with phone.expect_download() as download:
        phone.locator(f"a[href$='/certificates/{certificate.pk}/download/']").click()
    pdf = tmp_path / "certificate.pdf"
    download.value.save_as(pdf)
    if shutil.which("pdftotext"):
        text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
        assert NAME in re.sub(r"\s", "", text)
        assert certificate.number in re.sub(r"\s", "", text)
    stranger = visitor()
    stranger.goto(f"{site}/verify/{certificate.code}/")
    shown = stranger.locator("main").inner_text()
    assert (NAME in shown, certificate.number in shown) == (False, True)

    # The workbooks: attendance of the programme, and readiness of the organisation.
    desk.goto(f"{site}/desk/exports/")
    desk.locator(f"form[action$='/desk/exports/{cohort.programme_id}/attendance/'] button").click()
    with desk.expect_download() as download:
        desk.locator("a[href$='/file/']").click()
    download.value.save_as(tmp_path / "attendance.xlsx")
    rows = openpyxl.load_workbook(tmp_path / "attendance.xlsx").worksheets[0].iter_rows(min_row=2, values_only=True)
    assert sorted((row[3], row[13]) for row in rows) == sorted([(NAME, 90), ("孟国庆", 0)])
    desk.goto(f"{site}/desk/readiness/")
    line = desk.locator("tr", has_text=NAME)
    assert line.locator(".badge--ok").count() >= 1
    assert Organisation.objects.filter(name="东一居民区党总支").count() == 1


def test_a_password_of_ones_own_signs_in(site, page, world):
    set_password(person=world.p_trainer, password=PASSWORD)
    page.goto(f"{site}/login/")
    page.fill("input[name=username]", "trainer")
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url(f"{site}/desk/")
