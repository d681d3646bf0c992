"""Proof: the rows that their addresses speak of."""

import io
from functools import cached_property

from PIL import Image

from certificates.actions.images import keep_image
from certificates.actions.templates import create_template
from certificates.models import Certificate, CertificateShare, NumberPattern, NumberSequence
from certificates.rules.designs import CLASSIC
from certificates.signing import badges

from .base import pk_of


class CertificateRows:
    @cached_property
    def template(self):
        return create_template(actor=None, organisation=self.east, kind="completion", title="结业证书", layout=CLASSIC)

    @cached_property
    def image(self):
        out = io.BytesIO()
        Image.new("RGB", (8, 8), "red").save(out, "PNG")
        return keep_image(actor=None, organisation=self.east, role="background", title="底图", data=out.getvalue())

    @cached_property
    def certificate(self):
        return Certificate.objects.create(
            person=self.learner, source="cohort:1:person:1:completion", number="东训〔2017〕0001",
            facts={
                "name": self.learner.name, "programme": "2017 年轮训", "organisation": self.branch.name,
                "starts_on": "2017-05-08", "ends_on": "2017-05-12", "minutes": 900, "issuer": "测试区委",
                "issued_on": "2017-05-15",
            },
        )

    @cached_property
    def number_pattern(self):
        return NumberPattern.objects.create(organisation=self.east, text="东训〔{year}〕{n:04}号")

    @cached_property
    def sequence(self):
        assert self.number_pattern
        return NumberSequence.objects.create(pattern="东训〔{year}〕{n}号", year=2017, last=1)

    @cached_property
    def certificate_share(self):
        return CertificateShare.objects.create(certificate=self.certificate)


# Address by name -> the row it speaks of, as ``house -> keyword arguments``.
OBJECTS = {
    "certificates:certificate": pk_of("certificate"),
    "certificates:download": pk_of("certificate"),
    "certificates:revoke": pk_of("certificate"),
    "certificates:stands": pk_of("certificate"),
    **dict.fromkeys((
        "certificates:template", "certificates:template-design", "certificates:template-picture", "certificates:template-copy",
        "certificates:template-rename", "certificates:template-standard", "certificates:template-retire",
        "certificates:template-revive",
    ), pk_of("template")),
    "certificates:version-picture": lambda house: {"pk": house.template.versions.get().pk},
    "certificates:image": pk_of("image"),
    "certificates:image-retire": pk_of("image"),
    "certificates:badge": pk_of("certificate"),
    "certificates:badge-key": lambda house: {"thumbprint": badges.public_key()["kid"]},
    "certificates:void": pk_of("certificate"),
    "certificates:correct": pk_of("certificate"),
    "certificates:share": pk_of("certificate"),
    "certificates:unshare": pk_of("certificate"),
    "certificates:shared": lambda house: {"token": house.certificate_share.token},
    "certificates:pattern": pk_of("number_pattern"),
    "certificates:numbers": pk_of("sequence"),
    "certificates:numbers-export": pk_of("sequence"),
    "certificates:verify-code": lambda house: {"code": house.certificate.code},
}
