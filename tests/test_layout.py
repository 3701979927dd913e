"""Where nodes stand: apart, near what they are linked to, the same everywhere and nearly the same after a small change."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from kg.model import Knowledge
from kg.terms import FactType
from kg.view.communities import LARGEST, MOST, communities, grouped
from kg.view.forces import UNIT, apart, asunder, spiral
from kg.view.layout import Layout, layout
from kg.view.scene import Link, scene
from tests.enlarged import enlarged
from tests.samples import GOLD, knowledge_from_gold


def _laid(knowledge: Knowledge) -> tuple[dict[str, tuple[float, float]], Layout]:
    shown = scene(knowledge)
    made = layout([node.name for node in shown.nodes], shown.links, shown.homes, whole=True)
    return {node.id: (x, y) for node, (x, y) in zip(shown.nodes, made.places.tolist(), strict=True)}, made


def test_boxes_are_parted() -> None:
    points = spiral(30, 10 * UNIT)
    halves = np.tile(np.array([40.0, 15.0]) * UNIT, (30, 1))
    placed = apart(points, halves, rounds=400)
    gaps = np.abs(placed[:, None] - placed[None])
    over = ((halves[:, None] + halves[None] - gaps) > UNIT).all(axis=2)
    assert over.sum() - len(points) == 0


def test_discs_are_parted() -> None:
    radii = np.linspace(10, 60, 25) * UNIT
    placed = asunder(spiral(25, 4 * UNIT), radii, rounds=900)
    gaps = np.sqrt(((placed[:, None] - placed[None]) ** 2).sum(axis=2)) + np.eye(25) * 1e9
    assert (gaps - radii[:, None] - radii[None]).min() > -2 * UNIT


def test_no_two_nodes_share_a_place() -> None:
    places, _ = _laid(knowledge_from_gold(GOLD / "seed", GOLD / "tuned"))
    assert len(set(places.values())) == len(places)


def test_linked_nodes_stand_nearer_than_others() -> None:
    shown = scene(knowledge_from_gold(GOLD / "seed", GOLD / "tuned"))
    places = layout([n.name for n in shown.nodes], shown.links, shown.homes, whole=True).places
    linked = np.array([np.hypot(*(places[e.source] - places[e.target])) for e in shown.links])
    ends = sorted({end for e in shown.links for end in (e.source, e.target)})
    every = np.array([np.hypot(*(places[a] - places[b])) for a, b in zip(ends, ends[len(ends) // 2 :], strict=False)])
    assert np.median(linked) < np.median(every) / 4


@pytest.mark.parametrize("dropped", [3, 40, 77, 110])
def test_a_small_change_moves_little(dropped: int) -> None:
    whole = knowledge_from_gold()
    part = whole.parts[0]
    less = Knowledge((replace(part, facts=part.facts[:dropped] + part.facts[dropped + 1 :]),))
    before, _ = _laid(whole)
    after, _ = _laid(less)
    old, new = (np.array([places[key] for key in sorted(before)]) for places in (before, after))
    far = np.hypot(*(old - new).T) > np.hypot(*np.ptp(old, axis=0)) / 10
    assert far.mean() < 0.25


def test_the_same_under_every_hash_seed() -> None:
    script = (
        "import hashlib; from kg.view import page; from tests.samples import knowledge_from_gold;"
        "print(hashlib.sha256(page(knowledge_from_gold()).encode()).hexdigest())"
    )
    found = {
        subprocess.run(  # noqa: S603 — a fixed command
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, threads in (("1", "1"), ("2", "2"))
    }
    assert len(found) == 1


def test_communities_for_an_overview_are_few_and_hold_all() -> None:
    shown = scene(enlarged(knowledge_from_gold(GOLD / "seed", GOLD / "tuned"), 3000))
    pairs = sorted({(min(e.source, e.target), max(e.source, e.target)) for e in shown.links})
    groups = grouped(communities(len(shown.nodes), pairs), pairs, shown.homes)
    assert sorted(node for group in groups for node in group) == list(range(len(shown.nodes)))
    assert len(groups) <= MOST
    assert max(map(len, groups)) <= LARGEST


def test_a_giant_hub_is_cut_into_pieces_that_can_be_drawn() -> None:
    pairs = [(0, node) for node in range(1, 5000)]
    groups = grouped(communities(5000, pairs), pairs, [0] * 5000)
    assert max(map(len, groups)) <= LARGEST
    assert sum(map(len, groups)) == 5000


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(("count", "ends"), [(0, ()), (1, ()), (2, ()), (2, ((0, 1),)), (40, ((0, 1), (5, 6), (6, 7)))])
def test_small_and_loose_graphs(count: int, ends: tuple[tuple[int, int], ...], whole: bool) -> None:
    links = [Link(a, b, FactType.ORGANIZES, ()) for a, b in ends]
    made = layout(["名称"] * count, links, [0] * count, whole=whole)
    assert made.places.shape == (count, 2)
    assert len(made.community) == count
    assert np.isfinite(made.places).all()
