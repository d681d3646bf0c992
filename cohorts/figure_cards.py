"""How the figures of the desk's first page are drawn: each value with its bars."""

from cohorts.figure_charts import bar, ring

MOST = 5  # lines of a card; the list behind it has them all


def dressed(shown):
    """Return what ``cohorts/desk/figure.html`` draws of a :class:`cohorts.kept_figures.Shown`."""
    card = {"slug": shown.figure.slug, "title": shown.figure.title, "template": shown.template, "at": shown.at,
            "kept": shown.kept, "value": shown.value}
    return card | CARDS[shown.figure.slug](shown.value) if shown.at else card


def _coverage(shares):
    return {"rows": [(one, bar(one.total, ("done", one.done), ("begun", one.begun))) for one in shares], "empty": not shares}


def _hours(share):
    return {"arc": ring(share.done, share.total), "empty": not share.total and not share.hidden}


def _coming(classes):
    return {
        "rows": [(one, bar(one.quota, ("done", one.taken))) for one in classes[:MOST]], "count": len(classes),
        "free": sum(one.free for one in classes), "quota": sum(one.quota for one in classes), "empty": not classes,
        "hidden": any(one.hidden for one in classes),
    }


def _load(loads):
    most = max((one.minutes for one in loads), default=0)
    return {
        "rows": [(one, bar(most, ("over" if one.over else "done", one.minutes))) for one in loads[:MOST]],
        "count": len(loads), "over": sum(one.over for one in loads), "minutes": sum(one.minutes for one in loads),
        "sessions": sum(one.sessions for one in loads), "empty": not loads,
    }


def _satisfaction(found):
    return {"bar": bar(5, ("done", found.value)) if found.value else [], "empty": not found.closed}


CARDS = {
    "coverage": _coverage, "hours": _hours, "coming": _coming, "load": _load, "satisfaction": _satisfaction,
}
