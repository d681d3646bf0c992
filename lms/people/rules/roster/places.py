"""Where a row's person belongs: organisations found or planned, within the reach of whoever imports."""

from . import values
from .facts import CONFLICT, REFUSED
from .text import organisation_key


class NoPlace(Exception):
    """No organisation for the row; ``state`` is refused or conflict."""

    def __init__(self, state, problem):
        super().__init__(problem.code)
        self.state, self.problem = state, problem


class Places:
    def __init__(self, registry, plan):
        self.registry, self.plan = registry, plan
        self.by_id = {known.id: known for known in registry.organisations.values()}
        self.superiors = {known.id: known for known in registry.superiors.values()}
        # The category that a row above gave: {place: (code, row)}
        self.given = {}

    def find(self, row):
        """Return the reference of the row's organisation, known or yet to be planned. Raises :class:`NoPlace`."""
        superior = self._superior(row)
        key = organisation_key(row.organisation)
        if not isinstance(superior, int):
            if (key,) == superior:
                return superior
        elif (known := self._known(row, superior, key)) is not None:
            self._check_category(row, known.id, known.category)
            return known.id
        reference = (superior, key)
        if reference in self.plan.new_organisations:
            self._check_category(row, reference, self.plan.new_organisations[reference][1])
        return reference

    def keep(self, row, place):
        """Plan the organisation at ``place`` and its superior where they do not exist."""
        if isinstance(place, int) or place in self.plan.new_organisations:
            return
        superior = place if len(place) == 1 else place[0]
        if not isinstance(superior, int):
            self.plan.new_superiors.setdefault(superior, row.superior or self.registry.default_superior)
        if len(place) == 2:
            category = row.category or values.category_of_name(row.organisation)
            self.plan.new_organisations[place] = (row.organisation, category)
            self.given[place] = row

    def _superior(self, row):
        name = row.superior or self.registry.default_superior
        if not name:
            raise NoPlace(REFUSED, row.problem("superior_missing", "superior"))
        key = organisation_key(name)
        known = self.registry.superiors.get(key)
        if known is not None:
            if known.closed:
                raise NoPlace(CONFLICT, row.problem("organisation_closed", "superior"))
            return known.id
        if not self.registry.whole_district:
            raise NoPlace(REFUSED, row.problem("superior_not_yours_to_create", "superior", name=name))
        return (key,)

    def _known(self, row, superior_id, key):
        known = self.registry.organisations.get((superior_id, key))
        if not self.registry.covers((known or self.superiors[superior_id]).path):
            raise NoPlace(REFUSED, row.problem("outside_your_area", "organisation"))
        if known is not None and known.closed:
            raise NoPlace(CONFLICT, row.problem("organisation_closed", "organisation"))
        return known

    def _check_category(self, row, place, category):
        """Refuse a category that contradicts the organisation's, whoever gave it."""
        category = self.plan.organisation_categories.get(place, category)
        if not row.category or not category or row.category == category:
            return
        above = self.given.get(place)
        if above is not None:
            sheet = above.sheet if above.sheet != row.sheet else ""
            raise NoPlace(REFUSED, row.problem("differs_from_row", "category", row=above.number, sheet=sheet))
        raise NoPlace(CONFLICT, row.problem("category_of_organisation_differs", "category"))

    def fill_category(self, row, place):
        """Give a category to an organisation that has none; return its code when this row gave it, else ""."""
        if not row.category:
            return ""
        if isinstance(place, int):
            if self.by_id[place].category or place in self.plan.organisation_categories:
                return ""
            self.plan.organisation_categories[place] = row.category
        else:
            name, category = self.plan.new_organisations.get(place, ("", row.category))
            if category:
                return ""
            self.plan.new_organisations[place] = (name, row.category)
        self.given[place] = row
        return row.category
