"""Who may decide on a page that was submitted: first its school, then the district."""

SCHOOL, DISTRICT = "school", "district"


def may_decide(level, *, of_district, of_school, submitted_it):
    """Tell whether someone may approve or return a page at ``level``.

    The district may at both. A school administrator may at the school's, of pages that somebody else submitted: nobody of
    a school publishes alone.
    """
    return of_district or (level == SCHOOL and of_school and not submitted_it)
