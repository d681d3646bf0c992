"""What a SCORM package says it holds."""

import re
from dataclasses import asdict, dataclass
from urllib.parse import unquote, urlsplit

V12, V2004 = "1.2", "2004"
MOST_PARTS = 200


class NotPlayable(Exception):
    """The manifest cannot be used. ``reason`` is a word for it, ``entry`` what is at fault."""

    def __init__(self, reason, entry=""):
        super().__init__(reason, entry)
        self.reason, self.entry = reason, entry[:200]


@dataclass(frozen=True)
class Part:
    """One thing to launch: ``href`` is its file, ``query`` what follows it in the address ("?a=1#b" or empty).

    ``reports`` tells whether it talks to the run-time; ``mastery`` and ``data`` are handed to it as the package asks.
    """

    key: str
    title: str
    href: str
    query: str = ""
    reports: bool = True
    mastery: str = ""
    data: str = ""


@dataclass(frozen=True)
class Manifest:
    version: str
    title: str
    parts: tuple

    def as_json(self):
        return [asdict(part) for part in self.parts]


def read_manifest(root, names):
    """Return the :class:`Manifest` of ``imsmanifest.xml`` parsed to ``root``; ``names`` are the files of the package."""
    if _local(root) != "manifest":
        raise NotPlayable("xml")
    version = _version(root)
    resources = _resources(root, names)
    title, items = _organisation(root)
    parts = []
    for item in items:
        found = resources.get(item.get("identifierref", ""))
        if found is None:
            raise NotPlayable("reference", item.get("identifierref", ""))
        parts.append(_part(item, found))
    if not parts:
        parts = [Part(key, title or key, **where) for key, where in resources.items() if where["reports"]][:1]
    if not parts:
        raise NotPlayable("nothing")
    if len(parts) > MOST_PARTS:
        raise NotPlayable("parts", str(len(parts)))
    if len({part.key for part in parts}) < len(parts):
        raise NotPlayable("twice")
    for part in parts:
        if part.href not in names:
            raise NotPlayable("missing", part.href)
    return Manifest(version, (title or parts[0].title)[:200], tuple(parts))


def _local(node):
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _children(node, name):
    return [child for child in node if _local(child) == name]


def _text(node, *path):
    for name in path:
        node = next(iter(_children(node, name)), None)
        if node is None:
            return ""
    return (node.text or "").strip()


def _attribute(node, name):
    """Return an attribute whatever its namespace and capitals: SCORM 1.2 writes ``scormtype``, 2004 ``scormType``."""
    for key, value in node.attrib.items():
        if key.rpartition("}")[2].lower() == name:
            return value.strip()
    return ""


def _version(root):
    said = _text(root, "metadata", "schemaversion").lower()
    if said == "1.2":
        return V12
    if "2004" in said or said.startswith(("cam 1.3", "1.3")):
        return V2004
    spaces = " ".join(node.tag + " ".join(node.attrib) for node in root.iter() if isinstance(node.tag, str))
    if "adlcp_rootv1p2" in spaces:
        return V12
    if "adlcp_v1p3" in spaces:
        return V2004
    raise NotPlayable("version", said)


def _resources(root, names):
    """Map identifiers of resources that have a file to what :class:`Part` needs of them."""
    found = {}
    for group in _children(root, "resources"):
        base = _attribute(root, "base") + _attribute(group, "base")
        for node in _children(group, "resource"):
            href = _attribute(node, "href")
            if href:
                where, query = _address(base + _attribute(node, "base") + href, names)
                found[node.get("identifier", "")] = {
                    "href": where, "query": query, "reports": _attribute(node, "scormtype").lower() != "asset",
                }
    return found


def _address(href, names):
    """Split an address of the manifest into the file and what follows it; refuse whatever leads out of the package."""
    href = href.replace("\\", "/").strip()
    try:
        parts = urlsplit(href)
    except ValueError:
        raise NotPlayable("outside", href) from None
    if parts.scheme or parts.netloc or href.startswith("/"):
        raise NotPlayable("outside", href)
    where = parts.path if parts.path in names else unquote(parts.path)
    where = where.removeprefix("./")
    if ".." in where.split("/"):
        raise NotPlayable("outside", href)
    query = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    return where, query


def _organisation(root):
    """Return the title of the organisation that is played, and its items that lead somewhere, in their order."""
    for group in _children(root, "organizations"):
        every = _children(group, "organization")
        wanted = [one for one in every if one.get("identifier") == group.get("default")]
        for one in wanted or every:
            items = [node for node in one.iter() if _local(node) == "item" and node.get("identifierref")]
            return _text(one, "title"), items
    return "", []


def _part(item, where):
    query, more = where["query"], (item.get("parameters") or "").strip().lstrip("?&")
    if more.startswith("#"):
        query = query.partition("#")[0] + more
    elif more:
        before, mark, after = query.partition("#")
        query = f"{before}{'&' if before else '?'}{more}{mark}{after}"
    mastery = _text(item, "masteryscore")
    for node in item.iter():
        if _local(node) == "minNormalizedMeasure":
            mastery = mastery or (node.text or "").strip()
    return Part(
        key=item.get("identifier", "")[:255], title=(_text(item, "title") or item.get("identifier", ""))[:200],
        href=where["href"], query=query[:1000], reports=where["reports"],
        mastery=mastery if re.fullmatch(r"-?\d{1,3}(\.\d{1,7})?", mastery) else "",
        data=(_text(item, "datafromlms") or _text(item, "dataFromLMS"))[:4000],
    )
