"""The pages of the demonstration: real texts in every kind of block, the same every time, no network needed."""

from .build import build_content

__all__ = ["build_content"]
