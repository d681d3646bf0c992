"""Enrol the people of a roster file: upload, preview with every row that cannot be taken, then enrol."""

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cohorts.queries.candidates import candidates
from cohorts.queries.rosters import known_people
from cohorts.queries.seats import places_of
from cohorts.roster_files import read_people
from cohorts.rules.matching import match
from cohorts.seat_forms import FileForm
from cohorts.seat_words import match_reason
from lms.people.models import Appointment
from lms.people.rosters.safety import Unreadable

from .cohorts import fetch, over
from .enrolment import enrol_posts

SALT = "cohorts.enrol_file"
AN_HOUR = 3600


@require_http_methods(["GET", "POST"])
@login_required
def enrol_file(request, pk):
    cohort = fetch(request, pk, "cohort.enrol")
    if over(request, cohort):
        return redirect("cohorts:cohort", cohort.pk)
    if request.method == "POST" and "found" in request.POST:
        return _enrol_found(request, cohort)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            rows, columns = read_people(form.cleaned_data["file"])
        except Unreadable as error:
            form.add_error("file", str(error))
        else:
            return _preview(request, cohort, rows, columns)
    return _page(request, cohort, form)


def _preview(request, cohort, rows, columns):
    matches = match(rows, known_people(request.user, cohort, rows))
    taken = [one.known.post for one in matches if one.known is not None]
    posts = Appointment.objects.select_related("person", "organisation__parent").in_bulk(taken)
    standing = places_of(cohort)
    return render(request, "cohorts/enrol_file_preview.html", {
        "cohort": cohort, "posts": [posts[pk] for pk in taken], "places": standing,
        "over": max(len(taken) - standing.free, 0), "name": request.FILES["file"].name,
        "refused": [
            {"row": one.row, "name": one.row.cells.get("name", ""), "reason": match_reason(one, columns)}
            for one in matches if one.known is None
        ],
        # The preview is what will be enrolled: its posts travel with the button, and nobody can put others in their place.
        "found": signing.dumps([request.user.pk, cohort.pk, taken], salt=SALT, compress=True),
    })


def _enrol_found(request, cohort):
    try:
        user, of_cohort, taken = signing.loads(request.POST["found"], salt=SALT, max_age=AN_HOUR)
    except signing.BadSignature:
        user = None
    if user != request.user.pk or of_cohort != cohort.pk:
        form = FileForm()
        form.errors["file"] = form.error_class([_("This preview is too old. Upload the file once more.")])
        return _page(request, cohort, form)
    # Whoever went from the visitor's area or joined the list since is left out here.
    found = candidates(request.user, cohort).filter(pk__in=taken)
    order = {post: at for at, post in enumerate(taken)}
    return enrol_posts(request, cohort, sorted(found, key=lambda post: order[post.pk]))


def _page(request, cohort, form):
    return render(request, "cohorts/enrol_file.html", {"cohort": cohort, "form": form, "places": places_of(cohort)})
