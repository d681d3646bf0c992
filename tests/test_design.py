"""The frame of every page: entry, theme, error pages, and the tags of the components."""

import re

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import RequestContext
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from lms.navigation import NavItem
from lms.templatetags.design import control, desk_menu, page_title

INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)


def test_the_design_page_holds_nothing_inline(client, db):
    html = client.get(reverse("design")).content.decode()
    assert INLINE.findall(html) == []
    assert html.count("<h1") == 1


def test_the_design_page_names_every_error_to_its_field(client, db):
    html = client.get(reverse("design")).content.decode()
    field = re.search(r'<input[^>]*name="wrong-phone"[^>]*>', html).group()
    assert 'aria-invalid="true"' in field
    described = re.search(r'aria-describedby="([^"]+)"', field).group(1).split()
    assert [html.count(f'id="{name}"') for name in described] == [1] * len(described)
    assert described != []


def test_the_theme_is_kept_in_a_cookie_and_leads_back(client, db):
    answer = client.post(reverse("set_theme"), {"theme": "contrast", "next": "/design/"})
    assert (answer.status_code, answer.url) == (302, "/design/")
    assert client.cookies["theme"].value == "contrast"
    assert 'data-theme="contrast"' in client.get("/design/").content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_theme_leads_to_no_other_site(client, db, target):
    assert client.post(reverse("set_theme"), {"theme": "contrast", "next": target}).url == "/"


def test_an_unknown_theme_is_not_kept(client, db):
    client.post(reverse("set_theme"), {"theme": '"><b>', "next": "/design/"})
    assert "theme" not in client.cookies
    client.cookies["theme"] = "x onload"
    assert "data-theme" not in client.get("/design/").content.decode()


def test_the_theme_is_changed_by_post_only(client, db):
    assert client.get(reverse("set_theme")).status_code == 405


@pytest.mark.parametrize("name", ["400", "500"])
def test_error_pages_of_a_broken_request_need_no_context(name):
    html = render_to_string(f"{name}.html")
    assert html.count("<h1") == 1
    assert INLINE.findall(html) == []


@pytest.mark.parametrize("name", ["403", "403_csrf", "404", "429"])
def test_error_pages_are_whole(rf, name):
    request = rf.get("/desk/")
    request.user = AnonymousUser()
    html = render_to_string(f"{name}.html", request=request)
    assert html.count("<h1") == 1
    assert INLINE.findall(html) == []


def test_a_strange_address_gets_the_house_page(client, db):
    answer = client.get("/desk/no-such-page/")
    assert answer.status_code == 404
    assert "plain__sheet" in answer.content.decode()


def test_landing_asks_a_visitor_to_sign_in(client, db):
    answer = client.get(reverse("landing"))
    assert answer.status_code == 302
    assert answer.url.startswith("/login/") or "login" in answer.url


@pytest.mark.parametrize(("who", "target"), [("district", "/desk/"), ("trainer", "/desk/"), ("learner", "/my/")])
def test_landing_leads_to_the_page_made_for_the_person(client, world, who, target):
    client.force_login(world.people[who])
    assert client.get(reverse("landing")).url == target


def test_page_titles_name_the_site_once():
    assert page_title(" 学员 ", "轮训在线") == "学员 · 轮训在线"
    assert page_title("\n ", "轮训在线") == "轮训在线"
    assert page_title("", "<b>") == "&lt;b&gt;"


def test_paging_keeps_the_filters_and_drops_the_old_page():
    request = RequestFactory().get("/list/", {"q": "陈 芳", "page": "2"})
    page = Paginator(range(120), 50).page(2)
    html = render_to_string("components/pagination.html", {"page": page}, request=request)
    assert re.findall(r'href="([^"]+)"', html) == ["?q=%E9%99%88+%E8%8A%B3&amp;page=1", "?q=%E9%99%88+%E8%8A%B3&amp;page=3"]


def test_paging_of_a_short_list_is_nothing():
    page = Paginator(range(3), 50).page(1)
    assert render_to_string("components/pagination.html", {"page": page}).strip() == ""


class _Form(forms.Form):
    day = forms.DateField(initial=None)
    at = forms.DateTimeField()
    hour = forms.TimeField()


def test_dates_and_times_get_the_pickers_of_the_browser_with_iso_values():
    import datetime as dt

    form = _Form(initial={"day": dt.date(2017, 11, 6), "at": dt.datetime(2017, 11, 6, 9, 30), "hour": dt.time(9, 30)})
    kinds = {name: re.search(r'type="([^"]+)"', control(form[name])).group(1) for name in form.fields}
    values = {name: re.search(r'value="([^"]+)"', control(form[name])).group(1) for name in form.fields}
    assert kinds == {"day": "date", "at": "datetime-local", "hour": "time"}
    assert values == {"day": "2017-11-06", "at": "2017-11-06T09:30", "hour": "09:30"}


def test_what_the_pickers_send_is_understood():
    form = _Form({"day": "2017-11-06", "at": "2017-11-06T09:30", "hour": "09:30"})
    assert form.errors == {}


def test_a_form_included_alone_still_carries_its_token():
    from django.template import engines

    template = engines["django"].from_string('{% include "components/form.html" with form=form only %}')
    html = template.render({"form": _Form()}, RequestFactory().get("/"))
    assert len(re.findall(r'name="csrfmiddlewaretoken" value="[^"]{64}"', html)) == 1


@pytest.mark.parametrize(("path", "marked"), [
    ("/desk/", ["page", "", ""]), ("/desk/people/", ["", "page", ""]), ("/desk/people/7/", ["", "true", ""]),
    ("/desk/people/import/", ["", "", "page"]), ("/desk/unlisted/", ["", "", ""]), ("/desk/posts/3/", ["", "true", ""]),
])
def test_the_menu_marks_the_entry_closest_to_the_page(monkeypatch, path, marked):
    addresses = {"desk": "/desk/", "people": "/desk/people/", "import": "/desk/people/import/"}
    monkeypatch.setattr("lms.templatetags.design.reverse", addresses.__getitem__)
    context = RequestContext(RequestFactory().get(path))
    context["desk_nav"] = [
        NavItem(0, "desk", "desk", "house", "", alone=True), NavItem(1, "people", "people", "house", "", also=("/desk/posts/",)),
        NavItem(2, "import", "import", "house", ""),
    ]
    assert [entry["current"] for entry in desk_menu(context)] == marked


def test_the_menu_prefers_the_list_itself_to_an_entry_that_only_claims_its_pages(monkeypatch):
    addresses = {"teaching": "/desk/teaching/", "trainers": "/desk/trainers/"}
    monkeypatch.setattr("lms.templatetags.design.reverse", addresses.__getitem__)
    context = RequestContext(RequestFactory().get("/desk/trainers/7/"))
    claims = NavItem(1, "Mine", "teaching", "house", "", also=("/desk/trainers/",))
    context["desk_nav"] = [claims, NavItem(2, "All", "trainers", "house", "")]
    assert [entry["current"] for entry in desk_menu(context)] == ["", "true"]
    context["desk_nav"] = [claims]
    assert [entry["current"] for entry in desk_menu(context)] == ["true"]


def test_the_menu_leaves_out_pages_that_do_not_exist():
    context = RequestContext(RequestFactory().get("/"))
    context["desk_nav"] = [NavItem(1, "Nowhere", "no:where", "house", ""), NavItem(2, "Design", "design", "house", "")]
    assert [entry["url"] for entry in desk_menu(context)] == ["/design/"]
