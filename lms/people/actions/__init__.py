from .accounts import (
    correct_person,
    issue_first_code,
    issue_first_codes,
    reveal_phone,
    set_password,
    set_text_size,
    set_theme,
)
from .organisations import change_organisation, create_organisation, set_paths
from .people import appoint, create_person, end_appointment, end_grant, grant_role

__all__ = [
    "appoint", "change_organisation", "correct_person", "create_organisation", "create_person", "end_appointment",
    "end_grant", "grant_role", "issue_first_code", "issue_first_codes", "reveal_phone", "set_password", "set_paths",
    "set_text_size", "set_theme",
]
