"""What the charts of readiness draw: the same figures as the tables beside them."""

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _

from cohorts.readiness_wording import CRITERIA, LACKS, STANDINGS
from cohorts.rules.readiness import Lack, Standing

HOTTEST = 100
# From which percent on a cell of the heat table has which class; text says the figures.
BANDS = ((HOTTEST, "all"), (75, "most"), (50, "half"), (25, "some"), (0, "few"))


def band(part, whole):
    """Return the class of a cell: how much of ``whole`` is ``part``, empty where there is nothing to be counted."""
    return next(name for least, name in BANDS if part * HOTTEST >= whole * least) if whole else "none"


def heat(lines, total, criteria):
    """Return the rows of the heat table: ``{"line", "cells": [(heading, part, whole, band)]}``, the total last."""
    return [
        {"line": line, "cells": [
            *[(CRITERIA[name], line.met[name], line.incumbents, band(line.met[name], line.incumbents)) for name in criteria],
            (_("Prepared"), line.incumbents_prepared, line.incumbents, band(line.incumbents_prepared, line.incumbents)),
            (_("Reserves, prepared"), line.reserves_prepared, line.reserves, band(line.reserves_prepared, line.reserves)),
        ]} for line in [*lines, total]
    ]


def chart_data(organisations, lines, round_, as_of):
    """Return what ``js/readiness.js`` draws: bars by sub-district, organisations by standing, people by lack."""
    here = f"{reverse('cohorts:readiness')}?round={round_.pk}&as_of={as_of.isoformat()}"
    standings = Counter(one.standing for one in organisations)
    lacks = Counter(lack for one in organisations for person in one.incumbents for lack in person.verdict.lacks)
    return {
        "words": {"prepared": _("Prepared"), "lacking": _("Not prepared")},
        "areas": [
            {"name": line.name, "prepared": line.incumbents_prepared, "lacking": line.incumbents - line.incumbents_prepared,
             "url": f"{here}&superior={line.superior_id}"} for line in lines
        ],
        "standings": [
            {"key": value, "name": str(STANDINGS[value]), "value": standings[value], "url": f"{here}&standing={value}"}
            for value in Standing if standings[value]
        ],
        "lacks": [
            {"name": str(LACKS[value]), "value": lacks[value], "url": f"{here}&lack={value}"} for value in Lack if lacks[value]
        ],
    }
