from .narrowing import narrowed
from .verifying import Finding, verify

__all__ = ["Finding", "narrowed", "verify"]
