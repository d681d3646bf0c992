"""The rows behind the figures of the desk's first page, and the figure that is fetched when it was counted."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from cohorts.figure_cards import dressed
from cohorts.kept_figures import FIGURES, figures_for
from cohorts.queries import figures as queries
from cohorts.today import NEEDS, day_of
from lms.people import access
from lms.people.models import Category, Person

PAGE = 50
STATES = {
    "": _("Everyone"), queries.TRAINED: pgettext_lazy("coverage", "Trained"),
    queries.BEGUN: pgettext_lazy("coverage", "In a class now"), queries.MISSING: pgettext_lazy("coverage", "Not yet"),
}


@require_GET
@login_required
def need(request, slug):
    """The rows that wait for the visitor under one need, the oldest or the first due on top; each leads to its act."""
    row = NEEDS.get(slug)
    if row is None:
        raise Http404("no such need")
    access.require(request.user, "desk.open")
    if not row.concerns(request.user):
        return redirect("cohorts:desk")  # a role that has ended: nothing of it waits any more
    today = timezone.localdate()
    page = Paginator(row.rows(request.user).order_by(row.since, "pk"), PAGE).get_page(request.GET.get("page"))
    lines = [_line(row, one, today) for one in page]
    return render(request, "cohorts/desk/need.html", {"need": row, "page": page, "lines": lines, "today": today})


def _line(need_, row, today):
    title, note = need_.show(row)
    day = day_of(_value(row, need_.since))
    days = abs((today - day).days) if day else None
    return {"title": title, "note": note, "url": need_.act_url(_value(row, need_.key)), "day": day, "days": days}


def _value(row, path):
    for name in path.split("__"):
        row = getattr(row, name)
    return row


@require_GET
@login_required
def figure(request, slug):
    """One figure, counted now where it is not kept: a part of the page for htmx, else the whole page with it."""
    asked = FIGURES.get(slug)
    if asked is None:
        raise Http404("no such figure")
    access.require(request.user, asked.verb)
    if not request.htmx:
        return redirect(f"{reverse('cohorts:desk')}?count={slug}#{slug}")
    shown = next(one for one in figures_for(request.user, timezone.now(), count=(slug,)) if one.figure is asked)
    return render(request, "cohorts/desk/figure.html", {"card": dressed(shown)})


@require_GET
@login_required
def trained(request):
    """Who is trained this year, and who is not: the people behind the coverage of the categories."""
    access.require(request.user, "training.browse")
    year = timezone.localdate().year
    category, state = request.GET.get("category", ""), request.GET.get("state", "")
    state = state if state in STATES else ""
    categories = [*Category.objects.order_by("order", "code").values_list("code", "name"),
                  (queries.NO_CATEGORY, _("Without a category"))]
    category = category if category in dict(categories) else ""
    posts = queries.covered(request.user, year, category=category, state=state)
    page = Paginator(
        posts.select_related("person", "organisation").order_by("organisation__path", "person__name_key", "pk"), PAGE
    ).get_page(request.GET.get("page"))
    ids = [post.person_id for post in page]
    seen = set(Person.objects.visible_to(request.user).filter(pk__in=ids).values_list("pk", flat=True))
    return render(request, "cohorts/desk/trained.html", {
        "page": page, "rows": [(post, post.person_id in seen) for post in page], "year": year, "category": category,
        "state": state, "categories": categories, "states": STATES.items(),
    })


@require_GET
@login_required
def load(request):
    """What each trainer teaches this month; of one of them, the sessions."""
    access.require(request.user, "load.browse")
    now = timezone.now()
    today, who = timezone.localdate(now), None
    if (key := request.GET.get("trainer", "")).isdecimal() and len(key) < 18:
        who = get_object_or_404(Person.objects.filter(pk__in=_teachers(request.user, today)), pk=key[:18])
        rows = queries.taught_in_month(request.user, today, trainer=who).select_related("cohort", "venue")
        page = Paginator(rows.order_by("starts_at", "pk"), PAGE).get_page(request.GET.get("page"))
        total = sum(queries.taught_in_month(request.user, today, trainer=who).values_list("minutes", flat=True))
        return render(request, "cohorts/desk/load_of.html", {"trainer": who, "page": page, "today": today, "minutes": total})
    page = Paginator(queries.trainers_load(request.user, now), PAGE).get_page(request.GET.get("page"))
    return render(request, "cohorts/desk/load.html", {"page": page, "today": today})


def _teachers(user, today):
    return queries.taught_in_month(user, today).order_by().values("trainer_id")
