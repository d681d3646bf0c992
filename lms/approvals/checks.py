"""At the start: the setting names kinds that exist."""

from django.conf import settings
from django.core import checks

from lms.approvals.registry import KINDS


@checks.register()
def second_person_names_kinds(app_configs, **kwargs):
    unknown = sorted(set(settings.SECOND_PERSON) - {"all", "none"} - KINDS.keys())
    alone = len(settings.SECOND_PERSON) > 1 and {"all", "none"} & set(settings.SECOND_PERSON)
    if not unknown and not alone:
        return []
    what = f"names {', '.join(unknown)}, which is no kind" if unknown else "names all or none together with others"
    return [checks.Error(
        f"The environment variable SECOND_PERSON {what}.", id="approvals.E001",
        hint=f"It is all, none, or some of {', '.join(sorted(KINDS))}, with commas between them.",
    )]
