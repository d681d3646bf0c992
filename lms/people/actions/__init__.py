from .accounts import (
    correct_person,
    issue_first_code,
    issue_first_codes,
    reveal_phone,
    set_text_size,
    set_theme,
)
from .erasing import Hindered, erase_person
from .organisations import change_organisation, create_organisation, set_paths
from .people import appoint, create_person, end_appointment, end_grant, grant_role
from .second_factor import (
    begin_second_factor,
    check_code,
    confirm_second_factor,
    drop_second_factor,
    renew_recovery_codes,
    reset_second_factor,
)
from .sessions import (
    SEEN_EVERY,
    begin_session,
    end_other_sessions,
    end_session,
    end_sessions,
    expire_session,
    forget_session,
    limits_of,
    list_session,
    see_session,
    set_password,
    tidy_sessions,
    times_of,
)

__all__ = [
    "SEEN_EVERY", "Hindered", "appoint", "begin_second_factor", "begin_session", "change_organisation", "check_code",
    "confirm_second_factor", "correct_person", "create_organisation", "create_person", "drop_second_factor",
    "end_appointment", "end_grant", "end_other_sessions", "end_session", "end_sessions", "erase_person", "expire_session",
    "forget_session", "grant_role", "issue_first_code", "issue_first_codes", "limits_of", "list_session", "renew_recovery_codes",
    "reset_second_factor", "reveal_phone", "see_session", "set_password", "set_paths", "set_text_size", "set_theme",
    "tidy_sessions", "times_of",
]
