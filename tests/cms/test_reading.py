"""The page of a lesson as a place to read: its bar, its tools, one's own notes, the questions, what may be kept."""

import re

import pytest
from django.test import Client

from courses.actions.lesson_questions import answer, ask
from courses.actions.notes import add_note, set_bookmark
from courses.models import LessonProgress
from lms.readers import reader_of

from .conftest import publish, record_of

COURSE = "/courses/residential/shuji/"
LESSON = f"{COURSE}l2/"


@pytest.fixture
def lesson(site):
    return record_of(site.lessons[1])


@pytest.fixture
def learner(client, world):
    client.force_login(world.p_learner)
    return client


def bar(html):
    return re.search(r'<div class="course-bar">.*?</div>\s*<progress[^>]*value="(\d+)" max="(\d+)"', html, re.DOTALL).groups()


def test_the_bar_tells_a_visitor_the_place_and_a_trainee_what_is_done(site, client, world):
    assert bar(client.get(LESSON).content.decode()) == ("2", "3")
    client.force_login(world.p_learner)
    client.post(f"/learn/lessons/{site.lessons[0].translation_key}/done/")
    assert bar(client.get(LESSON).content.decode()) == ("1", "3")


def test_the_bar_leads_back_and_on(client, site):
    html = client.get(LESSON).content.decode()
    assert re.findall(r'class="course-bar__(?:step|course)" href="([^"]+)"', html) == [f"{COURSE}l1/", COURSE, f"{COURSE}l3/"]


def test_a_micro_lesson_has_no_bar(site, client):
    from cms.models import MicroLessonPage

    publish(site.micro, MicroLessonPage, "微课", slug="m", minutes=5)
    assert "course-bar" not in client.get("/micro/m/").content.decode()


@pytest.mark.parametrize(("size", "pressed"), [("", "usual"), ("large", "large"), ("larger", "larger")])
def test_the_chosen_size_is_pressed(site, learner, world, size, pressed):
    type(world.p_learner).objects.update(text_size=size)
    html = learner.get(LESSON).content.decode()
    assert re.findall(r'name="size" value="(\w+)" aria-pressed="true"', html) == [pressed]
    assert (f'data-text="{size}"' in html) is bool(size)


def test_a_trainee_finds_own_notes_and_no_one_elses(learner, world, lesson):
    mine = add_note(person=world.p_learner, lesson=lesson, text="我的<b>话</b>", medium="f1", second=187)
    add_note(person=world.p_reserve, lesson=lesson, text="别人的话")
    html = learner.get(LESSON).content.decode()
    assert re.findall(r'id="note-(\d+)"', html) == [str(mine.pk)]
    assert ("我的&lt;b&gt;话" in html, "别人的话" in html) == (True, False)
    assert re.findall(r'data-second="(\d+)" data-medium="(\w+)"', html) == [("187", "f1")]


@pytest.mark.parametrize("role", ["trainer", "district", "auditor"])
def test_staff_read_no_notes_on_the_page(client, world, lesson, role):
    add_note(person=world.p_learner, lesson=lesson, text="私下的话")
    client.force_login(world.people[role])
    assert "私下的话" not in client.get(LESSON).content.decode()


def test_the_bookmark_is_pressed_for_whoever_put_it(learner, world, lesson):
    def pressed(browser):
        return re.findall(r'name="wanted" value="(\w+)" aria-pressed="(\w+)"', browser.get(LESSON).content.decode())

    assert pressed(learner) == [("yes", "false")]
    set_bookmark(person=world.p_learner, lesson=lesson, wanted=True)
    assert pressed(learner) == [("no", "true")]
    other = Client()
    other.force_login(world.p_outsider)
    assert pressed(other) == [("yes", "false")]
    assert pressed(Client()) == []


def test_a_question_is_shown_to_its_asker_and_published_ones_to_all(client, world, lesson):
    own = ask(person=world.p_learner, lesson=lesson, text="只有我看得到")
    public = ask(person=world.p_reserve, lesson=lesson, text="钱后备问的原话")
    answer(actor=world.p_trainer, question=public, text="先请楼组长", public_text="人手不够怎么办？")

    def seen(person):
        browser = Client()
        if person:
            browser.force_login(person)
        html = browser.get(LESSON).content.decode()
        return re.findall(r'id="question-(\d+)"', html), "钱后备" in html, "人手不够怎么办？" in html

    assert seen(None) == ([str(public.pk)], False, True)
    assert seen(world.p_outsider) == ([str(public.pk)], False, True)
    assert seen(world.p_learner) == ([str(own.pk), str(public.pk)], False, True)
    assert seen(world.p_trainer) == ([str(public.pk), str(own.pk)], True, False)


def test_who_teaches_is_led_to_the_answer(client, world, lesson):
    question = ask(person=world.p_learner, lesson=lesson, text="人手不够怎么办？")
    client.force_login(world.p_trainer)
    assert f'href="/desk/lesson-questions/{question.pk}/"' in client.get(LESSON).content.decode()


@pytest.mark.parametrize("count", [1, 10])
def test_notes_and_questions_cost_the_same_however_many(
    site, learner, world, lesson, django_assert_num_queries, count
):
    for number in range(count):
        add_note(person=world.p_learner, lesson=lesson, text=f"记{number}")
        question = ask(person=world.p_reserve, lesson=lesson, text=f"问{number}")
        answer(actor=world.p_trainer, question=question, text="答", public_text="问")
    learner.get(LESSON)
    with django_assert_num_queries(17):  # one more than a page without questions: their answers
        learner.get(LESSON)


def test_a_lesson_may_be_kept_and_says_for_whom(site, client, world):
    visitor = client.get(LESSON)
    assert (visitor.headers["X-Offline"], visitor.headers["X-Reader"]) == ("yes", "visitor")
    client.force_login(world.p_learner)
    mine = client.get(LESSON)
    assert (mine.headers["X-Offline"], mine.headers["X-Reader"]) == ("yes", reader_of(world.p_learner))
    assert mine.headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("path", ["/", "/courses/", COURSE, "/micro/", f"{COURSE}nothing/"])
def test_nothing_but_lessons_is_kept(site, client, path):
    assert "X-Offline" not in client.get(path).headers


def test_each_copy_of_the_page_has_its_own_number(learner, site):
    numbers = [re.search(r'name="act" value="([0-9a-f-]{36})"', learner.get(LESSON).content.decode())[1] for _ in range(2)]
    assert numbers[0] != numbers[1]


def test_text_size_notes_and_questions_work_without_scripts(learner, site, lesson, world):
    """Every form of the page has an address of its own and a token."""
    html = learner.get(LESSON).content.decode()
    main = html[html.index("<main"):html.index("</main>")]
    forms = re.findall(r'<form[^>]*action="([^"]+)"[^>]*method="post"|<form[^>]*method="post"[^>]*action="([^"]+)"', main)
    assert sorted(one or other for one, other in forms) == sorted([
        "/text-size/", "/theme/", f"/learn/lessons/{lesson.key}/bookmark/", f"/learn/lessons/{lesson.key}/done/",
        f"/learn/lessons/{lesson.key}/notes/", f"/learn/lessons/{lesson.key}/questions/",
    ])
    assert main.count("csrfmiddlewaretoken") == 6


def test_a_preview_is_neither_kept_nor_noted(site, world, rf):
    from cms.reading import open_page

    request = rf.get("/")
    request.user, request.is_preview = world.p_learner, True
    open_page(request, site.lessons[1].translation_key)
    assert (request.keeps_offline, LessonProgress.objects.count()) == (False, 0)
