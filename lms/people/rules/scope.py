"""What a person's grants reach, as plain values.

A path is the text of organisation ids from the root, each followed by a slash (``"1/14/203/"``): an organisation lies in
a subtree exactly when its path starts with the subtree's path.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Grant:
    role: str
    path: str


@dataclass(frozen=True)
class Scope:
    grants: tuple[Grant, ...] = ()

    @property
    def roles(self):
        return frozenset(grant.role for grant in self.grants)

    def paths(self, *roles):
        """Return the topmost paths on which one of ``roles`` is held (all roles when none is named), sorted."""
        held = sorted({grant.path for grant in self.grants if not roles or grant.role in roles})
        return [path for path in held if not any(path != other and path.startswith(other) for other in held)]

    def holds(self, *roles):
        return not self.roles.isdisjoint(roles)

    def covers(self, path, *roles):
        """Tell whether one of ``roles`` is held on the organisation at ``path`` or above it."""
        return any(path.startswith(top) for top in self.paths(*roles))

    @property
    def sees_everything(self):
        """Tell whether a role that sees people is held on a root, whose subtree is everyone."""
        return any(path.count("/") == 1 for path in self.paths("district", "auditor"))
