from .certificate import Certificate
from .number import NumberSequence
from .template import CertificateImage, CertificateTemplate, TemplateVersion

__all__ = ["Certificate", "CertificateImage", "CertificateTemplate", "NumberSequence", "TemplateVersion"]
