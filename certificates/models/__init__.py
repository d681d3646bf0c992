from .certificate import Certificate
from .number import NumberSequence

__all__ = ["Certificate", "NumberSequence"]
