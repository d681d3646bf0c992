"""All that other systems can read, in one piece: its addresses, and what every answer has in common."""

import hashlib
from functools import wraps

from django.http import Http404, HttpResponse
from django.urls import path
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.csrf import csrf_exempt
from ninja import Field, NinjaAPI, Router, Schema
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from lms.api import conf, registry
from lms.api.actions import note_read
from lms.api.auth import TokenAuth
from lms.api.problems import Refused, no_such_row, told, wrong_parameters

VERSION = "1.0"
PREFIX = "/api/v1"


class TokenOut(Schema):
    name: str = Field(description=_("The other system."), examples=["区人事系统"])
    resources: list[str] = Field(description=_("What the token may read."), examples=[["people", "organisations"]])
    organisation: int = Field(description=_("Number of the organisation whose subtree it reads."), examples=[1])
    telephones: bool = Field(description=_("Whether it is told telephone numbers."), examples=[False])
    starts_on: str = Field(description=_("Its first day."), examples=["2026-01-01"])
    ends_on: str = Field(description=_("Its last day."), examples=["2026-12-31"])
    requests_a_minute: int = Field(description=_("How often it may ask in a minute."), examples=[120])


own = Router(auth=TokenAuth(""), tags=["token"])


@own.get("/token", response={200: TokenOut, **{code: registry.REFUSALS[code] for code in (401, 429)}}, url_name="token",
         operation_id="token", summary=_("What this token may read"))
def token(request):
    held = request.auth.token
    return {
        "name": held.name, "resources": held.resources, "organisation": held.organisation_id, "telephones": held.telephones,
        "starts_on": held.starts_on.isoformat(), "ends_on": held.ends_on.isoformat(), "requests_a_minute": conf.API_A_MINUTE,
    }


class Plain(JSONRenderer):
    """Chinese as it is written: a third of the length of what escapes make of it."""

    json_dumps_params = {"ensure_ascii": False}


def build():
    """Return the :class:`NinjaAPI` with the routers of all resources; call it when the apps are ready."""
    api = NinjaAPI(title="", version=VERSION, urls_namespace="api-v1", openapi_url=None, docs_url=None, renderer=Plain())
    api.add_exception_handler(Refused, lambda request, error: told(error))
    api.add_exception_handler(ValidationError, lambda request, error: told(wrong_parameters(error.errors)))
    api.add_exception_handler(Http404, lambda request, error: told(no_such_row()))
    api.add_router("", own)
    for resource in registry.listed():
        api.add_router("", resource.router)
    return api


def read_only(view):
    """Answer GET and nothing else, not to be kept by anyone on the way."""

    @csrf_exempt
    @wraps(view)
    def answer(request, *args, **kwargs):
        if request.method == "GET":
            response = view(request, *args, **kwargs)
        else:
            response = told(Refused(405, gettext("These addresses are read with GET; nothing can be written here."),
                                    headers={"Allow": "GET"}))
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers["Vary"] = "Authorization"
        return response

    return answer


def _noted(view):
    """Note what was read before it leaves, and answer 304 to whoever has it already (``If-None-Match``)."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        asking = request.auth
        note_read(actor=None, token=asking.token, resource=asking.resource or "token",
                  rows=getattr(request, "rows_told", 0), day=asking.day)
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        answered = get_conditional_response(request, etag=etag, response=response)
        answered.headers["ETag"] = etag
        return answered

    return answer


@read_only
def unknown(request, rest) -> HttpResponse:
    return told(Refused(404, gettext("There is no such address. All are listed at %(address)s.") % {
        "address": f"{PREFIX}/openapi.json"}))


def patterns(api):
    """Return the addresses of ``api``, each answered as above; ninja's own home page is left out."""
    return [
        path(str(each.pattern), read_only(_noted(each.callback)), name=each.name)
        for each in api.urls[0] if each.name != "api-root"
    ]
