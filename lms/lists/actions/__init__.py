from .exporting import export_list, start_export
from .filters import remove_filter, save_filter
from .schedules import (
    end_schedule,
    finish_run,
    make_schedule,
    pause_schedule,
    resume_schedule,
    run_due,
    stop_schedule,
)

__all__ = [
    "end_schedule", "export_list", "finish_run", "make_schedule", "pause_schedule", "remove_filter", "resume_schedule",
    "run_due", "save_filter", "start_export", "stop_schedule",
]
