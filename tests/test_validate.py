"""SHACL: the seed conforms, each broken graph fails where pySHACL says so, with node, rule and evidence named."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pyshacl
import pytest
import rdflib
from pyoxigraph import RdfFormat, Store

from kg import rdf, store, validate
from kg.errors import InputError
from kg.model import Knowledge
from kg.ontology import folder, ontology
from kg.shapes import SH, ShapeError, constraints
from kg.terms import EDU, ID, FactType, Role
from tests.samples import GOLD, knowledge_from_gold

SHAPES = rdflib.Graph().parse(folder() / "shapes.ttl")


def small() -> str:
    """A tuned document's first award and construction, or the like: few facts, so that pySHACL is quick."""
    part = knowledge_from_gold().parts[0]
    facts = [f for f in part.facts if f.id in _SOME]
    used = {str(v) for f in facts for v in f.args.values()}
    document = dataclasses.replace(part.document, utterances=part.document.utterances[:2])
    entities = tuple(e for e in part.entities if e.id in used)
    mentions = tuple(m for m in part.mentions if m.entity in used)[:3]
    told = Knowledge(
        (dataclasses.replace(part, document=document, entities=entities, mentions=mentions, facts=tuple(facts)),)
    )
    return b"".join(rdf.ntriples_chunks(rdf.union(told))).decode()


def _one_of_each_type() -> frozenset[str]:
    told = knowledge_from_gold().parts[0].facts
    wanted = {FactType.AWARD: {Role.RECIPIENT, Role.COMPETITION, Role.RANK}, FactType.CONSTRUCTION: {Role.STATUS}}
    facts = [f for f in told if wanted.get(f.type, set()) <= f.args.keys() and Role.PROGRESS not in f.args]
    return frozenset({f.type: f.id for f in facts if Role.DATE not in f.args}.values())


_SOME = _one_of_each_type()
GOOD = small()


def loaded(ntriples: str) -> Store:
    graph = Store()
    graph.load(ntriples.encode(), RdfFormat.N_TRIPLES)
    return graph


def by_pyshacl(ntriples: str) -> set[tuple[str, str]]:
    """Focus node and constraint component of each violation."""
    _, report, _ = pyshacl.validate(rdflib.Graph().parse(data=ntriples, format="nt"), shacl_graph=SHAPES)
    sh = rdflib.Namespace(SH)
    results = report.subjects(rdflib.RDF.type, sh.ValidationResult)
    return {
        (str(report.value(r, sh.focusNode)), str(report.value(r, sh.sourceConstraintComponent))[len(SH) :])
        for r in results
    }


def by_us(ntriples: str) -> set[tuple[str, str]]:
    return {(v.node, v.constraint.component) for v in validate.check(loaded(ntriples)).violations}


def without(*words: str) -> str:
    lines = GOOD.splitlines(keepends=True)
    kept = [line for line in lines if not all(word in line for word in words)]
    assert len(kept) < len(lines)
    return "".join(kept)


def changed(*words: str, old: str, new: str) -> str:
    lines = [
        line.replace(old, new) if all(w in line for w in words) else line for line in GOOD.splitlines(keepends=True)
    ]
    assert "".join(lines) != GOOD
    return "".join(lines)


def added(subject: str, predicate: str, value: str) -> str:
    node = next(line for line in GOOD.splitlines() if subject in line.split(" ", 1)[0]).split(" ", 1)[0]
    return f"{GOOD}{node} <{EDU}{predicate}> {value} .\n"


def said_of_a(kind: str, predicate: str, *values: str) -> str:
    """The good graph with something more said of a thing of the class."""
    node = next(line for line in GOOD.splitlines() if line.endswith(f"#type> <{EDU}{kind}> .")).split(" ", 1)[0]
    return GOOD + "".join(f"{node} <{EDU}{predicate}> {value} .\n" for value in values)


BROKEN = {
    "no evidence": without("/construction/", "#evidence>"),
    "no rule": without("/award-result/", "#rule>"),
    "confidence above 1": changed("/post/", "#confidence>", old='"1"', new='"1.5"'),
    "no recipient": without("/award-result/", "#recipient>"),
    "two recipients": added("/award-result/", "recipient", f"<{ID}school/320404/另一小学>"),
    "a rank that is no string": changed(
        "/award-result/", "#rank>", old=" .", new="^^<http://www.w3.org/2001/XMLSchema#integer> ."
    ),
    "an unknown status": changed("/construction/", "#status>", old="> .", new="ish> ."),
    "progress above 1": added("/construction/", "progress", '"70"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
    "a day that is none": added("/construction/", "date", '"someday"'),
    "a date in the far future": added("/award-result/", "date", '"2919"^^<http://www.w3.org/2001/XMLSchema#gYear>'),
    "a quotation that was cut": changed("#anchorOf>", old='" .', new='…" .'),
    "a passage without document": without("#char=", "#referenceContext>"),
    "offsets that are swapped": changed("#beginIndex>", old='"^^', new='99999"^^'),
    "no direct triple": without("#organizes> <"),
    "no shortcut": without("#holdsPostAt>"),
    "no shortcut to the award": without("#received>"),
    "a campus that is a campus of a person": changed("#campusOf>", old="/group/", new="/person/"),
    "a thing without a label": without("/campus/", "#label>"),
    "two jurisdictions": added("/campus/", "jurisdiction", f"<{ID}place/100000/中国>"),
    "an area with a bad code": changed("#code>", old='"320404"', new='"3204"'),
    "a turn of nobody": changed("#turnRole>", old='"host"', new='"audience"'),
    "a document without source": without("/document/", "dc/terms/source>"),
    "a document whose digest is none": changed("#sha256>", old='> "', new='> "x'),
    "a kind without its class": without("/school/", "#type> <https://w3id.org/jiaopu/ns#School>"),
    "a level of our own making": f"{GOOD}<{EDU}Galactic> <{rdflib.RDF.type}> <{EDU}Level> .\n",
    "a status of our own making": f"{GOOD}<{EDU}Dreamt> <{rdflib.RDF.type}> <{EDU}ConstructionStatus> .\n",
    "an issuer without a name": said_of_a("Document", "issuerName", '""'),
    "a turn with two speakers' names": said_of_a("Utterance", "speakerName", '"甲"', '"乙"'),
    "a place in the original that is a number": said_of_a("Passage", "place", f'"3"^^<{rdflib.XSD.integer}>'),
    "an observation without value": without("/observation/", "#value>"),
}


def test_the_good_graph_conforms_in_both_engines() -> None:
    assert by_us(GOOD) == by_pyshacl(GOOD) == set()


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_graph_fails_where_pyshacl_says_so(name: str) -> None:
    ours = by_us(BROKEN[name])
    assert ours
    assert ours == by_pyshacl(BROKEN[name])


def test_the_seed_and_the_tuned_documents_conform(tmp_path: Path) -> None:
    store.write(knowledge_from_gold(GOLD / "seed", GOLD / "tuned"), tmp_path)
    assert [str(v) for v in validate.validate(tmp_path).violations] == []


def test_a_violation_names_node_rule_and_evidence() -> None:
    (violation,) = (v for v in validate.check(loaded(BROKEN["progress above 1"])).violations if v.constraint.path)
    told = str(violation).splitlines()
    assert told[0].startswith("construction/")
    assert told[0].endswith(" · 完成比例 = 70")
    assert told[1] == "    完成比例须在 0 与 1 之间 (progress lies between 0 and 1)"
    assert told[2] == "    规则 rule: gold"
    assert told[3].startswith("    证据 evidence: “")


def test_a_rule_that_is_often_broken_is_told_once_with_its_number() -> None:
    told = list(validate.check(loaded(without("#confidence>"))).text(2))
    (head,) = (line for line in told if line.startswith("Fact · "))
    number = int(head.rpartition(" × ")[2])
    assert head.startswith("Fact · 置信度：置信度须在 0 与 1 之间 (a confidence lies between 0 and 1)")
    assert number > 2
    at = told.index(head)
    assert told[at + 3] == f"    … 另有 {number - 2} 处，见 -o 或 --all ({number - 2} more)"


def test_the_report_is_a_shacl_report() -> None:
    report = validate.check(loaded(BROKEN["no rule"]))
    graph = rdflib.Graph().parse(data=report.turtle(), format="turtle")
    sh = rdflib.Namespace(SH)
    (head,) = graph.subjects(rdflib.RDF.type, sh.ValidationReport)
    assert graph.value(head, sh.conforms).toPython() is False
    (result,) = graph.objects(head, sh.result)
    assert str(graph.value(result, sh.resultPath)) == f"{EDU}rule"
    assert {m.language for m in graph.objects(result, sh.resultMessage)} == {"zh", "en"}
    assert b"sh:conforms true" in validate.check(loaded(GOOD)).turtle()


def test_each_constraint_speaks_chinese_and_english() -> None:
    assert all(set(c.messages) == {"zh", "en"} for c in constraints(folder() / "shapes.ttl"))


def test_every_class_and_every_property_has_a_shape() -> None:
    targets = {str(t) for t in SHAPES.objects(None, rdflib.URIRef(f"{SH}targetClass"))}
    abstract = {"Agent", "Activity", "Fact"}
    assert {term.local for term in ontology().classes() if term.iri not in targets} == abstract
    used = {str(p) for name in ("path", "targetSubjectsOf") for p in SHAPES.objects(None, rdflib.URIRef(f"{SH}{name}"))}
    annotations = {p.iri for p in ontology().properties() if p.is_a(str(rdflib.OWL.AnnotationProperty))}
    assert {p.iri for p in ontology().properties()} - annotations <= used


def test_a_shape_that_is_not_understood_is_refused(tmp_path: Path) -> None:
    text = f"@prefix sh: <{SH}> . <s> a sh:NodeShape ; sh:targetClass <c> ; sh:property [ sh:path <p> ; sh:uniqueLang true ] ."
    (tmp_path / "s.ttl").write_text("@base <http://x/> ." + text, encoding="utf-8")
    with pytest.raises(ShapeError, match="uniqueLang"):
        constraints(tmp_path / "s.ttl")


def test_what_is_no_graph_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有文件"):
        validate.validate(tmp_path / "absent.ttl")
