"""The results of an exam at the desk: a line a person, and the same list as a workbook."""

import io
import tempfile
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from courses.actions.exam_export import export_results
from courses.candidate_forms import PeopleSearch
from courses.queries.exam_people import people_with_results, results_shown
from courses.views.exam_desk import visible
from lms.people import access

PAGE = 50


@require_GET
@login_required
def exam_results(request, pk):
    """People of one's own organisations who handed an attempt in, by name."""
    found = visible(request, pk)
    form = PeopleSearch(request.GET)
    people = people_with_results(request.user, found, q=form.values()["q"])
    page = Paginator(people, PAGE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    results = results_shown(request.user, found, page.object_list)
    for person in page.object_list:
        person.result = results[person.pk]
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "courses/desk/exam_results.html", {
        "exam": found, "page": page, "form": form, "filtered": form.is_used(), "query": query.urlencode(),
    })


@require_POST
@login_required
def exam_results_export(request, pk):
    found = visible(request, pk)
    access.require(request.user, "exam.export", found)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "results.xlsx"
        export_results(actor=request.user, exam=found, path=path)
        body = io.BytesIO(path.read_bytes())
    response = FileResponse(body, as_attachment=True, filename=f"{found.title}.xlsx", content_type="application/octet-stream")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
