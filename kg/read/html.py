"""Web pages as saved from government sites: the main text and its tables, and what the site says of the page; navigation is left out.

Nothing is fetched: pictures, frames, styles and scripts that a page names stay unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from email import message_from_bytes, policy
from functools import cache
from pathlib import Path
from typing import Final

from lxml import etree, html

from kg.errors import ReadError
from kg.lexicon import column, rows
from kg.read.blocks import Block, Paragraph, Parsed, RawCell, TableBlock, render, tidy, tidy_lines
from kg.read.docx_numbering import counted
from kg.read.encoding import decode

_DROPPED: Final = frozenset(
    {"script", "style", "noscript", "template", "head", "nav", "header", "footer", "aside", "form", "select", "button", "input"}
    | {"textarea", "iframe", "object", "embed", "svg", "canvas", "audio", "video"}
)
_BLOCKS: Final = frozenset(
    {"p", "div", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre"}
    | {"center", "address", "figure", "figcaption", "caption", "tr", "td", "th", "table", "tbody", "thead", "tfoot", "hr", "body", "html"}
    | {"fieldset", "details", "summary", "form", "header"}
)
# How sites name the parts of a page that are not its text, in class and id.
_ASIDE: Final = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|bread-?crumbs?|crumbs?|footer|foot|header|sidebar|share|related|pagination|pager|toolbar|"
    r"copyright|location|weizhi|qrcode)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CENTRED: Final = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_META_ENCODING: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_DEEPEST: Final = 400
# Share of a page's words outside links that its main part holds; what is left is the site's own: its address, its keeper.
_MAIN_SHARE: Final = 0.9
_MOST_CELLS: Final = 1000
# Values of the site's own data are short.
_LONGEST: Final = 60


def parse(data: bytes, path: Path) -> Parsed:
    """Return the main text and grids of a web page; raises ReadError where its characters are garbled or it is no page."""
    return _page(_decoded(data, path), path)


def parse_mhtml(data: bytes, path: Path) -> Parsed:
    """Return the main text and grids of a page saved as a single file (.mht, .mhtml); raises ReadError where no page is in it."""
    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                charset = part.get_content_charset("")
                return _page(_decoded(content, path, charset), path)
    raise ReadError(f"{path}: holds no web page (no text/html part); save the page again as .html")


def _decoded(data: bytes, path: Path, charset: str = "") -> str:
    named = charset.encode() or next(iter(_META_ENCODING.findall(data[:4096])), b"")
    name = named.decode("ascii", "replace").lower()
    if name in ("gb2312", "gbk", "gb18030", "utf-8", "utf8"):
        # Sites name gb2312 and write gb18030; a wrong name shows as an error, and then the bytes decide.
        try:
            text = data.decode("utf-8-sig" if name.startswith("utf") else "gb18030")
        except UnicodeDecodeError:
            return decode(data, path)
        if "\ufffd" not in text[:20_000]:
            return text
    return decode(data, path)


def _page(text: str, path: Path) -> Parsed:
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        # A page that names an encoding within a decoded text is refused by the parser.
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"{path}: holds no web page that can be read ({str(error)[:80]}); save it again") from error
    try:
        return render(_blocks(root))
    except RecursionError as error:
        raise ReadError(f"{path}: its parts are nested too deep for a page; left out") from error


def _blocks(root: html.HtmlElement) -> list[Block]:
    """Return the title, the main part's blocks and, at the end, what the site says of the page."""
    body = root.find("body")
    body = root if body is None else body
    said = _site_data(root, body)
    heading = _heading(root, body)
    _drop(body)
    main = _main(body)
    blocks = [block for block in _walk(main, 0) if not _is_site_data(block, said)]
    top = "".join(block.text for block in blocks[:5] if isinstance(block, Paragraph))
    if heading and _squashed(heading) not in _squashed(top):
        blocks.insert(0, Paragraph(heading))
    return [*blocks, *(Paragraph(f"{label}：{value}") for label, value in said.items())]


def _squashed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _heading(root: html.HtmlElement, body: html.HtmlElement) -> str:
    """Return the title that the site prints above the text: its h1 or its meta data; the window's title names the site too."""
    for element in body.iter("h1"):
        words = tidy(element.text_content())
        if 6 <= len(words) <= 80:
            return words
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() in ("articletitle", "title"):
            return tidy(meta.get("content") or "")
    return ""


@cache
def _labels() -> frozenset[str]:
    return frozenset(column("site_labels", "label"))


def _site_data(root: html.HtmlElement, body: html.HtmlElement) -> dict[str, str]:
    """Return what the site says of the page, label to value (发布日期), from its meta data and from the labels it prints."""
    found: dict[str, str] = {}
    names = {meta: row["label"] for row in rows("site_labels") if (meta := row["meta"])}
    for meta in root.iter("meta"):
        label = names.get((meta.get("name") or "").lower(), "")
        value = tidy(meta.get("content") or "")
        if label and value and len(value) <= _LONGEST:
            found.setdefault(label, value)
    for cell in body.iter("td", "th"):
        # Many sites print the label in one cell and its value in the next.
        label, beside = _squashed(cell.text_content()).rstrip("：:"), cell.getnext()
        value = "" if beside is None else tidy(" ".join(beside.text_content().split()))
        if label in _labels() and value and len(value) <= _LONGEST:
            found.setdefault(label, value)
    labels = "|".join(r"\s*".join(label) for label in sorted(_labels()))
    for match in re.finditer(rf"({labels})\s*[：:]\s*([^\s：:|]{{2,60}})", "\n".join(_visible(body))):
        found.setdefault(_squashed(match[1]), match[2])
    return found


def _is_site_data(block: Block, said: Mapping[str, str]) -> bool:
    """Return whether a block holds nothing but labels and values of the site, which stand at the end of the text."""
    texts = [block.text] if isinstance(block, Paragraph) else [cell.text for row in block.rows for cell in row]
    known = {_squashed(value) for value in said.values()} | {f"{label}：{_squashed(value)}" for label, value in said.items()} | set(said)
    words = [_squashed(text).replace(":", "：").rstrip("：") for text in texts if text.strip()]
    labelled = sum(1 for word in words if word.split("：")[0] in _labels())
    return labelled > 0 and (labelled * 2 >= len(words) if isinstance(block, TableBlock) else all(word in known for word in words))


def _visible(body: html.HtmlElement) -> Iterator[str]:
    for element in body.iter():
        if element.tag in ("script", "style"):
            continue
        if element.text and isinstance(element.tag, str):
            yield element.text
    for element in body.iter():
        if element.tail:
            yield element.tail


def _drop(body: html.HtmlElement) -> None:
    """Take out of the page what is not its text: scripts, navigation, forms, hidden parts."""
    everything = max(1, _weight(body))
    for element in list(body.iter()):
        if element is body or element.getparent() is None or not isinstance(element.tag, str):
            continue
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        unseen = element.tag in _DROPPED or bool(_HIDDEN.search(element.get("style") or "")) or element.get("hidden") is not None
        # Some sites wrap the whole page in a form or call its text a header: what holds much of the words is no aside.
        if (unseen or _ASIDE.search(named)) and (element.tag in ("script", "style") or _weight(element) < everything / 4):
            element.drop_tree()


def _weight(element: html.HtmlElement) -> int:
    """Return the number of characters below `element` that stand in no link."""
    return len(_squashed(element.text_content())) - sum(len(_squashed(link.text_content())) for link in element.iter("a"))


def _main(body: html.HtmlElement) -> html.HtmlElement:
    """Return the innermost part of the page that holds nearly all words outside links."""
    everything = _weight(body)
    current = body
    while True:
        heavy = [
            child for child in current if isinstance(child.tag, str) and child.tag != "table" and _weight(child) >= _MAIN_SHARE * everything
        ]
        if len(heavy) != 1 or heavy[0].tag not in _BLOCKS:
            return current
        current = heavy[0]


def _walk(element: html.HtmlElement, depth: int) -> Iterator[Block]:
    """Yield the paragraphs and tables of an element in reading order."""
    if depth > _DEEPEST:
        raise RecursionError
    pending: list[str] = []
    look = _look(element)

    def flush() -> Iterator[Block]:
        text = "".join(pending)
        pending.clear()
        for line in text.split("\n"):
            if words := tidy(line):
                yield Paragraph(words, look=look)

    pending.append(_flow(element.text, element))
    for child in element:
        if isinstance(child.tag, str):
            if child.tag == "table":
                yield from flush()
                yield from _table(child, depth)
            elif child.tag in _BLOCKS or any(inner.tag in _BLOCKS for inner in child.iter()):
                yield from flush()
                yield from _marked_item(child, depth) if child.tag == "li" else _walk(child, depth + 1)
                yield from flush()
            elif child.tag not in _DROPPED:
                pending.append(_inline(child))
        pending.append(_flow(child.tail, element))
    if not _is_links(element, "".join(pending)):
        yield from flush()


def _look(element: html.HtmlElement) -> str:
    """Return how a heading or centred line looks; "" for any other."""
    centred = _CENTRED.search(element.get("style") or "") or (element.get("align") or "").lower() == "center"
    return str(element.tag) if centred or element.tag in ("h1", "h2", "h3", "center") else ""


def _is_links(element: html.HtmlElement, words: str) -> bool:
    """Return whether a block is a mere list of links: three or more, and hardly a word beside them."""
    links = [link for link in element.iterchildren("a") if (link.text_content() or "").strip()]
    linked = sum(len(_squashed(link.text_content())) for link in links)
    return len(links) >= 3 and linked > 0.7 * len(_squashed(words))


def _flow(text: str | None, parent: html.HtmlElement) -> str:
    if not text:
        return ""
    if parent.tag == "pre":
        return text
    # A line end between Chinese characters is the editor's, not the writer's.
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n]+[ \t]*(?=[\u3000-\u9fff\uff00-\uffef])|[\r\n\t]+", _joint, text)


def _joint(match: re.Match[str]) -> str:
    around = match.string[match.start() - 1 : match.start()] + match.string[match.end() : match.end() + 1]
    return " " if around.isascii() else ""


def _inline(element: html.HtmlElement) -> str:
    if element.tag == "br":
        return "\n"
    parts = [_flow(element.text, element)]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _DROPPED:
            parts.append(_inline(child))
        parts.append(_flow(child.tail, element))
    return "".join(parts)


def _marked_item(item: html.HtmlElement, depth: int) -> Iterator[Block]:
    """Yield an item of a list; the browser prints the number of an ordered one."""
    blocks = list(_walk(item, depth + 1))
    parent = item.getparent()
    if parent is not None and parent.tag == "ol" and blocks and isinstance(blocks[0], Paragraph):
        position = 1 + sum(1 for _ in item.itersiblings("li", preceding=True))
        start = parent.get("start") or "1"
        position += int(start) - 1 if start.isdecimal() and len(start) < 6 else 0
        chinese = re.search(r"list-style(?:-type)?\s*:\s*(?:cjk-ideographic|simp-chinese|trad-chinese)", parent.get("style") or "")
        number = f"{counted(position)}、" if chinese else f"{position}."
        blocks[0] = Paragraph(number + blocks[0].text)
    yield from blocks


def _table(table: html.HtmlElement, depth: int) -> Iterator[Block]:
    """Yield a table, or what it holds where it only lays out the page: a table around tables, or around one cell."""
    lines = list(_rows(table))
    cells = [cell for line in lines for cell in line]
    if len(cells) <= 1 or any(True for cell in cells for _ in cell.iter("table")):
        for cell in cells:
            yield from _walk(cell, depth + 1)
        return
    for caption in table.iterchildren("caption"):
        yield from _walk(caption, depth + 1)
    made: list[tuple[RawCell, ...]] = []
    for index, line in enumerate(lines):
        below = len(lines) - index
        made.append(
            tuple(RawCell(_cell(cell), _span(cell, "rowspan", below) or below, _span(cell, "colspan", _MOST_CELLS) or 1) for cell in line)
        )
    yield TableBlock(tuple(made))


def _rows(table: html.HtmlElement) -> Iterator[list[html.HtmlElement]]:
    """Yield the cells of each row, heads first and feet last, as a browser shows them."""
    parts = {"thead": list[html.HtmlElement](), "tbody": list[html.HtmlElement](), "tfoot": list[html.HtmlElement]()}
    for child in table:
        if child.tag == "tr":
            parts["tbody"].append(child)
        elif child.tag in parts:
            parts[child.tag].extend(child.iterchildren("tr"))
    for part in parts.values():
        for row in part:
            yield [cell for cell in row if cell.tag in ("td", "th")]


def _span(cell: html.HtmlElement, name: str, most: int) -> int:
    text = (cell.get(name) or "1").strip()
    return min(int(text), most) if text.isdecimal() and len(text) < 6 else 1


def _cell(cell: html.HtmlElement) -> str:
    return tidy_lines("\n".join(block.text for block in _walk(cell, 0) if isinstance(block, Paragraph)))
