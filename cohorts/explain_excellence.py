"""Sentences for what a programme says of excellent trainees."""

from django.utils.translation import gettext as _


def excellence_texts(excellence):
    """Return what ``rules.excellence.Excellence`` says, a sentence each; nothing when there are no excellent trainees."""
    if not excellence:
        return []
    said = []
    if excellence.final_least:
        said.append(_("Final result at least %(points)s of 100") % {"points": excellence.final_least})
    if excellence.attendance_least:
        said.append(_("Attended at least %(percent)s %% of the sessions") % {"percent": excellence.attendance_least})
    if not said:
        said.append(_("Chosen by the class teacher, approved by the school"))
    if excellence.most_percent:
        said.append(_("At most %(percent)s %% of the roster") % {"percent": excellence.most_percent})
    if excellence.most:
        said.append(_("At most %(count)s people a class") % {"count": excellence.most})
    return said
