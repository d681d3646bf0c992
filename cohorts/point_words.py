"""Points in words: a rule as a sentence, and why a line counts what it counts."""

from django.utils.translation import gettext as _

from cohorts.enums import PointSource


def rule_text(rule):
    """Say a :class:`cohorts.models.PointRule` (or its parsed form) in one sentence."""
    said = [_("%(what)s: %(points)s points") % {"what": PointSource(rule.source).label, "points": rule.points}]
    if rule.cap_month is not None:
        said.append(_("at most %(most)s a month") % {"most": rule.cap_month})
    if rule.cap_year is not None:
        said.append(_("at most %(most)s a year") % {"most": rule.cap_year})
    said.append(
        _("they count for %(years)s more years after their own") % {"years": rule.lasts_years} if rule.lasts_years
        else _("they count until the end of their year")
    )
    return _("; ").join(said)


def line_text(entry):
    """Say why a line counts what it counts."""
    if entry.reverses_id:
        return _("Takes back an entry: %(reason)s") % {"reason": entry.reason}
    if entry.points < entry.full:
        return _("%(points)s of %(full)s: the limit of the month or the year was reached.") % {
            "points": entry.points, "full": entry.full}
    return entry.reason
