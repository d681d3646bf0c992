"""Addresses of this app, whole: the site includes them at its root."""

from django.urls import path

from certificates.views import designer, images, own, review, templates, verification

app_name = "certificates"

urlpatterns = [
    path("my/certificates/", own.mine, name="mine"),
    path("my/certificates/<int:pk>/", own.certificate, name="certificate"),
    path("certificates/<int:pk>/download/", own.download, name="download"),
    path("desk/certificates/<int:pk>/revoke/", own.revoke, name="revoke"),
    path("desk/certificates/review/", review.reviews, name="reviews"),
    path("desk/certificates/<int:pk>/stands/", review.stands, name="stands"),
    path("desk/certificates/templates/", templates.templates, name="templates"),
    path("desk/certificates/templates/new/", templates.template_new, name="template-new"),
    path("desk/certificates/templates/<int:pk>/", templates.template, name="template"),
    path("desk/certificates/templates/<int:pk>/design/", designer.design, name="template-design"),
    path("desk/certificates/templates/<int:pk>/picture/", designer.design_picture, name="template-picture"),
    path("desk/certificates/templates/<int:pk>/copy/", templates.template_copy, name="template-copy"),
    path("desk/certificates/templates/<int:pk>/rename/", templates.template_rename, name="template-rename"),
    path("desk/certificates/templates/<int:pk>/standard/", templates.template_standard, name="template-standard"),
    path("desk/certificates/templates/<int:pk>/retire/", templates.template_retire, name="template-retire"),
    path("desk/certificates/templates/<int:pk>/revive/", templates.template_revive, name="template-revive"),
    path("desk/certificates/versions/<int:pk>/picture/", templates.version_picture, name="version-picture"),
    path("desk/certificates/pictures/", images.images, name="images"),
    path("desk/certificates/pictures/<int:pk>/", images.image, name="image"),
    path("desk/certificates/pictures/<int:pk>/retire/", images.image_retire, name="image-retire"),
    path("verify/", verification.verify, name="verify"),
    path("verify/<str:code>/", verification.verify_code, name="verify-code"),
]
