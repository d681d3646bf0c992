from .certificate import Certificate
from .number import NumberPattern, NumberSequence
from .share import CertificateShare

__all__ = ["Certificate", "CertificateShare", "NumberPattern", "NumberSequence"]
