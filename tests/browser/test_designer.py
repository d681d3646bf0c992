"""A certificate is designed by dragging, by the arrow keys and by writing; what is saved is what is issued."""

import pypdfium2 as pdfium
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from certificates.actions.templates import create_template
from certificates.pdf import render_pdf
from certificates.pdf.render import Sample
from certificates.rules.designs import CLASSIC
from certificates.samples import FACTS

from .conftest import LAPTOP, PHONE


@pytest.fixture
def template(world):
    return create_template(
        actor=world.p_district, organisation=world.root, kind="completion", title="传统", layout=CLASSIC
    )


def newest(template):
    return template.versions.order_by("-number").first()


def drawn_anew(page, act):
    """Do ``act`` and wait for the picture that the server draws after it."""
    with page.expect_response(lambda answer: "/picture/" in answer.url and answer.request.method == "POST") as found:
        act()
    assert found.value.status == 200
    expect(page.locator(".designer__sheet")).not_to_have_class("is-late")


def test_parts_are_dragged_moved_by_keys_and_written_and_the_certificate_says_so(
    site, page, sign_in, check_axe, world, template,
):
    page.set_viewport_size(LAPTOP)
    sign_in(page, world.p_district)
    page.goto(site + reverse("certificates:template-design", args=[template.pk]))
    check_axe(page)
    seal = page.locator("[data-prefix='seal_']")
    box = seal.bounding_box()

    def drag():
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] / 2 - 60, box["y"] + box["height"] / 2, steps=4)
        page.mouse.up()

    seal.scroll_into_view_if_needed()
    box = seal.bounding_box()
    drawn_anew(page, drag)
    seal.focus()
    drawn_anew(page, lambda: page.keyboard.press("Shift+ArrowUp"))
    expect(page.locator("[data-prefix='seal_']")).to_be_focused()
    page.locator("[data-prefix='texts-0-']").click()
    words = page.locator("[name='texts-0-text']")
    drawn_anew(page, lambda: words.fill("轮训结业证书"))
    page.get_by_role("button", name="保存为新版本").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("传统")
    saved = newest(template)
    assert (saved.number, saved.read.texts[0].text) == (2, "轮训结业证书")
    assert (saved.read.seal.y, saved.read.seal.x < CLASSIC.seal.x) == (CLASSIC.seal.y - 10, True)
    # The picture names a real or a difficult person, as chosen.
    page.goto(site + reverse("certificates:template", args=[template.pk]))
    check_axe(page)
    drawn = render_pdf(Sample(number="证〔2018〕1号", code="0" * 22, facts={**FACTS, "name": "张建国"}, layout=saved.read))
    assert "轮训结业证书" in "".join(pdfium.PdfDocument(drawn)[0].get_textpage().get_text_range().split())


def test_the_designer_is_usable_on_a_phone(site, page, sign_in, check_axe, world, template):
    page.set_viewport_size(PHONE)
    sign_in(page, world.p_district)
    page.goto(site + reverse("certificates:template-design", args=[template.pk]))
    check_axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="再加一处文字").click()
    expect(page.locator("[name='texts-9-text']")).to_be_visible()
    page.locator("[name='texts-9-text']").fill("{name}参加了学习")
    page.get_by_role("button", name="保存为新版本").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("传统")
    assert newest(template).read.texts[-1].text == "{name}参加了学习"
