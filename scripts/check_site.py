"""Check the built site: every link inside it leads somewhere, and no page loads anything from another host.

    python scripts/check_site.py build/docs

It prints each fault on a line and ends with status 1 if there is one.
"""

from __future__ import annotations

import sys
from html.parser import HTMLParser
from os.path import normpath
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Page(HTMLParser):
    """What a page names (`ids`), links to (`links`) and loads when it is opened (`loads`)."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.loads: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what one element brings."""
        values = {name: value for name, value in attrs if value}
        self.ids |= {values[name] for name in ("id", "name") if name in values}
        if "src" in values:
            self.loads.add(values["src"])
        if "href" in values:
            (self.loads if tag == "link" else self.links).add(values["href"])


def faults(folder: Path) -> list[str]:
    """Every link that leads nowhere and everything that comes from another host, as `page: fault`."""
    pages = {path: Page(path.read_text()) for path in sorted(folder.rglob("*.html")) if path.name != "404.html"}
    found = []
    for path, page in pages.items():
        where = path.relative_to(folder)
        found += [f"{where}: loads {load}" for load in sorted(page.loads) if urlsplit(load).netloc]
        inside = [link for link in sorted(page.links | page.loads) if not urlsplit(link).scheme]
        found += [f"{where}: {link} leads nowhere" for link in inside if not leads(path, link, pages)]
    return found


def leads(path: Path, link: str, pages: dict[Path, Page]) -> bool:
    """Whether a link on the page at `path` leads to a file and, where it names one, to a place on that page."""
    parts = urlsplit(link)
    if parts.netloc:
        return False
    target = Path(normpath(path.parent / unquote(parts.path))) if parts.path else path
    if not target.is_file():
        return False
    page = pages.get(target)
    return page is None or not parts.fragment or unquote(parts.fragment) in page.ids


def main() -> None:
    """Check the site in the folder that the command line names."""
    found = faults(Path(sys.argv[1]).resolve())
    print("\n".join(found) or "every link leads somewhere, and nothing comes from another host")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
