"""RDF: the same triples in every syntax and reader, the same bytes in every order, hostile text included."""

from __future__ import annotations

import dataclasses
import random

import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, parse

from kg import rdf
from kg.model import Document, Entity, Fact, Knowledge, Mention, Merge, Named, Part, Span, Utterance
from kg.rdf.ranks import rank_order
from kg.rdf.syntax import date, iri, number
from kg.terms import EDU, ID, EntityType, FactType, Kind, Role, TurnRole
from tests.samples import GOLD, knowledge_from_gold

HOSTILE = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cs",)),
        st.sampled_from("\\\"'<>{}|^`\n\r\t\x00\x08\x0c\x7f\u00a0\u3000\u202e\ufeff\ue000\ufffe.:;,#/?%&@一“”（）学校"),
    ),
    min_size=1,
    max_size=12,
)


def one(name: str = "甲小学", *, file: str = "a.txt", text: str = "甲小学获奖", **args: object) -> Knowledge:
    """One document that names one school and tells that it won something."""
    school = Entity(f"school/320404/{name}", EntityType.SCHOOL, Kind.PRIMARY_SCHOOL, name, (f"{name}'",), "320404")
    fact = Fact(
        "f1",
        FactType.AWARD,
        {Role.RECIPIENT: school.id, **{Role(k): v for k, v in args.items()}},
        (Span(0, len(text)),),
        "r",
        0.5,
    )
    mention = Named(Mention(Span(0, 1), text[:1], EntityType.SCHOOL, "names.x", 0.75), school.id)
    document = Document(file, text, "2019-10", "320404", (Span(0, len(text)),), title=name)
    return Knowledge((Part(document, (school,), (mention,), (fact,)),))


def by_oxigraph(data: bytes, form: RdfFormat) -> set[tuple[object, object, object]]:
    return {(t.subject, t.predicate, t.object) for t in parse(data, form)}


def by_rdflib(data: bytes, form: str) -> set[tuple[object, object, object]]:
    """Rdflib's triples as pyoxigraph's terms."""
    graph = rdflib.Graph().parse(data=data.decode(), format=form)
    return {(_term(s), _term(p), _term(o)) for s, p, o in graph}


def _term(node: object) -> object:
    if isinstance(node, rdflib.Literal):
        datatype = NamedNode(str(node.datatype)) if node.datatype and not node.language else None
        return Literal(str(node), language=node.language) if node.language else Literal(str(node), datatype=datatype)
    return BlankNode(str(node)) if isinstance(node, rdflib.BNode) else NamedNode(str(node))


def turtle_of(knowledge: Knowledge, base: str = ID) -> bytes:
    return b"".join(rdf.turtle_chunks(rdf.union(knowledge, base), base))


def ntriples_of(knowledge: Knowledge) -> bytes:
    return b"".join(rdf.ntriples_chunks(rdf.union(knowledge)))


def nquads_of(knowledge: Knowledge) -> bytes:
    return b"".join(rdf.nquads_chunks(rdf.named_graphs(knowledge)))


@pytest.fixture(scope="module")
def seed() -> Knowledge:
    return knowledge_from_gold()


def test_the_seed_reads_alike_in_every_syntax_and_reader(seed: Knowledge) -> None:
    turtle = turtle_of(seed)
    ntriples = ntriples_of(seed)
    triples = by_oxigraph(ntriples, RdfFormat.N_TRIPLES)
    assert len(triples) == ntriples.count(b"\n") > 4000
    assert by_oxigraph(turtle, RdfFormat.TURTLE) == triples
    assert by_rdflib(turtle, "turtle") == triples
    assert {(q.subject, q.predicate, q.object) for q in rdf.quads(seed.parts[0])} == triples


@given(name=HOSTILE, word=HOSTILE, file=HOSTILE)
@example(name="##", word="##", file="##")
@settings(max_examples=150)
def test_hostile_text_reads_alike_in_every_syntax_and_reader(name: str, word: str, file: str) -> None:
    knowledge = one(name, file=file, text=word, rank=word, category=name, competition=f"competition/100000/{word}")
    turtle = turtle_of(knowledge)
    triples = by_oxigraph(ntriples_of(knowledge), RdfFormat.N_TRIPLES)
    assert by_oxigraph(turtle, RdfFormat.TURTLE) == triples
    assert Literal(name, language="zh") in {o for _, _, o in triples}
    assert Literal(word) in {o for s, p, o in triples if isinstance(p, NamedNode) and p.value == f"{EDU}rank"}


@given(name=HOSTILE, word=HOSTILE)
@settings(max_examples=40)
def test_hostile_text_reads_alike_in_rdflib(name: str, word: str) -> None:
    knowledge = one(name, text=word, rank=word)
    turtle = turtle_of(knowledge)
    assert by_rdflib(turtle, "turtle") == by_oxigraph(turtle, RdfFormat.TURTLE)


def test_the_bytes_do_not_depend_on_the_order_of_what_is_given() -> None:
    told = knowledge_from_gold(GOLD / "seed", GOLD / "tuned")
    mixed = Knowledge(tuple(_shuffled(part) for part in random.Random(7).sample(told.parts, len(told.parts))))
    assert turtle_of(mixed) == turtle_of(told)
    assert nquads_of(mixed) == nquads_of(told)


def _shuffled(part: Part) -> Part:
    shuffle = random.Random(3)
    return dataclasses.replace(
        part,
        entities=tuple(shuffle.sample(part.entities, len(part.entities))),
        facts=tuple(shuffle.sample(part.facts, len(part.facts))),
    )


def test_each_document_is_a_named_graph_and_their_union_is_the_turtle() -> None:
    told = knowledge_from_gold(GOLD / "seed", GOLD / "tuned")
    store = Store()
    store.load(nquads_of(told), RdfFormat.N_QUADS)
    assert {g.value for g in store.named_graphs()} == {rdf.graph_of(part.document.name) for part in told.parts}
    union = {(q.subject, q.predicate, q.object) for q in store}
    assert union == by_oxigraph(turtle_of(told), RdfFormat.TURTLE)


@pytest.mark.parametrize("left_out", range(8))
def test_a_passage_of_which_less_or_more_is_said_reads_alike(left_out: int) -> None:
    nif, passage = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#", f"<{ID}document/a.txt#char=3,5>"
    said = sorted((
        f'<{nif}anchorOf> "一小"',
        f'<{nif}beginIndex> "3"^^<http://www.w3.org/2001/XMLSchema#integer>',
        f'<{nif}endIndex> "5"^^<http://www.w3.org/2001/XMLSchema#integer>',
        f"<{nif}referenceContext> <{ID}document/a.txt>",
        f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{EDU}Passage>",
        f'<{EDU}confidence> "0.9"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        f'<{EDU}rule> "a"',
        f'<{EDU}rule> "b"',
    ))  # fmt: skip
    for statements in (
        {passage: said[:left_out] + said[left_out + 1 :]},
        {passage: said[: left_out + 1]},
        {passage: said[left_out:]},
    ):
        turtle = b"".join(rdf.turtle_chunks(statements, ID))
        lines = b"".join(rdf.ntriples_chunks(statements))
        assert {str(q) for q in parse(turtle, RdfFormat.TURTLE)} == {str(q) for q in parse(lines, RdfFormat.N_TRIPLES)}


def test_turtle_is_readable() -> None:
    text = turtle_of(one(rank="一等奖", competition="competition/320404/合唱比赛", category="小学组")).decode()
    assert text.startswith(f"@base <{ID}> .\n@prefix dcterms:")
    block = next(b for b in text.split("\n\n") if b.startswith("<school/320404/甲小学> "))
    assert (
        block
        == """<school/320404/甲小学> a edu:PrimarySchool, edu:School ;
    rdfs:label "甲小学"@zh ;
    skos:altLabel "甲小学'"@zh ;
    edu:jurisdiction <place/320404/钟楼区> ;
    edu:mention <document/a.txt#char=0,1> ;
    edu:mentionedIn <document/a.txt> ;
    edu:received <prize/320404/合唱比赛/小学组/一等奖> ."""
    )
    after = text[text.index(block) + len(block) :]
    assert after.startswith("\n\n<award-result/f1> a edu:AwardResult ;"), "a fact stands below whom it is about"
    assert "edu:rankOrder 1 ;" in text
    assert "edu:confidence 0.5 ;" in text


def test_areas_come_with_their_chain() -> None:
    triples = ntriples_of(one()).decode()
    assert f"<{ID}place/320404/钟楼区> <{EDU}within> <{ID}place/320400/常州市> ." in triples
    assert f"<{ID}place/320400/常州市> <{EDU}within> <{ID}place/320000/江苏省> ." in triples
    assert f"<{ID}place/320000/江苏省> <{EDU}within> <{ID}place/100000/中国> ." in triples


def test_a_base_is_settable() -> None:
    base = "https://example.org/图谱/"
    text = turtle_of(one(), base).decode()
    assert text.startswith(f"@base <{base}> .\n")
    assert f"@prefix id: <{base}> .\n" in text
    subjects = {t.subject for t in parse(text.encode(), RdfFormat.TURTLE)}
    assert NamedNode(f"{base}school/320404/甲小学") in subjects


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("2019", f'"2019"^^<{rdflib.XSD.gYear}>'),
        ("2019-09", f'"2019-09"^^<{rdflib.XSD.gYearMonth}>'),
        ("2019-09-01", f'"2019-09-01"^^<{rdflib.XSD.date}>'),
        ("2019-02-30", '"2019-02-30"'),
        ("2019-13", '"2019-13"'),
    ],
)
def test_dates_are_typed_by_their_precision(value: str, written: str) -> None:
    assert date(value) == written


def test_a_period_has_start_and_end() -> None:
    text = turtle_of(one(date="2019-01/2019-06")).decode()
    assert (
        '<period/2019-01--2019-06> a dcterms:PeriodOfTime ;\n    schema:endDate "2019-06"^^xsd:gYearMonth ;\n    schema:startDate "2019-01"^^xsd:gYearMonth .'
        in text
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [(3, "3"), (9.1, "9.1"), (2.0, "2"), (1e-7, "0.0000001"), (1e22, "10000000000000000000000"), (-0.5, "-0.5")],
)
def test_numbers_are_canonical(value: float, written: str) -> None:
    kind = rdflib.XSD.integer if isinstance(value, int) else rdflib.XSD.decimal
    assert number(value) == f'"{written}"^^<{kind}>'


def test_what_is_no_number_is_a_string() -> None:
    assert number(float("nan")) == '"nan"'


@pytest.mark.parametrize(
    ("local", "written"),
    [
        ("a/../b", "a/%2E%2E/b"),
        ("a b", "a%20b"),
        ("a%zz", "a%25zz"),
        ("a%20", "a%20"),
        (".", "%2E"),
        ("a#char=0,1", "a#char=0,1"),
        ("##a#char=0,1", "%23%23a#char=0,1"),
        ("a\u2028\u202e\u200f\u200d", "a%E2%80%A8%E2%80%AE%E2%80%8F\u200d"),
    ],
)
def test_ids_become_iris(local: str, written: str) -> None:
    assert iri(ID, local) == f"<{ID}{written}>"


@pytest.mark.parametrize(
    ("rank", "order"),
    [
        ("一等奖", 1),
        ("特等奖", 0),
        ("并列第五名", 5),
        ("第十二名", 12),
        ("第二", 2),
        ("季军", 3),
        ("银牌", 2),
        ("优秀奖", None),
        ("前三名", None),
    ],
)
def test_ranks_have_an_order(rank: str, order: int | None) -> None:
    assert rank_order(rank) == order


def test_a_merge_tells_names_reason_and_where_it_is_said() -> None:
    merge = Merge("school/320404/甲小学", ("甲小学", "甲小"), "short-form", 0.9, "a.txt", Span(0, 3))
    told = dataclasses.replace(
        one(), merges=(merge,), proposals=(dataclasses.replace(merge, document=None, evidence=None),)
    )
    text = turtle_of(told).decode()
    assert 'edu:mergedName "甲小", "甲小学" ;' in text
    assert "a edu:MergeProposal ;" in text
    assert 'nif:anchorOf "甲小学" ;' in text
    assert f"<{ID}identity>".encode() in nquads_of(told)


def test_turns_tell_role_time_speaker_and_what_they_answer() -> None:
    turns = (
        Utterance(Span(0, 2), "2019-10-31T10:30:33", TurnRole.HOST),
        Utterance(Span(2, 5), None, TurnRole.GUEST, "甲", ("甲", "乙"), 0),
    )
    base = one()
    document = dataclasses.replace(base.parts[0].document, utterances=turns)
    person = Entity("person/320404/甲", EntityType.PERSON, None, "甲")
    part = dataclasses.replace(base.parts[0], document=document, entities=(*base.parts[0].entities, person))
    text = turtle_of(Knowledge((part,))).decode()
    block = next(b for b in text.split("\n\n") if b.startswith("<document/a.txt#char=2,5>"))
    assert block.split(" ;\n    ") == [
        "<document/a.txt#char=2,5> a edu:Utterance",
        "edu:answers <document/a.txt#char=0,2>",
        "edu:position 2",
        "edu:possibleSpeaker <person/320404/甲>",
        'edu:possibleSpeakerName "乙"',
        "edu:speaker <person/320404/甲>",
        'edu:turnRole "guest"',
        "edu:utteranceOf <document/a.txt>",
        "nif:beginIndex 2",
        "nif:endIndex 5 .",
    ]
