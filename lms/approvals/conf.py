"""What a second person approves, read from the environment at the start; ``docs/configuration.md`` lists every variable."""

from lms.config.environment import read, wrong

# ``all``, ``none``, or kinds of ``lms.approvals.registry``; which kinds there are is checked when the apps are ready.
SECOND_PERSON = read("SECOND_PERSON", "list", ["all"], "all, none, or kinds with commas between them")
_files = read("HAND_OUT_APPROVAL", "bool", False, "true when a second person approves each file with personal data")
if _files and not {"all", "hand_out.make"} & set(SECOND_PERSON):  # the variable of earlier versions adds its kind
    SECOND_PERSON = [*(kind for kind in SECOND_PERSON if kind != "none"), "hand_out.make"]
SECOND_PERSON_DAYS = read("SECOND_PERSON_DAYS", "int", 14, "the days that something waits for a second person")
if not 1 <= SECOND_PERSON_DAYS <= 90:
    raise wrong("SECOND_PERSON_DAYS", "it is not between 1 and 90", "a number from 1 to 90")
