"""What staff do at their desks before anyone learns: publish a course, set an exam, plan a class; each through its screens."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect
from wagtail.models import Page, Site

from cms.models import CataloguePage, CategoryPage, CoursePage, HomePage, LessonPage
from cohorts.models import Cohort, Programme
from courses.models import Course, Exam, QuestionBank
from lms.people.models import Category


def build_site():
    """Return the page of the residential category on a site that has no course yet."""
    def publish(parent, model, title, slug, **fields):
        page = model(title=title, slug=slug, live=False, **fields)
        Page.objects.get(pk=parent.pk).add_child(instance=page)
        page.save_revision().publish()
        return model.objects.get(pk=page.pk)

    home = publish(Page.get_first_root_node(), HomePage, "首页", "front")
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, "hostname": "localhost"})
    Site.clear_site_root_paths_cache()
    catalogue = publish(home, CataloguePage, "全部课程", "courses")
    residential = Category.objects.get(code="residential")
    return publish(catalogue, CategoryPage, "居民区书记课堂", "residential", category=residential)


def choose(field):
    """Tick the radio or box ``field`` (a locator) as a hand does, by its label: the control itself may be covered."""
    if not field.is_checked():
        field.locator("xpath=ancestor::label[1]").click()
    expect(field).to_be_checked()


def wait_until(page, condition, seconds=20):
    """Wait until ``condition()`` holds, while the page goes on."""
    for _ in range(seconds * 10):
        if condition():
            return
        page.wait_for_timeout(100)
    assert condition()


def press(button):
    """Press ``button`` (a locator) and wait for the page that answers it: the one that was there is gone."""
    page = button.page
    page.evaluate("() => { document.documentElement.dataset.left = 'yes'; }")
    button.click()
    page.locator("html:not([data-left])").wait_for()
    page.wait_for_load_state()


def save(page):
    """Press the main button of the form that is open."""
    press(page.locator("main form[method=post] .button--primary").last)


def publish_page(page):
    """Publish the page that is open in the editor."""
    page.locator("footer .w-dropdown__toggle").first.click()
    press(page.locator("button[name=action-publish]"))
    assert page.locator(".messages .success").count() == 1, page.locator("main").inner_text()


def publish_course(editor, site, category):
    """Write a course of one lesson in the editor and publish both; return the course's record."""
    editor.goto(f"{site}/cms/pages/add/cms/coursepage/{category.pk}/")
    editor.fill("input[name=title]", "城市基层党建")
    editor.locator("#id_categories label", has_text="居民区").click()
    publish_page(editor)
    course = CoursePage.objects.get(title="城市基层党建")
    editor.goto(f"{site}/cms/pages/add/cms/lessonpage/{course.pk}/")
    editor.fill("input[name=title]", "把楼组组织起来")
    editor.fill("input[name=minutes]", "15")
    editor.locator(".c-sf-add-button").first.click()
    editor.get_by_role("option", name="正文").click()
    editor.locator(".public-DraftEditor-content").first.click()
    editor.keyboard.type("从一幢楼开始。")
    # The editor hands its text to the form a moment after the last key.
    expect(editor.locator("input[name^='body-'][name$='-value']").first).to_have_value(re.compile("从一幢楼开始。"))
    publish_page(editor)
    assert LessonPage.objects.get(title="把楼组组织起来").live is True
    return Course.objects.get(key=course.translation_key)


def add_question(desk, site, bank, kind, stem, options=(), right=(), truth=""):
    desk.goto(f"{site}/desk/question-banks/{bank.pk}/questions/new/?kind={kind}")
    desk.fill("textarea[name=stem]", stem)
    for letter, text in zip("abcdef", options, strict=False):
        desk.fill(f"input[name=text_{letter}]", text)
    for letter in right:
        choose(desk.locator(f"input[name=right_{letter}]"))
    if truth:
        choose(desk.locator(f"input[name=truth][value={truth}]"))
    desk.locator("main form[method=post] .button--primary").first.click()
    desk.wait_for_url(re.compile(rf"/question-banks/{bank.pk}/$"))


def set_exam(desk, site, organisation):
    """Write a bank of three questions, put them on a paper and open the exam; return it."""
    desk.goto(f"{site}/desk/question-banks/")
    desk.select_option("select[name=organisation]", str(organisation.pk))
    desk.fill("input[name=title]", "题库")
    save(desk)
    bank = QuestionBank.objects.get(title="题库")
    add_question(desk, site, bank, "single", "居民区书记培训注重什么？", ["强能力、重基础", "强覆盖、重引领"], "a")
    add_question(desk, site, bank, "multiple", "哪些属于组织生活？", ["支部大会", "党课", "商业演出"], "ab")
    add_question(desk, site, bank, "true_false", "后备也要培训。", truth="true")
    desk.goto(f"{site}/desk/exams/new/")
    desk.select_option("select[name=organisation]", str(organisation.pk))
    desk.fill("input[name=title]", "结业考试")
    save(desk)
    exam = Exam.objects.get(title="结业考试")
    desk.wait_for_url(re.compile("/paper/$"))
    for points in desk.locator("input[name^=points_]").all():
        points.fill("10")
    save(desk)
    press(desk.locator("form[action$='/open/'] button"))
    exam.refresh_from_db()
    assert (exam.is_open, exam.paper.count()) == (True, 3)
    return exam


def plan_class(desk, site, world, course, exam, names):
    """Plan a programme, a cohort of it, the people of ``names`` and a meeting that has just begun; return the cohort."""
    now = timezone.localtime()
    desk.goto(f"{site}/desk/programmes/new/")
    desk.select_option("select[name=organisation]", str(world.root.pk))
    desk.fill("input[name=title]", "居民区书记轮训")
    for name, value in (("categories", course.categories.get().pk), ("positions", "secretary"),
                        ("positions", "reserve"), ("courses", course.pk)):
        choose(desk.locator(f"input[name={name}][value='{value}']"))
    desk.select_option("select[name=exam]", str(exam.pk))
    desk.fill("input[name=required_hours]", "2")
    save(desk)
    programme = Programme.objects.get(title="居民区书记轮训")
    desk.goto(f"{site}/desk/programmes/{programme.pk}/cohorts/new/")
    cohort = open_cohort(desk, world.east, "第一期", now.date(), teacher=world.p_trainer)
    enrol_people(desk, site, cohort, names)
    add_venue(desk, site, world.east)
    begun = min(now - timedelta(minutes=1), now.replace(hour=23, minute=57))
    plan_session(desk, site, cohort, "开班第一课", begun, world.p_trainer)
    publish(desk, site, cohort)
    assert cohort.sessions.get().venue.name == "社区党校教室"
    return cohort


def open_cohort(desk, organiser, title, day, *, teacher, groups=""):
    """Walk through the steps of the form that is open, and return the cohort."""
    desk.select_option("select[name=organiser]", str(organiser.pk))
    desk.fill("input[name=title]", title)
    desk.fill("input[name=starts_on]", day.isoformat())
    desk.fill("input[name=ends_on]", day.isoformat())
    desk.fill("input[name=quota]", "30")
    save(desk)
    desk.select_option("select[name=class_teacher]", str(teacher.pk))
    save(desk)
    desk.fill("textarea[name=groups]", groups)
    save(desk)
    assert Cohort.objects.count() == 0  # nothing is kept before the last step
    save(desk)
    return Cohort.objects.get(title=title)


def add_venue(desk, site, organisation):
    desk.goto(f"{site}/desk/venues/new/")
    desk.select_option("select[name=organisation]", str(organisation.pk))
    desk.fill("input[name=name]", "社区党校教室")
    desk.fill("input[name=capacity]", "60")
    save(desk)


def plan_session(desk, site, cohort, title, begins, trainer):
    """Plan a session of at most 90 minutes, on the day on which it ``begins``; return it."""
    end = min(begins + timedelta(minutes=90), begins.replace(hour=23, minute=59))
    desk.goto(f"{site}/desk/cohorts/{cohort.pk}/sessions/new/")
    desk.fill("input[name=title]", title)
    desk.fill("input[name=day]", begins.date().isoformat())
    desk.fill("input[name=start]", f"{begins:%H:%M}")
    desk.fill("input[name=end]", f"{end:%H:%M}")
    desk.locator("select[name=venue]").select_option(index=1)
    desk.select_option("select[name=trainer]", str(trainer.pk))
    desk.fill("input[name=minutes]", "90")
    save(desk)
    return cohort.sessions.get(title=title)


def publish(desk, site, cohort):
    """Tell the people of the cohort of its timetable."""
    desk.goto(f"{site}/desk/cohorts/{cohort.pk}/publish/")
    save(desk)
    assert cohort.versions.filter(current=True).count() == 1


def enrol_people(desk, site, cohort, names):
    """Look for the secretaries and reserves of one sub-district, and enrol those of ``names``."""
    desk.goto(f"{site}/desk/cohorts/{cohort.pk}/enrol/")
    desk.locator("select[name=area]").select_option(label=cohort.organiser.name)
    press(desk.locator("main form[method=get] button").last)
    for name in names:
        choose(desk.locator("tr", has_text=name).locator("input[name=post]"))
    desk.locator("button[name=ticked]").click()
    desk.wait_for_url(re.compile("/roster/$"))
