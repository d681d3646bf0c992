"""Addresses of tokens for the desk, and of what they read, whole: the site includes them at its root."""

from django.urls import include, path

from lms.api.site import PREFIX, build, patterns, unknown
from lms.api.views import description, tokens

app_name = "api"

api = build()
desk = [
    path("desk/api/", tokens.tokens, name="tokens"),
    path("desk/api/new/", tokens.token_new, name="token-new"),
    path("desk/api/<int:pk>/", tokens.token, name="token"),
    path("desk/api/<int:pk>/revoke/", tokens.token_revoke, name="token-revoke"),
    path(f"{PREFIX[1:]}/openapi.json", description.openapi(api), name="openapi"),
    path(f"{PREFIX[1:]}/docs/", description.docs(api), name="docs"),
]
urlpatterns = [
    *desk,
    path(f"{PREFIX[1:]}/", include((patterns(api), "api-v1"))),
    path("api/<path:rest>", unknown, name="unknown"),
]
