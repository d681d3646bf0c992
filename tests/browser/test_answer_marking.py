"""Marking three answers without touching the mouse."""

from playwright.sync_api import expect

from courses.models import AnswerMark
from tests.courses.marking_making import make_essays, sit

from .conftest import LAPTOP


def test_three_answers_are_marked_by_keyboard(page, site, world, sign_in, check_axe):
    made = make_essays(world)
    for key in ("learner", "reserve", "outsider"):
        sit(made, world.people[key])
    page.set_viewport_size(LAPTOP)
    sign_in(page, world.people["school"])
    page.goto(f"{site}/desk/marking/{made.exam.pk}/{made.essay.pk}/0/")
    page.locator("main form .button--primary").press("Enter")
    for number in range(1, 4):
        first = page.locator("input[name=score_0]")
        expect(first).to_be_focused()
        if number == 1:
            check_axe(page)
        page.keyboard.type(str(number))
        page.keyboard.press("Enter")
        expect(page.locator("input[name=score_1]")).to_be_focused()
        page.keyboard.type("5")
        expect(page.locator("[data-sum]")).to_have_text(str(number + 5))
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/desk/marking/{made.exam.pk}/")
    assert list(AnswerMark.objects.order_by("pk").values_list("scores", flat=True)) == [[1, 5], [2, 5], [3, 5]]
