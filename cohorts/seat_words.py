"""Sentences for what the rules of places, applications and modules answer."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from cohorts.rules.audience import Refusal
from cohorts.rules.matching import Trouble
from cohorts.rules.modules import Fault, Stage
from lms.people.rosters.sentences import FIELD_LABELS, masked_text, sentence
from lms.people.rules.roster.facts import Problem

STAGE_WORDS = {
    Stage.PLANNED: pgettext_lazy("share of the hours", "planned"),
    Stage.SCHEDULED: pgettext_lazy("share of the hours", "scheduled"),
    Stage.DELIVERED: pgettext_lazy("share of the hours", "delivered"),
}


def refusal_sentence(refusal, cohort):
    """Say why someone cannot apply for the cohort."""
    match refusal:
        case Refusal.OVER:
            return _("This class is over.")
        case Refusal.NOT_OPEN:
            return _("This class takes no applications. Your organisation enrols its people.")
        case Refusal.LATE:
            return _("Applications ended on %(day)s. Ask the organiser whether there are places left.") % {
                "day": date_format(cohort.apply_until, "Y-m-d")}
        case Refusal.AUDIENCE:
            return _("This class is meant for other posts or organisations than yours.")
        case Refusal.DECLINED:
            return _("Your application was declined. Ask the organiser if something has changed.")
        case _other:
            return _("You stand on the list of this class already.")


def changed_sentence(edit):
    """Say who changed a cohort since it was opened, and when."""
    return _("%(name)s changed this cohort at %(time)s, after you opened it. Compare with what it says now, then save again.") % {
        "name": edit.actor.name if edit.actor else _("The system"), "time": f"{timezone.localtime(edit.at):%H:%M}",
    }


def mix_sentences(reasons):
    """Say by how much modules miss their weights, a sentence a module, and that the weights do not make 100."""
    said, by_module = [], {}
    for reason in reasons:
        if reason.fault == Fault.WEIGHTS:
            said.append(_("The weights of the modules make %(share)s %% together. Make them 100 %%.") % {"share": reason.share})
        else:
            by_module.setdefault(reason.module.pk, []).append(reason)
    for missed in by_module.values():
        stages = [f"{STAGE_WORDS[reason.stage]} {reason.share}%" for reason in missed]
        said.append(_("“%(module)s” weighs %(weight)s %%: %(stages)s.") % {
            "module": missed[0].module.title, "weight": missed[0].weight, "stages": _(", ").join(stages)})
    return said


def match_reason(match, columns):
    """Return ``(heading, value, sentence)`` of a row of a roster file that cannot be taken."""
    heading = columns.get(match.row.sheet, {}).get(match.about) or str(FIELD_LABELS.get(match.about, ""))
    value = masked_text(match.row.cells.get(match.about, ""))
    if match.about in match.row.unreadable:
        code, params = match.row.unreadable[match.about]
        return heading, value, sentence(Problem(code, params=params))
    return heading, value, _trouble_sentence(match)


def _trouble_sentence(match):
    match match.trouble:
        case Trouble.NAME_MISSING:
            return _("The name is missing. Fill it in.")
        case Trouble.NOTHING_ELSE:
            return _("A name alone does not say who is meant. Add the telephone, the staff number or the organisation.")
        case Trouble.OTHER_NAME:
            return _("This number belongs to a registered person of another name. Check both.")
        case Trouble.SEVERAL:
            return _("Several people of this name are registered in this organisation. Add the telephone or the staff number.")
        case Trouble.TWICE:
            return _("This person stands in row %(row)s already.") % {"row": match.earlier}
        case Trouble.ON_LIST:
            return _("This person is on the list of the cohort already.")
        case _other:
            return _("Nobody whom you may enrol is registered like this. Check how it is written, or register the person first.")
