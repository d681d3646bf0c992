from .saved_filter import MOST_FILTERS, SavedFilter
from .schedule import ScheduledReport, ScheduledRun

__all__ = ["MOST_FILTERS", "SavedFilter", "ScheduledReport", "ScheduledRun"]
