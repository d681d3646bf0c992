"""Whose name a template is shown with: people made up to be difficult, and real ones from apps to the right.

An app that knows people's facts registers a source; this app knows nothing of classes.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from certificates.pdf.render import Sample

SOURCES: list["Source"] = []
TEST_PEOPLE = {
    "usual": (_("a usual name"), "张建国"), "compound": (_("a compound surname"), "欧阳文华"),
    "long": (_("a long name"), "阿卜杜热西提·阿卜杜拉·麦麦提明"), "rare": (_("rare characters"), "𠮷㛃䶮"),
    "latin": (_("Latin letters"), "Alexander Montgomery-Whitfield"),
}
FACTS = {
    "programme": "2018年居民区党组织书记轮训", "cohort": "2018年居民区党组织书记轮训（第一期）", "host": "示范街道社区党校",
    "organisation": "示范街道东一居民区党总支", "starts_on": "2018-03-05", "ends_on": "2018-03-07", "minutes": 1080,
    "sessions": 6, "issuer": "中共示范区委组织部", "issued_on": "2018-03-08",
}
CODE = "0" * 22  # leads to no certificate
NUMBER = "示委党训〔2018〕0123号"


@dataclass(frozen=True)
class Source:
    """``groups(user)`` is ``[(heading, [(key, label)])]``; ``facts(user, key)`` is what a certificate would say, or None."""

    groups: Any
    facts: Any


def register(*, groups, facts):
    SOURCES.append(Source(groups, facts))


def choices(user):
    """Return the choices of a select: the test people, then real ones that ``user`` sees."""
    made_up = [(key, f"{name} ({label})") for key, (label, name) in TEST_PEOPLE.items()]
    return [(_("Test people"), made_up), *(group for source in SOURCES for group in source.groups(user))]


def sample(user, key, layout):
    """Return the certificate that ``key`` names, not issued; the usual test person for a key that names nobody."""
    facts = None
    if key not in TEST_PEOPLE:
        facts = next((found for source in SOURCES if (found := source.facts(user, key))), None)
    if facts is None:
        facts = {**FACTS, "name": TEST_PEOPLE.get(key, TEST_PEOPLE["usual"])[1]}
    return Sample(number=NUMBER, code=CODE, facts=facts, layout=layout)
