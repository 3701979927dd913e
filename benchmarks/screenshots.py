"""Pictures of the page at its sizes and in its views: `python -m benchmarks.screenshots FOLDER`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from kg.model import Knowledge
from kg.view import page
from tests.enlarged import enlarged
from tests.samples import GOLD, knowledge_from_gold

_DESK: dict[str, Any] = {"viewport": {"width": 1400, "height": 900}}
_PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
_PICK = "(name) => jiaopu.pick(jiaopu.data.nodes.find((n) => n.label === name).i)"
_SHOTS: tuple[tuple[str, str, str, dict[str, Any], str | None], ...] = (
    ("seed", "seed", "", _DESK, None),
    ("seed-dark", "seed", "", {**_DESK, "color_scheme": "dark"}, "实验小学教育集团"),
    ("seed-english", "seed", "#lang=en", _DESK, None),
    ("seed-details", "seed", "", _DESK, "市中小学生合唱比赛"),
    ("seed-table", "seed", "#view=table&table=facts", _DESK, None),
    ("seed-schema", "seed", "#view=schema", _DESK, None),
    ("seed-source", "seed", "#view=source", _DESK, None),
    ("phone", "seed", "", _PHONE, None),
    ("phone-details", "seed", "", _PHONE, "觅渡教育集团"),
    ("nodes-1000", "1000", "", _DESK, None),
    ("nodes-10000", "10000", "", _DESK, None),
)


def main() -> None:
    """Writes one PNG for each shot into the folder."""
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")
    target.mkdir(parents=True, exist_ok=True)
    tuned = knowledge_from_gold(GOLD / "seed", GOLD / "tuned")
    graphs = {"seed": knowledge_from_gold(), "1000": enlarged(tuned, 1000), "10000": enlarged(tuned, 10_000)}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        files = {name: _written(Path(folder) / f"{name}.html", knowledge) for name, knowledge in graphs.items()}
        for name, graph, address, options, picked in _SHOTS:
            _shot(browser, files[graph].as_uri() + address, options, picked, target / f"{name}.png")
            print(target / f"{name}.png")
        browser.close()


def _written(path: Path, knowledge: Knowledge) -> Path:
    path.write_text(page(knowledge), encoding="utf-8")
    return path


def _shot(browser: Browser, address: str, options: dict[str, Any], picked: str | None, path: Path) -> None:
    context = browser.new_context(**options)
    opened = context.new_page()
    opened.goto(address)
    opened.wait_for_selector("html[data-ready]")
    if picked is not None:
        opened.evaluate(_PICK, picked)
    opened.wait_for_timeout(500)
    opened.screenshot(path=path)
    context.close()


if __name__ == "__main__":
    main()
