"""Knowledge → one HTML file that needs nothing else: a template of our own around the vis-network of pyvis."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from kg.model import Knowledge
from kg.view import payload
from kg.view.console import Console, console
from kg.view.layout import layout
from kg.view.scene import Scene, scene

DRAWN = 1200
"""Nodes that are drawn at once; above it the page opens on communities (measured: a frame stays under 40 ms)."""
_VIS = ("lib", "vis-9.1.2", "vis-network.min.js")
_TRIALS = {
    "Us((function(){var t;return ea(ea.call)||!ea(Object)||!ea((function(){t=!0}))||t}))": "!1",
    "!_k((function(){xk((function(){}))}))": "!1",
}
"""Two trials of vis-network whether Reflect.construct has an old fault, which no browser that unpacks the data has. They
throw what they catch, and where developer tools are attached each exception has the whole script parsed once more."""
_STYLES = ("base.css", "parts.css")
_SCRIPTS = (
    "data.js", "state.js", "decide.js", "shapes.js", "arrange.js", "scene.js", "draw.js", "labels.js", "evidence.js", "panel.js",
    "start.js", "search.js", "filters.js", "table.js", "schema.js", "reader.js", "sparql.js", "export.js", "keys.js", "sky.js", "remote.js", "main.js",
)  # fmt: skip
_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"shape": "custom"},
    # Links are drawn by our own code, with constant width and labels of constant size.
    "edges": {"hidden": True, "smooth": False},
    "interaction": {"hover": True, "multiselect": False, "selectConnectedEdges": False, "tooltipDelay": 10**6},
}


def page(knowledge: Knowledge, *, title: str = "", sparql: bool = False) -> str:
    """One self-contained HTML page that shows the knowledge; the same knowledge gives the same text.

    Without a title it is called after its document, or after how many there are. `sparql` adds the console (about 2 MB);
    raises InputError where Oxigraph's WebAssembly build is not installed.
    """
    documents = [part.document for part in knowledge.parts]
    default = payload.headline(documents[0]) if len(documents) == 1 else f"{len(documents)} 份文档"
    return drawn(scene(knowledge), title=title or default, asked=console(knowledge) if sparql else None)


def drawn(shown: Scene, *, title: str, asked: Console | None = None, remote: Mapping[str, Any] | None = None) -> str:
    """The page of a scene, with a console if there is one; `remote` are the totals of a graph that a server holds."""
    whole = len(shown.nodes) <= DRAWN
    told = {end for fact in shown.facts for end in fact.ends.values()}
    silent = [node for node in range(len(shown.nodes)) if node not in told]
    placed = layout([e.name for e in shown.nodes], shown.links, shown.homes, whole=whole, silent=silent)
    data = {
        "nodes": payload.nodes(shown, placed),
        "edges": payload.edges(shown.links),
        "options": json.dumps(_OPTIONS),
        **payload.extras(shown, placed, title=title, whole=whole),
        "remote": remote,
        "queries": asked.queries if asked else [],
    }
    return _template().render(
        heading=title, word=data["words"], data=payload.packed(data), console=asked, remote=remote, **_own()
    )


def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("kg.view", "assets"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("page.html.j2")


def _own() -> dict[str, Any]:
    """The scripts with their hashes, and the style: the same in every page."""
    scripts = (_vis(), "(() => {\n'use strict';\n" + _assets(_SCRIPTS) + "})();\n")
    return {
        "scripts": [Markup(script) for script in scripts],  # noqa: S704 — our own files and vis-network
        "hashes": [_digest(script) for script in scripts],
        "style": Markup(_assets(_STYLES)),  # noqa: S704 — our own files
    }


def _assets(names: tuple[str, ...]) -> str:
    folder = resources.files("kg.view").joinpath("assets")
    return "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in names)


def _vis() -> str:
    """vis-network as pyvis ships it, read without importing pyvis, which would bring IPython along."""
    found = find_spec("pyvis")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("pyvis")
    text = Path(found.origin).parent.joinpath(*_VIS).read_text(encoding="utf-8")
    for trial, outcome in _TRIALS.items():
        text = text.replace(trial, outcome)
    if "</script" in text.lower():
        raise ValueError("vis-network contains a closing script tag and cannot be put into a page")
    return text


def _digest(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
