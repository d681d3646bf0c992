"""SCORM lessons in the browser: they play, go on where they were left, report; a hostile one reaches nothing of the site."""

import re

import pytest
from playwright.sync_api import expect
from wagtail.models import Page, Site

from cms.models import CataloguePage, CategoryPage, CoursePage, HomePage, ScormLessonPage
from courses.actions.scorm import store_package
from courses.models import HourEntry, LessonProgress, ScormAttempt
from lms.people.models import Category
from tests import scorm_samples as samples
from tests.cms.conftest import publish

from .conftest import LAPTOP, PHONE


@pytest.fixture
def lesson(world):
    """``lesson(files)``: publish a lesson that plays the package of ``files``; returns its page."""
    root = Page.get_first_root_node()
    home = publish(root, HomePage, "首页", slug="front")
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, "hostname": "localhost"})
    Site.clear_site_root_paths_cache()
    catalogue = publish(home, CataloguePage, "全部课程", slug="courses")
    category = publish(catalogue, CategoryPage, "书记课堂", slug="residential", category=Category.objects.get(code="residential"))
    course = publish(category, CoursePage, "书记培训", slug="shuji")

    def make(files):
        package = store_package(actor=world.p_editor, file=samples.archive(files))
        return publish(course, ScormLessonPage, "走访", slug="zoufang", package=package, minutes=5)

    return make


@pytest.fixture
def played(browser, lesson, site, sign_in, world):
    """``played(files, size)``: a signed-in trainee's page with the lesson open."""

    contexts = []

    def open_(files, size=LAPTOP):
        found = lesson(files)
        contexts.append(browser.new_context(viewport=size, locale="zh-CN"))
        page = contexts[-1].new_page()
        sign_in(page, world.p_learner)
        page.goto(site + found.url)
        return page

    yield open_
    for context in contexts:
        context.close()


def inside(page, *more):
    frame = page.frame_locator(".scorm__frame").frame_locator("iframe[name=content]")
    for selector in more:
        frame = frame.frame_locator(selector)
    return frame


def attempt():
    return ScormAttempt.objects.get()


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_one_part_of_1_2_plays_resumes_and_reports(size, played, world, check_axe):
    page = played(samples.single_12(), size)
    part = inside(page)
    expect(part.locator("#who")).to_have_text("张学员")
    expect(part.locator("#entry")).to_have_text("ab-initio")
    inside(page, "#inner").get_by_role("button", name="下一页").click()
    expect(page.locator("[data-scorm-say]")).to_have_attribute("data-state", "kept", timeout=15000)
    check_axe(page)
    # Left by a link of the page: the part says its last words, and goes on where it was.
    page.get_by_role("link", name="书记培训").first.click()
    page.wait_for_url(re.compile("/shuji/$"))
    kept = attempt().state["i1"]["report"]
    assert (kept["cmi.core.lesson_location"], kept["cmi.suspend_data"], kept["cmi.core.exit"]) == ("2", "seen=2", "suspend")
    assert attempt().status == "begun"
    page.go_back()
    page.reload()
    expect(inside(page).locator("#entry")).to_have_text("resume")
    expect(inside(page).locator("#kept")).to_have_text("seen=2")
    inside(page, "#inner").get_by_role("button", name="完成").click()
    expect(page.locator("[data-scorm-say]")).to_have_attribute("data-state", "finished")
    found = attempt()
    assert (found.status, float(found.score), found.person) == ("done", 85.0, world.p_learner)
    assert LessonProgress.objects.get(person=world.p_learner).completed_at is not None
    assert HourEntry.objects.get(person=world.p_learner).minutes == 1


def test_parts_of_1_2_are_done_one_by_one(played, world):
    page = played(samples.multi_12())
    part = inside(page)
    expect(part.locator("#mastery")).to_have_text("60")
    expect(part.locator("#data")).to_have_text("level=3")
    expect(part.locator("#query")).to_have_text("?unit=1")
    part.get_by_role("button", name="做错").click()  # below the mastery score: not passed, whatever the part says
    expect(page.locator("[data-scorm-say]")).to_have_attribute("data-state", "kept")
    assert attempt().state["a"]["status"] == "failed"
    page.reload()
    expect(page.get_by_role("link", name=re.compile("第一部分"))).to_have_class(re.compile("scorm__part--failed"))
    part.get_by_role("button", name="做完").click()
    expect(page.locator("[data-scorm-say]")).to_have_attribute("data-state", "kept")
    page.get_by_role("link", name=re.compile("第二部分")).click()
    inside(page).get_by_role("button", name="做完").click()
    expect(page.locator("[data-scorm-say]")).to_have_attribute("data-state", "kept")
    assert not LessonProgress.objects.done().exists()
    page.get_by_role("link", name=re.compile("参考资料")).click()
    expect(inside(page).locator("p")).to_have_text("只读资料")
    expect(page.locator("[data-scorm-say]")).to_have_attribute("data-state", "finished")
    assert [attempt().state[key]["status"] for key in "abc"] == ["done"] * 3
    assert LessonProgress.objects.done().filter(person=world.p_learner).count() == 1


def test_2004_plays_resumes_and_reports(played, world):
    page = played(samples.one_2004())
    expect(inside(page).locator("#entry")).to_have_text("ab-initio")
    inside(page).get_by_role("button", name="学一半").click()
    expect(page.locator("[data-scorm-say]")).to_have_attribute("data-state", "kept")
    page.reload()
    expect(inside(page).locator("#entry")).to_have_text("resume")
    expect(inside(page).locator("#location")).to_have_text("p7")
    inside(page).get_by_role("button", name="学完").click()
    expect(page.locator("[data-scorm-say]")).to_have_attribute("data-state", "finished")
    found = attempt()
    assert (found.status, float(found.score)) == ("done", 90.0)
    assert LessonProgress.objects.done().filter(person=world.p_learner).count() == 1


def test_what_was_done_without_a_network_is_kept_when_it_is_back(played):
    page = played(samples.one_2004())
    expect(inside(page).locator("#entry")).to_have_text("ab-initio")
    page.context.set_offline(True)
    inside(page).get_by_role("button", name="学完").click()
    expect(page.locator("[data-scorm-say]")).to_have_attribute("data-state", "unsent")
    page.context.set_offline(False)
    expect(page.locator("[data-scorm-say]")).to_have_attribute("data-state", "finished", timeout=20000)
    assert attempt().status == "done"


HOSTILE = """<!doctype html><meta charset="utf-8"><p id="out"></p>
<script>
const found = {};
const attempt = async (name, act) => {
  try { found[name] = String(await Promise.race([act(), new Promise((r) => setTimeout(() => r("nothing"), 3000))])); }
  catch (error) { found[name] = "refused"; }
};
const load = (tag, url) => new Promise((resolve, reject) => {
  const made = document.createElement(tag);
  made.onload = () => resolve("loaded"); made.onerror = () => reject(new Error("refused"));
  made.src = url; document.body.append(made);
});
(async () => {
  const site = "SITE";
  await attempt("cookie", () => document.cookie || "nothing");
  await attempt("page", () => top.document.title);
  await attempt("page's text", () => window.parent.parent.document.body.innerHTML.length);
  await attempt("page's storage", () => top.localStorage.length);
  await attempt("fetch", async () => (await fetch(site + "/my/", { credentials: "include" })).status);
  await attempt("blind post", async () => (await fetch(site + "/theme/", {
    method: "POST", credentials: "include", mode: "no-cors" })).type);
  await attempt("site by its own host", async () => (await fetch("/my/")).status);
  await attempt("sign-in by its own host", async () => (await fetch("/login/")).status);
  await attempt("another package", async () => (await fetch(location.pathname.replace(/^\\/[^/]+/, "/forged:token"))).status);
  await attempt("outside", async () => (await fetch("https://example.org/")).status);
  await attempt("picture of the site", () => load("img", site + "/static/img/mark.svg"));
  await attempt("window", () => window.open(site + "/my/") ? "opened" : "refused");
  await attempt("frame of the site", async () => {
    await load("iframe", site + "/my/");
    return document.querySelector("iframe").contentDocument ? "read" : "refused"; });
  await attempt("camera", async () => (await navigator.mediaDevices.getUserMedia({ video: true })).id);
  await attempt("service worker", async () => (await navigator.serviceWorker.register("worker.js")).scope);
  try { top.location = site + "/logout/"; } catch (error) { found.leave = "refused"; }
  window.parent.parent.postMessage({ kind: "report", report: { "cmi.core.lesson_status": "completed" }, now: true }, "*");
  document.getElementById("out").textContent = JSON.stringify(found);
})();
</script>"""


def test_a_hostile_package_reaches_nothing_of_the_site(browser, lesson, site, sign_in, world):
    files = {
        "imsmanifest.xml": samples.manifest(items=samples.item("i", "r", "坏包"), resources=samples.resource("r", "evil.html")),
        "evil.html": HOSTILE.replace("SITE", site), "worker.js": "self.onfetch = () => {};",
    }
    found = lesson(files)
    page = browser.new_context(viewport=LAPTOP, locale="zh-CN").new_page()
    sign_in(page, world.p_learner)
    page.goto(site + found.url)
    before = page.url
    # The control: the site's own page may do what the package tries.
    assert page.evaluate("async () => (await fetch('/my/')).status") == 200
    out = inside(page).locator("#out")
    expect(out).not_to_be_empty(timeout=30000)
    result = out.evaluate("node => JSON.parse(node.textContent)")
    assert result == {
        "cookie": "nothing", "page": "refused", "page's text": "refused", "page's storage": "refused", "fetch": "refused",
        "blind post": "refused", "site by its own host": "404", "sign-in by its own host": "404", "another package": "403",
        "outside": "refused", "picture of the site": "refused", "window": "refused", "frame of the site": "refused",
        "camera": "refused", "service worker": "refused", "leave": "refused",
    }
    page.wait_for_timeout(500)  # for what ought not to come: a page that leaves, a report that is believed
    assert page.url == before
    assert page.evaluate("document.body.hasAttribute('hx-headers')")
    # Its message came from a frame that the page does not listen to.
    assert not ScormAttempt.objects.exists()
    assert len(page.context.cookies(site)) == len(page.context.cookies())
