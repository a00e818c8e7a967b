r"""Reads the HTML of cards and course systems as Markdown with `$LaTeX$`; scripts, styles and pictures are left out."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from dlquiz.kinds.kind import escape_markdown

ENDS = {r"\(": r"\)", r"\[": r"\]", "$$": "$$", "[$]": "[/$]", "<": "</anki-mathjax>"}  # of what begins a formula
BLOCK_SIGNS = (r"\[", "$$")
FORMULA = re.compile(
    r"(?P<opening>\\\(|\\\[|\$\$|\[\$\]|<anki-mathjax[^<>]*>)"
    r"|(?<![\\$\w])\$(?P<single>[a-zA-Z]|[^\s$](?=[^$\n]*[\\^_={])[^$\n]*[^\s$])\$(?![\w$])"
)
MARK = "\ue001"  # stands for a formula until the text is whole
SKIPPED = {"script", "style", "head", "title", "iframe", "object", "audio", "video", "svg"}
BLOCKS = {
    "p",
    "div",
    "section",
    "article",
    "blockquote",
    "table",
    "ul",
    "ol",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
}
SURROUND = {"b": "**", "strong": "**", "i": "*", "em": "*"}
SOUND = re.compile(r"\[sound:[^\[\]]*\]")
SPACES = re.compile(r"(?<![ \t])[ \t]+\n(?![^\S\n]*\n)")
MAX_INDENTED = 12  # levels of a list; deeper ones are set like these
BLANKS = re.compile(r"\n{3,}")


def html_to_markdown(text: str) -> str:
    """HTML as Markdown."""
    outside, formulas = take_formulas_out(SOUND.sub("", text).replace(MARK, ""))
    reader = MarkdownMaker()
    reader.feed(escape_unclosed(MARK.join(outside)))
    reader.close()
    pieces = reader.finish().split(MARK)
    whole = "".join(a + b for a, b in zip(pieces, [*formulas, ""], strict=True))
    return BLANKS.sub("\n\n", whole).strip()


def take_formulas_out(text: str) -> tuple[list[str], list[str]]:
    """What stands around the formulas of a text, and the formulas in dollars; each end is looked for only once."""
    outside, formulas, unclosed = list[str](), list[str](), set[str]()
    begin = at = 0
    while (found := FORMULA.search(text, at)) is not None:
        opening = found["opening"]
        close = ENDS[opening if opening in ENDS else "<"] if opening else ""
        end = text.find(close, found.end() + 1) if opening and close not in unclosed else -1
        if opening and end < 0:
            unclosed.add(close)
            at = found.start() + 1
            continue
        latex = " ".join(unescape(text[found.end() : end] if opening else found["single"]).split())
        sign = "$$" if opening in BLOCK_SIGNS else "$"
        formulas.append(f"{sign}{latex.replace('$', '')}{sign}")
        outside.append(text[begin : found.start()])
        begin = at = end + len(close) if opening else found.end()
    return [*outside, text[begin:]], formulas


def escape_unclosed(text: str) -> str:
    """HTML in which each tag and comment that begins ends: for one that does not, the parser reads all to the end."""
    for opening, closing in (("<!--", "-->"), ("<", ">")):
        begin = text.rfind(closing) + 1
        text = text[:begin] + text[begin:].replace(opening, f"&lt;{opening[1:]}")
    return text


def count_pictures(text: str) -> int:
    """How many pictures and sounds a text shows, which a bank does not carry."""
    return len(re.findall(r"<img\b", text, re.IGNORECASE)) + len(SOUND.findall(text))


class MarkdownMaker(HTMLParser):
    """Writes what it reads as Markdown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.lists: list[int] = []  # the next number of each open list; 0 for bullets
        self.skipped = 0
        self.code = 0
        self.rows: list[list[str]] = []  # of the open table
        self.cell: list[str] | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in SKIPPED:
            self.skipped += 1
        elif tag == "br":
            self.write("\n" if self.code else "  \n" if self.cell is None else " ")
        elif tag in SURROUND:
            self.write(SURROUND[tag])
        elif tag == "code" and not self.code:
            self.write("`")
        elif tag == "pre":
            self.code += 1
            self.write("\n\n```\n")
        elif tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ul" else 1)
            self.write("\n" if len(self.lists) > 1 else "\n\n")
        elif tag == "li":
            self.begin_item()
        elif tag == "table":
            self.rows = []
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.cell = []
        elif tag in BLOCKS:
            self.write("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in SKIPPED:
            self.skipped = max(0, self.skipped - 1)
        elif tag in SURROUND:
            self.close_mark(SURROUND[tag])
        elif tag == "code" and not self.code:
            self.write("`")
        elif tag == "pre":
            self.code = max(0, self.code - 1)
            self.write("\n```\n\n")
        elif tag in ("ul", "ol"):
            if self.lists:
                self.lists.pop()
            self.write("\n" if self.lists else "\n\n")
        elif tag in ("td", "th"):
            self.end_cell()
        elif tag == "table":
            self.write_table()
        elif tag in BLOCKS:
            self.write("\n\n")

    def handle_data(self, data: str) -> None:
        if self.skipped:
            return
        if self.code:
            self.write(data)
            return
        text = re.sub(r"\s+", " ", data.replace("\xa0", " "))
        shown = escape_markdown(text)
        self.write(shown.lstrip() if self.at_line_start() else shown)

    def at_line_start(self) -> bool:
        """Whether nothing stands on the line yet."""
        parts = self.parts if self.cell is None else self.cell
        return not parts or parts[-1].endswith("\n")

    def write(self, text: str) -> None:
        """Add to the cell that is open, else to the text."""
        (self.parts if self.cell is None else self.cell).append(text)

    def close_mark(self, mark: str) -> None:
        """End bold or italics; of an empty stretch nothing stays, and no space stands before the mark."""
        parts = self.parts if self.cell is None else self.cell
        if parts and parts[-1] == mark:
            parts.pop()
            return
        space = ""
        if parts and parts[-1] != parts[-1].rstrip():
            space, parts[-1] = " ", parts[-1].rstrip()
        self.write(mark + space)

    def begin_item(self) -> None:
        """A new line with the mark of its list."""
        indent = "   " * min(MAX_INDENTED, max(0, len(self.lists) - 1))
        number = self.lists[-1] if self.lists else 0
        if number:
            self.lists[-1] += 1
        self.write(f"\n{indent}{f'{number}.' if number else '-'} ")

    def end_cell(self) -> None:
        """The open cell joins the last row."""
        if self.cell is None:
            return
        text = " ".join("".join(self.cell).split()).replace("|", "\\|")
        self.cell = None
        if not self.rows:
            self.rows.append([])
        self.rows[-1].append(text)

    def write_table(self) -> None:
        """The rows as a table of Markdown, whose first row is its head."""
        self.end_cell()
        rows = [row for row in self.rows if row]
        self.rows = []
        if not rows:
            return
        width = max(map(len, rows))
        lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
        lines.insert(1, f"|{' --- |' * width}")
        self.write("\n\n" + "\n".join(lines) + "\n\n")

    def finish(self) -> str:
        """The text, once all was read."""
        if self.rows or self.cell is not None:
            self.write_table()
        text = "".join(self.parts)
        return SPACES.sub(lambda found: "  \n" if found[0].startswith("  ") else "\n", text)
