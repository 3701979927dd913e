"""The SPARQL console of a page: Oxigraph's WebAssembly build, the graph as Turtle, the named queries."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.model import Knowledge
from kg.query import named, prefixes
from kg.rdf import turtle_chunks, union
from kg.terms import EDU, ID, LEVELS, STATUSES
from kg.view.payload import gzipped

_FILES = ("web.js", "web_bg.wasm")


@dataclass(frozen=True, slots=True)
class Console:
    """What a page with a console carries: the worker's program, Oxigraph and the graph, each compressed."""

    worker: str
    engine: str
    graph: str
    queries: list[dict[str, Any]]


def console(knowledge: Knowledge) -> Console:
    """The console over a knowledge. Raises InputError where Oxigraph's WebAssembly build is not installed."""
    folder = _folder()
    program = (folder / _FILES[0]).read_text(encoding="utf-8")
    own = (resources.files("kg.view") / "assets" / "worker.js").read_text(encoding="utf-8")
    known = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(prefixes().items()))
    graph = b"".join(turtle_chunks(union(knowledge)))
    worker = f"const PREFIXES = {json.dumps(known)};\n{own}\n{_classic(program)}"
    queries = [_query(name) for name in sorted(named())]
    return Console(_packed(worker.encode()), _packed((folder / _FILES[1]).read_bytes()), _packed(graph), queries)


def _folder() -> Traversable:
    """Where Oxigraph's build is: inside the package once installed, in node_modules beside it in the repository."""
    places: tuple[Traversable, ...] = (
        resources.files("kg.view") / "oxigraph",
        Path(__file__).parents[2] / "node_modules" / "oxigraph",
    )
    for place in places:
        if all((place / name).is_file() for name in _FILES):
            return place
    raise InputError(
        "没有安装 Oxigraph 的 WebAssembly 版本：请在仓库里运行 npm install --no-save oxigraph@0.5.11，或不用 --sparql"
    )


def _classic(module: str) -> str:
    """The module as a plain script: a page opened from disk may start no module worker."""
    script = re.sub(r"^export (?=class |function |const )", "", module, flags=re.MULTILINE)
    return re.sub(r"^export \{[^}]*\};?\s*$", "", script, flags=re.MULTILINE).replace(
        "import.meta.url", "self.location.href"
    )


def _packed(data: bytes) -> str:
    return base64.b64encode(gzipped(data)).decode("ascii")


def _query(name: str) -> dict[str, Any]:
    asked = named()[name]
    parameters = [
        {"name": p.name, "kind": p.kind, "required": p.required, "help": p.help, "values": _values(p.kind)}
        for p in asked.parameters
    ]
    return {"name": name, "help": asked.help, "parameters": parameters, "text": asked.text, "base": ID, "edu": EDU}


def _values(kind: str) -> dict[str, str]:
    """The IRIs that a controlled parameter may have, by the name that is given."""
    if kind == "level":
        return {str(name): str(iri) for name, iri in LEVELS.items()}
    return {str(name): str(iri) for name, iri in STATUSES.items()} if kind == "status" else {}
