"""Addresses of this app, whole: the site includes them at its root."""

from django.urls import path

from certificates.views import own, review, verification

app_name = "certificates"

urlpatterns = [
    path("my/certificates/", own.mine, name="mine"),
    path("my/certificates/<int:pk>/", own.certificate, name="certificate"),
    path("certificates/<int:pk>/download/", own.download, name="download"),
    path("desk/certificates/<int:pk>/revoke/", own.revoke, name="revoke"),
    path("desk/certificates/review/", review.reviews, name="reviews"),
    path("desk/certificates/<int:pk>/stands/", review.stands, name="stands"),
    path("verify/", verification.verify, name="verify"),
    path("verify/<str:code>/", verification.verify_code, name="verify-code"),
]
