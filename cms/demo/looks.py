"""How the demo's certificates look: one template for each design, and one for each kind the usual one."""

from certificates.actions.templates import create_template, make_standard
from certificates.enums import CertificateKind
from certificates.models import CertificateTemplate
from certificates.rules.designs import CLASSIC, HONOUR, MODERN, worded

TEMPLATES = (
    ("结业证书（传统）", CertificateKind.COMPLETION, CLASSIC, True),
    ("结业证书（现代）", CertificateKind.COMPLETION, MODERN, False),
    ("优秀学员荣誉证书", CertificateKind.EXCELLENT, HONOUR, True),
    ("授课证书", CertificateKind.TEACHING, worded(CLASSIC, CertificateKind.TEACHING), True),
    ("参训证明", CertificateKind.ATTENDANCE, worded(MODERN, CertificateKind.ATTENDANCE), True),
    ("系列课程学习证书", CertificateKind.SERIES, worded(CLASSIC, CertificateKind.SERIES), True),
)


def build_templates(root, accounts):
    """Make the templates of the district, those it does not have yet."""
    have = set(CertificateTemplate.objects.filter(organisation=root).values_list("title", flat=True))
    for title, kind, layout, standard in TEMPLATES:
        if title in have:
            continue
        template = create_template(actor=accounts["district"], organisation=root, kind=kind, title=title, layout=layout)
        if standard:
            make_standard(actor=accounts["district"], template=template)
