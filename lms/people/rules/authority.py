"""Whose account and record someone may touch, from plain values: the scope of the one, posts and grants of the other.

An account with a first code lets its holder in, so nobody may issue one for a person who may do more than they
themselves could give: a liaison for people without any role, a sub-district administrator for liaisons, trainers and
school administrators of the own subtree, a district administrator for everybody in the district.
"""

# Role of the one who acts -> roles that the other may hold within the actor's subtree.
MAY_TOUCH = {
    "liaison": frozenset(),
    "subdistrict": frozenset({"liaison", "trainer", "school"}),
    "district": frozenset({"liaison", "trainer", "school", "subdistrict", "district", "editor", "auditor"}),
}


def may_touch(scope, posts, grants, roles=("subdistrict", "district")):
    """Tell whether ``scope`` reaches a person with current ``posts`` (paths) and ``grants`` (``Grant``) through ``roles``.

    One of the person's posts or grants must lie in the subtree of such a role, and every grant must be one that this
    role may touch there. A person without post and grant is reached from the root only.
    """
    for role in roles:
        for top in scope.paths(role):
            places = [*posts, *(grant.path for grant in grants)]
            reached = any(path.startswith(top) for path in places) if places else top.count("/") == 1
            if reached and all(grant.role in MAY_TOUCH[role] and grant.path.startswith(top) for grant in grants):
                return True
    return False
