"""HTML of portals: the main text, a block a line; navigation, forms and scripts left out.

The main text is what holds the provisions: the smallest element around all lines that look like parts of a
legal text. A page that leaves no such lines but plenty of script draws its text itself, and is refused.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ingest import UnreadableFile
from ingest.source import SourceText
from ingest.table_lines import table_lines
from ingest.unwrap import begins_unit

MAX_DRAWN_TEXT = 2_000  # characters: a page with less text than this
MIN_SCRIPT_RATIO = 20  # and this much more script shows its text by script
MIN_PARAGRAPH = 150  # characters of a paragraph that counts as text proper
MIN_MAIN_SHARE = 0.5  # of the text that is left is the main text; less was a wrong guess
_LINK_SHARE = 0.8  # of a block's text in links makes it an entry of a menu or of contents

_DROPPED = frozenset("script style noscript template nav aside head iframe object svg canvas math button select option input textarea "
                     "label audio video footer dialog".split())  # fmt: skip
_DROPPED_ROLES = frozenset("navigation banner contentinfo search menu menubar dialog complementary".split())
_FURNITURE = re.compile(
    r"(?:^|[-_ ])(?:nav(?:bar|igation)?|menu|breadcrumbs?|sidebar|footer|share|social|comments?|advert\w*|ads?|banner|cookies?|popup|modal|login|pagination|related|tags?)(?:$|[-_ ])",
    re.I,
)
_BLOCKS = frozenset("p div li ul ol dl dt dd tr td th table section article main header h1 h2 h3 h4 h5 h6 blockquote pre br hr center form "
                    "fieldset figure figcaption body".split())  # fmt: skip
_LETTERHEAD = re.compile(r"(?i)\s*(?:cộng h[òo][àa] xã hội|socialist republic)")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([-\w]+)""", re.I)
_DECLARED_BYTES = 4_096  # the standard looks at 1,024, some portals declare later
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}>")
_TOO_DEEP = "depth"  # of libxml2's complaint when it stops


def read_html(path: Path) -> SourceText:
    """The main text of a page; raises `UnreadableFile`, also for a page whose text sits in scripts."""
    content = path.read_bytes()
    body = _body(path, _decoded(path, content))
    script = sum(len(element.text or "") for element in body.getroottree().iter("script"))
    _drop_furniture(body)
    lines = _lines(_main(body))
    text = "\n".join(lines)
    if len(text) < MAX_DRAWN_TEXT and script > MIN_SCRIPT_RATIO * max(len(text), 1):
        raise UnreadableFile(
            f"{path}: this page draws its text with scripts; open it in a browser and save what it shows as PDF or text"
        )
    return SourceText(text)


def _decoded(path: Path, content: bytes) -> str:
    """Decoded by mark, declaration, or as UTF-8; raises `UnreadableFile`."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        declared = _CHARSET.search(content[:_DECLARED_BYTES])
        encoding = "utf-8" if content.startswith(codecs.BOM_UTF8) or declared is None else declared[1].decode("ascii")
    try:
        return _XML_DECLARATION.sub("", content.decode(encoding).removeprefix("\ufeff"))
    except (LookupError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"{path}: not {encoding.upper()}, as the page says; save it as UTF-8") from error


def _body(path: Path, markup: str) -> Any:
    import lxml.html

    parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = lxml.html.document_fromstring(markup.replace("\x00", ""), parser=parser)
    except (lxml.etree.LxmlError, ValueError) as error:
        raise UnreadableFile(f"{path}: not a readable page ({error}); save it again from a browser") from error
    if any(_TOO_DEEP in entry.message.lower() for entry in parser.error_log):
        raise UnreadableFile(f"{path}: its elements are nested too deeply to read; save it as text")
    body = root.find("body")
    return root if body is None else body


def _drop_furniture(body: Any) -> None:
    # What names itself furniture is believed unless it holds provisions: class names are anybody's.
    holders = _with_ancestors(_legal(body))
    for element in list(body.iter()):
        if element is not body and element.getparent() is not None and _is_furniture(element, element in holders):
            element.drop_tree()


def _is_furniture(element: Any, holds_provisions: bool) -> bool:
    if not isinstance(element.tag, str) or element.tag in _DROPPED:
        return True
    if (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or element.get("role") in _DROPPED_ROLES
    ):
        return True
    if re.search(r"display\s*:\s*none", element.get("style", ""), re.I):
        return True
    return not holds_provisions and bool(_FURNITURE.search(f"{element.get('id', '')} {element.get('class', '')}"))


def _with_ancestors(elements: Iterable[Any]) -> set[Any]:
    found: set[Any] = set()
    for element in elements:
        while element is not None and element not in found:
            found.add(element)
            element = element.getparent()
    return found


def _leaves(body: Any) -> list[Any]:
    """The blocks that hold no other blocks, line breaks aside, and are not links: there stands the text."""
    holders = {element.getparent() for element in body.iter(*_BLOCKS - {"br", "hr"})}
    return [element for element in body.iter(*_BLOCKS) if element not in holders and not _is_link(element)]


def _is_link(element: Any) -> bool:
    linked = sum(len(text) for link in element.iter("a") if link.get("href") for text in link.itertext())
    return bool(linked) and linked >= _LINK_SHARE * sum(len(text.strip()) for text in element.itertext())


def _legal(body: Any) -> list[Any]:
    return [leaf for leaf in _leaves(body) if any(_is_legal(line) for line in _lines(leaf))]


def _is_legal(line: str) -> bool:
    return bool(_LETTERHEAD.match(line)) or (begins_unit(line) and line[:1].isalpha() and len(line) > 4)


def _main(body: Any) -> Any:
    """The smallest element around all that looks like a legal text, and around the long paragraphs where they are elsewhere."""
    legal = _legal(body)
    long = [leaf for leaf in _leaves(body) if _size(leaf) >= MIN_PARAGRAPH]
    main = _common_ancestor(legal) if legal else body
    if legal and _size(main) >= MIN_MAIN_SHARE * _size(body):
        return main
    return _common_ancestor([*legal, *long]) if legal or long else body


def _size(element: Any) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def _common_ancestor(elements: list[Any]) -> Any:
    shared: list[Any] | None = None
    for element in elements:
        line = [*reversed([element, *element.iterancestors()])]
        shared = line if shared is None else [a for a, b in zip(shared, line, strict=False) if a is b]
    assert shared  # all are below the body
    only = len(shared) > 1 and shared[-1] in elements  # one block alone: what stands beside it belongs to it
    return shared[-2] if only else shared[-1]


def _lines(element: Any) -> list[str]:
    """The lines of an element: each block begins one, a row of a table is one."""
    from lxml.etree import iterwalk

    found: list[str] = []
    words: list[str] = []

    def end_line() -> None:
        line = " ".join("".join(words).split())
        words.clear()
        if line:
            found.append(line)

    walk = iterwalk(element, events=("start", "end"))
    for event, node in walk:
        if event == "start":
            if node.tag == "table" and _is_flat(node):
                end_line()
                found.extend(table_lines([[_lines(cell) for cell in row.iter("td", "th")] for row in node.iter("tr")]))
                walk.skip_subtree()
                continue
            if node.tag in _BLOCKS:
                end_line()
            words.append(node.text or "")
        else:
            if node.tag in _BLOCKS:
                end_line()
            if node is not element:
                words.append(node.tail or "")
    end_line()
    return found


def _is_flat(table: Any) -> bool:
    """Whether a table holds no other: outer tables only place things on the page."""
    return next(table.iterdescendants("table"), None) is None
