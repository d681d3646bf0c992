"""What people mark by: criteria whose points add up to what the question, or the sub-question of a case, is worth."""


def wanted(content, points):
    """Return what a rubric has to add up to: ``{part: points}`` of all that people mark, part 0 being the question itself.

    A case shares its points evenly among its sub-questions, as ``rules.marking.paper_question`` does.
    """
    if content.kind != "case":
        return {0: points} if content.by_people else {}
    each, more = divmod(points, len(content.parts) or 1)
    return {
        number: each + (number <= more) for number, part in enumerate(content.parts, start=1) if part.by_people
    }


def of_part(rubric, part):
    """Return the criteria of a sub-question of a case, counted from 1; of the question itself where ``part`` is 0."""
    return [line for line in rubric if line.get("part", 0) == part]


def sums(rubric):
    """Return the points of the criteria: ``{part: points}``."""
    found = {}
    for line in rubric:
        part = line.get("part", 0)
        found[part] = found.get(part, 0) + line["points"]
    return found


def off(rubric, content, points):
    """Return where the criteria do not add up: ``[(part, sum, wanted)]``. Without criteria nothing is off."""
    if not rubric:
        return []
    due, given = wanted(content, points), sums(rubric)
    return [
        (part, given[part], due.get(part, 0)) for part in sorted(given) if given[part] != due.get(part, 0)
    ]
