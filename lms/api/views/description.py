"""What other systems can read, described for programs and for people."""

from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lms.api.description import chapters, description
from lms.api.site import read_only


def openapi(api):
    """Return the view of the OpenAPI description of ``api``."""

    @read_only
    def view(request):
        response = JsonResponse(description(api), json_dumps_params={"ensure_ascii": False})
        response.headers["Cache-Control"] = "no-cache"
        return response

    return view


def docs(api):
    """Return the view of the page that tells the same."""

    @require_GET
    def view(request):
        schema = description(api)
        introduction = schema["info"]["description"].split("\n\n")
        return render(request, "api/docs.html", {"chapters": chapters(schema), "introduction": introduction})

    return view
