"""Addresses of roster imports."""

from django.urls import path

from lms.people.views import imports

imports_urlpatterns = [
    path("desk/imports/", imports.imports, name="imports"),
    path("desk/imports/<uuid:pk>/", imports.batch, name="import"),
    path("desk/imports/<uuid:pk>/columns/", imports.import_columns, name="import-columns"),
    path("desk/imports/<uuid:pk>/apply/", imports.import_apply, name="import-apply"),
    path("desk/imports/<uuid:pk>/again/", imports.import_again, name="import-again"),
    path("desk/imports/<uuid:pk>/undo/", imports.import_undo, name="import-undo"),
    path("desk/imports/<uuid:pk>/discard/", imports.import_discard, name="import-discard"),
    path("desk/imports/<uuid:pk>/errors/", imports.import_errors, name="import-errors"),
]
