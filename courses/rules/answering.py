"""Who answers a question on a lesson, and who is told that there is one."""


def answers_in(paths, places):
    """Tell whether someone who answers in the subtrees at ``paths`` answers for one of ``places``.

    ``places`` are the paths of the course's school and of the asker's organisation, None where there is none. Whoever answers
    for the whole district (a path of one id) answers also what belongs nowhere.
    """
    if any(path.count("/") == 1 for path in paths):
        return True
    return any(place and place.startswith(path) for place in places for path in paths)


def whom_to_tell(answerers, steps):
    """Return the people of the first step on which anyone stands: the teachers of a place before those who administer it.

    ``answerers`` are ``(person, role)`` of all who may answer; ``steps`` are groups of roles.
    """
    for roles in steps:
        if told := {person for person, role in answerers if role in roles}:
            return told
    return set()
