"""Nudges: one page to send from, reached from any list of gaps; the record, and what became of each."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from cohorts.actions.nudges import send_nudge
from cohorts.enums import LeftOut, NudgeAbout
from cohorts.lists.supervision import NUDGES
from cohorts.models import Nudge
from cohorts.nudge_forms import NudgeForm, usual_text
from cohorts.queries.nudge_gaps import chosen, subject_of
from cohorts.queries.nudges import outcomes, plan
from cohorts.rules.nudges import MOST_PEOPLE
from lms.people import access
from lms.people.models import Person

PAGE = 50
SHOWN = 5  # texts shown in full before sending


def _numbers(values):
    return sorted({int(value) for value in values if value.isdecimal() and len(value) < 10})


@require_http_methods(["GET", "POST"])
@login_required
def nudge_new(request):
    """``?about=<kind>&of=<year or id>&people=<pk>&people=<pk>&organisations=<pk>``: preview, then send.

    A list posts the same names from its ticks; what is sent comes with ``send``. Whoever asks sees only the people and
    organisations of their own scope; the others are as if not chosen.
    """
    access.require(request.user, "nudge.send")
    asked = request.POST if request.method == "POST" else request.GET
    about = asked.get("about", "")
    if about not in NudgeAbout.values:
        return redirect("cohorts:nudges")
    subject = subject_of(request.user, about, asked.get("of", ""))
    if subject is None:
        raise Http404("nothing to nudge about")
    if about == NudgeAbout.COHORT:
        access.require(request.user, "nudge.cohort", subject.row)
    people, organisations = _numbers(asked.getlist("people")), _numbers(asked.getlist("organisations"))
    many = len(people) + len(organisations) > MOST_PEOPLE
    form = _form(request, about)
    if "send" in request.POST and not many and form.is_valid():
        answer = _send(request, subject, people, organisations, form)
        if answer is not None:
            return answer
    gaps = [] if many else chosen(request.user, subject, people, organisations)
    to, text = form["to"].value(), form["text"].value() or ""
    found = plan(actor=request.user, subject=subject, gaps=gaps, to=to, text=text, now=timezone.now())
    told = Person.objects.in_bulk([message.told for message in found.messages])
    return render(request, "cohorts/nudges/new.html", {
        "form": form, "subject": subject, "gaps": gaps, "many": many, "most": MOST_PEOPLE, "plan": found,
        "people": [gap.person.pk for gap in gaps if gap.person],
        "organisations": [gap.organisation.pk for gap in gaps if not gap.person],
        "messages_shown": [(told[message.told], message) for message in found.messages[:SHOWN]],
        "out": [(gap, LeftOut(why).label) for gap, why in found.out],
    })


def _form(request, about):
    """The form as posted by its own buttons; fresh for whoever comes from a list. A kept text that was chosen is put in."""
    own = request.method == "POST" and ("send" in request.POST or "preview" in request.POST or "use" in request.POST)
    if not own:
        return NudgeForm(user=request.user, about=about, initial={"text": usual_text(about)})
    if "use" not in request.POST:
        return NudgeForm(request.POST, user=request.user, about=about)
    form = NudgeForm(request.POST, user=request.user, about=about)
    form.is_valid()
    template = form.cleaned_data.get("template")
    data = request.POST.copy()
    data["text"] = template.text if template else usual_text(about)
    return NudgeForm(data, user=request.user, about=about)


def _send(request, subject, people, organisations, form):
    data = form.cleaned_data
    try:
        sent = send_nudge(
            actor=request.user, subject=subject, people=people, organisations=organisations, to=data["to"], text=data["text"],
            channels=data["channels"],
        )
    except ValidationError as error:
        form.add_error(None, " ".join(error.messages))
        return None
    if sent.nudge is None:
        form.add_error(None, _("Nobody is left to nudge. Below it says why."))
        return None
    said = ngettext("The nudge is sent about %(count)s of those chosen.", "The nudge is sent about %(count)s of those chosen.",
                    sent.told) % {"count": sent.told}
    if sent.out:
        said += " " + ngettext("%(count)s was left out.", "%(count)s were left out.", len(sent.out)) % {"count": len(sent.out)}
    messages.success(request, said)
    return redirect("cohorts:nudge", sent.nudge.pk)


@require_GET
@login_required
def nudges(request):
    """Who nudged whom about what."""
    access.require(request.user, "nudge.browse")
    asked = NUDGES.asked(request.GET)
    return render(request, "cohorts/nudges/nudges.html", {
        "page": Paginator(NUDGES.rows(request.user, asked), PAGE).get_page(request.GET.get("page")),
        "about": asked.get("about", ""), "abouts": NudgeAbout.choices,
    })


@require_GET
@login_required
def nudge(request, pk):
    """What was said, how it was delivered, and whether each gap is closed since, judged from today's facts."""
    row = get_object_or_404(Nudge.objects.visible_to(request.user).select_related("sent_by", "organisation"), pk=pk)
    access.require(request.user, "nudge.browse")
    lines = row.lines.select_related("person", "organisation").prefetch_related("messages__told", "messages__notice")
    page = Paginator(lines.order_by("left_out", "pk"), PAGE).get_page(request.GET.get("page"))
    found = outcomes(row, page.object_list)
    told = [one for one in found if not one.line.left_out]
    return render(request, "cohorts/nudges/nudge.html", {
        "nudge": row, "page": page, "rows": found, "told": len(told), "closed": sum(one.closed is True for one in told),
        "known": sum(one.closed is not None for one in told),
        "open_people": [one.line.person_id for one in told if one.closed is False and one.line.person_id],
        "open_organisations": [one.line.organisation_id for one in told if one.closed is False and not one.line.person_id],
    })
