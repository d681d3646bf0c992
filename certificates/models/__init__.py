from .certificate import Certificate
from .number import NumberPattern, NumberSequence
from .share import CertificateShare
from .template import CertificateImage, CertificateTemplate, TemplateVersion

__all__ = [
    "Certificate", "CertificateImage", "CertificateShare", "CertificateTemplate", "NumberPattern", "NumberSequence",
    "TemplateVersion",
]
