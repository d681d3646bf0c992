"""What a column is called, and how its values are shown."""

from dataclasses import dataclass
from typing import Any

DAY, MOMENT, CLOCK, SHARE = "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm", "0.0%"


@dataclass(frozen=True)
class Column:
    """A column's heading, its width in characters, and how its numbers are shown (a number format of spreadsheets)."""

    heading: Any
    width: float = 14
    number_format: str = ""
