"""XML as small trees with line numbers, read as a stream. No document type is taken, so that no entity ever grows."""

from xml.parsers import expat

from .result import Unreadable

DEEPEST = 60
MOST_NODES = 3_000_000
CHUNK = 256 * 1024


class Node:
    """An element: ``parts`` are texts and nodes in their order; names come without their namespace."""

    __slots__ = ("attrs", "line", "parts", "tag")

    def __init__(self, tag, attrs, line, parts=()):
        self.tag, self.attrs, self.line, self.parts = tag, attrs, line, list(parts)

    def nodes(self, *tags):
        return [part for part in self.parts if isinstance(part, Node) and (not tags or part.tag in tags)]

    def first(self, tag):
        return next((part for part in self.parts if isinstance(part, Node) and part.tag == tag), None)

    def own_text(self):
        return "".join(part for part in self.parts if isinstance(part, str))

    def all_text(self):
        return "".join(part if isinstance(part, str) else part.all_text() for part in self.parts)

    def walk(self, *tags):
        """Yield this node and all below it, those of ``tags`` where any are named."""
        if not tags or self.tag in tags:
            yield self
        for part in self.parts:
            if isinstance(part, Node):
                yield from part.walk(*tags)


def _local(name):
    return name.rpartition(" ")[2]


def elements(data, wanted, *, root=None):
    """Yield each element called ``wanted`` of the bytes ``data`` as a :class:`Node`, the root too where it is ``wanted``.

    None wants the root, whatever it is called.

    ``root``: what the outermost element must be called (one name, or several). Raises :class:`Unreadable`.
    """
    roots = (root,) if isinstance(root, str) else root
    stack, done, count = [], [], 0
    depth = 0
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def start(name, attrs):
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        tag = _local(name)
        if depth == 1 and roots and tag not in roots:
            raise Unreadable("not_this")
        if depth > DEEPEST or count > MOST_NODES:
            raise Unreadable("too_deep")
        if stack or wanted in (None, tag):
            node = Node(tag, {_local(key): value for key, value in attrs.items()}, parser.CurrentLineNumber)
            if stack:
                stack[-1].parts.append(node)
            stack.append(node)

    def end(_name):
        nonlocal depth
        depth -= 1
        if stack:
            node = stack.pop()
            if not stack:
                done.append(node)

    def text(piece):
        if stack:
            stack[-1].parts.append(piece)

    def doctype(*_args):
        raise Unreadable("doctype")

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = doctype
    try:
        for at in range(0, len(data), CHUNK):
            parser.Parse(data[at:at + CHUNK], False)
            yield from done
            done.clear()
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise Unreadable("broken_xml", at=getattr(error, "lineno", 1)) from error
    yield from done
