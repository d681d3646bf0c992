from .applying import apply_batch, import_now
from .checking import check_batch, plan_file
from .undoing import hindrances, undo_batch
from .uploading import (
           discard_batch,
           map_columns,
           read_batch,
           start_applying,
           start_undoing,
           take_up_again,
           upload_roster,
)

__all__ = [
    "apply_batch",
    "check_batch",
    "discard_batch",
    "hindrances",
    "import_now",
    "map_columns",
    "plan_file",
    "read_batch",
    "start_applying",
    "start_undoing",
    "take_up_again",
    "undo_batch",
    "upload_roster",
]
