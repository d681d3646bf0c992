"""The main job once through, in the browser: imported people learn, check in, sit the exam and get their certificate."""

import re
import shutil
import subprocess
from datetime import timedelta

import openpyxl
import pytest
from django.core.management import call_command
from django.utils import timezone

from certificates.models import Certificate
from cohorts.models import AttendanceMark, ElectionRound, Enrolment
from courses.models import HourEntry, LessonProgress
from lms.people.actions import set_password
from lms.people.models import Organisation, Person

from . import steps
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


@pytest.fixture
def election(world):
    """An election whose trainings count from a month ago."""
    today = timezone.localdate()
    ElectionRound.objects.create(
        organisation=world.root, title="换届", since=today - timedelta(days=30), cut_off=today,
    )


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_the_main_job(size, browser, site, sign_in, world, imported, election, tmp_path):
    def visitor(person=None):
        context = browser.new_context(viewport=size, locale="zh-CN", accept_downloads=True)
        page = context.new_page()
        if person:
            sign_in(page, person)
        return page

    # The district publishes a course, sets an exam and plans a class that is meeting now.
    desk = visitor(world.p_district)
    category = steps.build_site()
    course = steps.publish_course(desk, site, category)
    exam = steps.set_exam(desk, site, world.root)
    cohort = steps.plan_class(desk, site, world, course, exam, [NAME, "孟国庆"])

    # The district hands out a first code, and the imported secretary sets a password with it.
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
    phone.goto(site + course.lessons.get().url)
    steps.press(phone.locator("form[action$='/done/'] button"))
    assert LessonProgress.objects.done().filter(person=imported, lesson__title="把楼组组织起来").count() == 1

    # The trainer projects the code; the trainee types its six digits.
    session = cohort.sessions.get()
    trainer = visitor(world.p_trainer)
    trainer.goto(f"{site}/desk/sessions/{session.pk}/projector/")
    digits = re.sub(r"\D", "", trainer.locator(".screen__digits").first.inner_text())
    phone.goto(f"{site}/check-in/")
    phone.fill("input[name=code]", digits)
    steps.press(phone.locator("main form button").first)
    assert list(AttendanceMark.objects.values_list("enrolment__person__name", "status", "method")) == [
        (NAME, "present", "code")
    ]

    # The trainer closes the session: the one who never came is absent, hours stand in the ledger.
    trainer.goto(f"{site}/desk/sessions/{session.pk}/close/")
    steps.press(trainer.locator("main form button").first)
    session.refresh_from_db()
    assert session.closed_at is not None
    assert list(HourEntry.objects.filter(kind="lecture").values_list("person__name", "minutes")) == [(NAME, 90)]

    # The exam is sat and passed.
    phone.goto(f"{site}/exams/{exam.pk}/")
    phone.locator("main form button").click()
    for text in ("强能力、重基础", "支部大会", "党课"):
        phone.get_by_text(text, exact=True).click()
    steps.choose(phone.locator("fieldset.exam__question", has_text="后备也要培训").locator("input[type=radio]").first)
    phone.locator("form[data-exam-form] button").last.click()
    phone.locator("form[action$='/hand-in/'] button").click()
    phone.wait_for_url(re.compile("/result/$"))
    assert exam.attempts.get(person=imported).passed is True

    # The district closes the cohort and issues the certificates.
    desk.goto(f"{site}/desk/cohorts/{cohort.pk}/completion/")
    assert NAME in desk.locator("main").inner_text()
    desk.goto(f"{site}/desk/cohorts/{cohort.pk}/completion/close/")
    steps.press(desk.locator("main form button").first)
    assert dict(Enrolment.objects.values_list("person__name", "state")) == {
        NAME: "completed", "孟国庆": "not_completed"
    }
    desk.goto(f"{site}/desk/certificates/patterns/new/")
    desk.fill("input[name=text]", "测委党训〔{year}〕{n:04}号")
    steps.press(desk.locator("main form button").last)
    desk.goto(f"{site}/desk/cohorts/{cohort.pk}/certificates/")
    steps.press(desk.locator("main form .card button").last)
    assert "/jobs/" in desk.url, desk.locator("main").inner_text()
    steps.wait_until(desk, Certificate.objects.filter(person=imported).exists)
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
    desk.select_option("[name=programme]", str(cohort.programme_id))
    desk.get_by_role("button", name="查看导出内容数量").click()
    desk.get_by_role("button", name="开始导出").click()
    with desk.expect_download() as download:
        desk.locator("a[href$='/file/']").click()
    download.value.save_as(tmp_path / "attendance.xlsx")
    rows = openpyxl.load_workbook(tmp_path / "attendance.xlsx")["考勤"].iter_rows(values_only=True)
    marks = [(row[6], row[13]) for row in rows if isinstance(row[13], int | float)]
    assert sorted(marks) == sorted([(NAME, 90), ("孟国庆", 0)])
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
