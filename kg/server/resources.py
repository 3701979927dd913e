"""Things by their IRIs, for people and for programs; graphs by the Graph Store Protocol; the ontology."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from kg.answers import Question, UnansweredError
from kg.ontology import folder
from kg.ontology_page import page
from kg.rdf.syntax import iri, segment
from kg.server.context import Context, context, failure, refused
from kg.server.negotiation import GRAPHS, chosen, media_type
from kg.server.pages import thing_page
from kg.store import TURTLE

_HTML: Final = "text/html"
_SLASH: Final = "\x00"
_EVERYTHING: Final = "CONSTRUCT WHERE { ?s ?p ?o }"
_ABOUT: Final = """CONSTRUCT {{ {node} ?p ?o . ?o rdfs:label ?label . ?fact ?role {node} . ?fact ?fp ?fo . ?fo rdfs:label ?other }}
WHERE {{
  {{ {node} ?p ?o OPTIONAL {{ ?o rdfs:label ?label }} }}
  UNION
  {{ ?fact ?role {node} ; edu:evidence ?passage ; ?fp ?fo OPTIONAL {{ ?fo rdfs:label ?other }} }}
  UNION
  {{ ?fact nif:referenceContext {node} . ?fact ?fp ?fo }}
}}"""


def thing_iri(about: Context, path: str) -> str:
    """The IRI of the thing at a request's raw path below /id/, as RDF writes it: letters plain, the rest percent-escaped."""
    kept = path.replace("%2F", _SLASH).replace("%2f", _SLASH)
    local = segment(unquote(kept).replace(_SLASH, "\ue000")).replace("%EE%80%80", "%2F")
    return iri(about.base, local)[1:-1]


async def thing(request: Request) -> Response:
    """A thing of the graph: a page for people, RDF for programs."""
    about = context(request)
    raw = request.scope["raw_path"].decode("ascii", "replace").partition("?")[0]
    node = thing_iri(about, raw.partition("/id/")[2])
    kind = chosen(request.headers.get("accept"), ["text/turtle", *GRAPHS, _HTML])
    if kind is None:
        return refused(406, f"可用格式 (available): {_HTML}, {', '.join(GRAPHS)}")
    try:
        answer = await about.ask(Question(_ABOUT.format(node=f"<{node}>"), graph=GRAPHS.get(kind, "turtle")))
        if not answer.rows:
            return refused(404, f"图谱里没有 {node} (not in the graph)")
        if kind == _HTML:
            return await thing_page(request, node)
    except UnansweredError as error:
        return failure(error)
    return Response(answer.data, media_type=media_type(answer.form, GRAPHS), headers={"Vary": "Accept"})


async def graph(request: Request) -> Response:
    """A graph by the SPARQL 1.1 Graph Store HTTP Protocol, for reading: `?default` or `?graph=IRI`."""
    named, default = request.query_params.getlist("graph"), "default" in request.query_params
    if len(named) + default != 1:
        return refused(400, "请用 ?default 或 ?graph=IRI 指明一个图 (name one graph)")
    kind = chosen(request.headers.get("accept"), GRAPHS)
    if kind is None:
        return refused(406, f"可用格式 (available): {', '.join(GRAPHS)}")
    about, form = context(request), GRAPHS[kind]
    if default and form == "turtle" and (about.out / TURTLE).is_file():
        return FileResponse(about.out / TURTLE, media_type="text/turtle", headers={"Vary": "Accept"})
    try:
        answer = await about.ask(Question(_EVERYTHING, graph=form, default_graphs=tuple(named)))
    except UnansweredError as error:
        return failure(error)
    if named and not answer.rows:
        return refused(404, f"没有图 {named[0]} (no such graph)")
    return Response(answer.data, media_type=media_type(form, GRAPHS), headers={"Vary": "Accept"})


async def vocabulary(request: Request) -> Response:
    """The ontology: a page for people, Turtle for programs."""
    if chosen(request.headers.get("accept"), ["text/turtle", _HTML]) == _HTML:
        return HTMLResponse(page(), headers={"Vary": "Accept"})
    return FileResponse(folder() / "edu.ttl", media_type="text/turtle")
