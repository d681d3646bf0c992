"""What is told when a request cannot be answered: problem details as of RFC 9457."""

from django.http import JsonResponse
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

MEDIA_TYPE = "application/problem+json"
TITLES = {
    401: gettext_lazy("No valid token"),
    403: gettext_lazy("Not granted"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("Read only"),
    422: gettext_lazy("A parameter cannot be used"),
    429: gettext_lazy("Too many requests"),
}


class WrongParameter(Schema):
    parameter: str = Field(description=_("Name of the parameter."), examples=["limit"])
    problem: str = Field(description=_("What is wrong with it."), examples=["…"])


class Problem(Schema):
    """Told with every status from 400 on."""

    type: str = Field(description=_("Always about:blank: the status says what kind of problem it is."), examples=["about:blank"])
    title: str = Field(description=_("The problem in a few words."), examples=["…"])
    status: int = Field(description=_("The status of the answer once more."), examples=[404])
    detail: str = Field(description=_("What happened, and what to do."), examples=["…"])
    errors: list[WrongParameter] = Field(description=_("With 422: which parameters, and why."), examples=[[]])


class Refused(Exception):
    """A request that is answered with a :class:`Problem`; ``errors`` are pairs of parameter and sentence."""

    def __init__(self, status, detail, *, errors=(), headers=None):
        super().__init__(status, detail)
        self.status, self.detail, self.errors, self.headers = status, detail, errors, headers or {}


def no_valid_token():
    """The same, word by word, for a token that is missing, unknown, expired, revoked or not valid yet."""
    return Refused(401, gettext(
        "Send a valid token: “Authorization: Bearer …”. If yours stopped working, ask the district for a new one."
    ), headers={"WWW-Authenticate": 'Bearer realm="api"'})


def no_such_row():
    return Refused(404, gettext("There is nothing of this number in the scope of this token."))


def told(refused):
    """Return the answer that says it."""
    return JsonResponse({
        "type": "about:blank", "title": str(TITLES[refused.status]), "status": refused.status, "detail": refused.detail,
        "errors": [{"parameter": parameter, "problem": problem} for parameter, problem in refused.errors],
    }, status=refused.status, headers=refused.headers, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False})


_SENTENCES = {
    "int_parsing": gettext_lazy("A whole number is expected."),
    "greater_than_equal": gettext_lazy("It is too small: at least %(ge)s."),
    "less_than_equal": gettext_lazy("It is too large: at most %(le)s."),
    "literal_error": gettext_lazy("One of these is expected: %(expected)s."),
    "bool_parsing": gettext_lazy("true or false is expected."),
    "missing": gettext_lazy("It is missing."),
}


def wrong_parameters(errors):
    """Return a :class:`Refused` for what ninja found: each parameter with a sentence."""
    found = []
    for error in errors:
        sentence = _SENTENCES.get(error["type"])
        values = error.get("ctx", {})
        if sentence is None:
            sentence, values = values.get("sentence") or gettext("This value cannot be used here."), {}
        found.append((str(error["loc"][-1]), str(sentence) % values if values else str(sentence)))
    return wrong(found)


def wrong(found):
    return Refused(422, gettext("Correct the parameters named in errors and ask again."), errors=found)
