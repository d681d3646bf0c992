"""Addresses of this app, whole: the site includes them at its root."""

from django.urls import path

from certificates.views import badges, ending, own, patterns, register, review, sharing, verification

app_name = "certificates"

urlpatterns = [
    path("my/certificates/", own.mine, name="mine"),
    path("my/certificates/<int:pk>/", own.certificate, name="certificate"),
    path("my/certificates/<int:pk>/share/", sharing.share, name="share"),
    path("my/certificates/<int:pk>/unshare/", sharing.withdraw, name="unshare"),
    path("certificates/<int:pk>/download/", own.download, name="download"),
    path("certificates/<int:pk>/badge/", own.download_badge, name="badge"),
    path("desk/certificates/<int:pk>/revoke/", ending.revoke, name="revoke"),
    path("desk/certificates/<int:pk>/void/", ending.void, name="void"),
    path("desk/certificates/<int:pk>/correct/", ending.correct, name="correct"),
    path("desk/certificates/review/", review.reviews, name="reviews"),
    path("desk/certificates/<int:pk>/stands/", review.stands, name="stands"),
    path("desk/certificates/numbers/", register.register, name="register"),
    path("desk/certificates/numbers/<int:pk>/", register.numbers, name="numbers"),
    path("desk/certificates/numbers/<int:pk>/export/", register.export, name="numbers-export"),
    path("desk/certificates/patterns/", patterns.patterns, name="patterns"),
    path("desk/certificates/patterns/new/", patterns.pattern, name="pattern-new"),
    path("desk/certificates/patterns/<int:pk>/", patterns.pattern, name="pattern"),
    path("verify/", verification.verify, name="verify"),
    path("verify/file/", verification.verify_file, name="verify-file"),
    path("verify/root.crt", verification.root, name="verify-root"),
    path("verify/<str:code>/", verification.verify_code, name="verify-code"),
    path("shared/<str:token>/", sharing.shared, name="shared"),
    path("badges/issuer/", badges.issuer, name="badge-issuer"),
    path("badges/keys/", badges.keys, name="badge-keys"),
    path("badges/keys/<str:thumbprint>/", badges.key, name="badge-key"),
    path("badges/revocations/", badges.revocations, name="badge-revocations"),
]
