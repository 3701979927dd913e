"""Resolution of any number of documents: what grows with them waits on disk, and what may be one thing is looked at together.

The entities are those of `resolve.resolution`, which holds all documents.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from functools import partial
from itertools import chain
from pathlib import Path

from kg.decisions import Decision
from kg.forming import Formed, joined_forms, laid
from kg.gathered import Entities, Found
from kg.identity.across import told_apart
from kg.identity.alike import digest, spoken_of, thing_of, told_form
from kg.identity.decided import Decided
from kg.identity.link import Link
from kg.identity.ties import Ties, alike, distinct
from kg.model import Merge
from kg.processes import Share, alone, batches
from kg.resolve import in_order, is_decided, merge_of, proposal
from kg.shelf import Shelf

TOGETHER = 1 << 14
"""Forms up to which all are looked at together: to find which may be one thing costs more than their memory."""
_APIECE = 1 << 12
"""Of more forms, how many are looked at together, or more where they may be one thing."""


class Gathering:
    """Takes the things of each document, in order of name, then tells which entities they are. To be closed.

    What `share` does of it other processes may do.
    """

    def __init__(self, folder: Path, decisions: Sequence[Decision], decided: Decided, share: Share = alone) -> None:
        self._decisions, self._decided, self._share = decisions, decided, share
        self._open = ExitStack()
        self._forms, self._people, self._mentions, *entities = (
            self._open.enter_context(closing(Shelf(folder / name)))
            for name in ("forms", "people", "mentions", "entities", "ranks")
        )
        self._entities = Entities(*entities)
        self._ties = self._open.enter_context(closing(Ties(folder / "ties")))
        self._names: list[str] = []
        self._first = array("q")
        """The first thing of each document."""
        self._digests = array("q")
        self._persons, self._called = array("q"), array("q")
        """The things that are persons, and the digests of their names and areas."""
        self._links: list[tuple[int, Link]] = []
        self._likely: list[tuple[Link, int, int | None, str | None]] = []
        """What is only likely: the things by number, or instead of the second an area by its id."""
        self._asked: list[tuple[Link, str, str]] = []
        """The same between documents: the entities by their ids."""

    def close(self) -> None:
        """Close what is open."""
        self._open.close()

    def add(self, one: Formed) -> None:
        """The things that a document names. Raises OSError where the disk is full."""
        first = len(self._digests)
        self._names.append(one.name)
        self._first.append(first)
        for form in one.forms:
            self._forms.add(form)
            self._digests.append(digest(form))
        for person in one.people:
            self._persons.append(first + person.number)
            self._called.append(digest(person.called))
            self._people.add(person.form)
        self._mentions.add(b"[%b]" % b",".join(one.mentions))
        self._links += ((first + number, link) for number, link in one.links)
        self._likely += (
            (link, first + thing, None if other is None else first + other, area)
            for link, thing, other, area in one.likely
        )
        self._decided.used(*one.met)

    def resolved(self) -> Found:
        """The entities. Raises OSError where the disk is full."""
        told = self._told_apart()
        first, number = distinct(self._digests)
        things = array("q", first.tolist())
        of, merges = array("q", bytes(8 * len(things))), list[Merge]()
        pieces = (
            [(form, self._form(things[form], told), self._document(things[form])) for form in some]
            for some in self._together(things, told)
        )
        for joined in self._share(partial(joined_forms, decisions=self._decisions), pieces):
            for one in joined.ones:
                entity = self._entities.add(one.entity, one.key, one.rank)
                merges += (merge_of(one.key, link) for link in one.links)
                for form in one.forms:
                    of[form] = entity
            self._asked += joined.likely
            self._decided.used(*joined.met)
        self._entities.unite()
        named = array("q", (of[form] for form in number.tolist()))
        merges += (merge_of(self._entities[named[thing]].id, link) for thing, link in self._links)
        return Found(
            {name: place for place, name in enumerate(self._names)},
            self._mentions,
            array("q", [*self._first, len(named)]),
            named,
            self._entities,
            in_order(merges),
            in_order(one for one in self._proposed(named) if one),
        )

    def _proposed(self, named: Sequence[int]) -> Iterator[Merge | None]:
        """What is proposed, of the entities that the things are by now; `named` is the entity of each thing."""
        yield from (proposal(one, other, link, self._decided) for link, one, other in self._asked)
        for link, first, second, area in self._likely:
            one = self._entities[named[first]].id
            if second is not None:
                yield proposal(one, self._entities[named[second]].id, link, self._decided)
            elif not is_decided(one):
                yield proposal(one, area, link, self._decided)

    def _told_apart(self) -> dict[int, int]:
        """Persons who are told from their namesakes: where their forms are, by the numbers of the things."""
        told: dict[int, int] = {}
        for some in alike(self._called):
            numbers = [self._persons[place] for place in some]
            people = [thing_of(self._people[p], self._document(n)) for p, n in zip(some, numbers, strict=True)]
            likely = told_apart(people)
            number_of = {id(person.members[0][1]): number for number, person in zip(numbers, people, strict=True)}
            self._likely += ((one.link, number_of[id(one.one)], number_of[id(one.other)], None) for one in likely)
            for number, person in zip(numbers, people, strict=True):
                if person.qualifier is not None:
                    form = told_form(person, spoken_of(self._document(number), self._decisions))
                    told[number] = self._forms.add(form)
                    self._digests[number] = digest(form)
        return told

    def _together(self, first: Sequence[int], told: dict[int, int]) -> Iterator[list[int]]:
        """The numbers of the forms, with each all that it may be one thing with; `first` is the first thing of each."""
        if len(first) <= TOGETHER:
            yield list(range(len(first)))
            return
        forms = (self._form(thing, told) for thing in first)
        found = self._share(partial(laid, decisions=self._decisions), batches(forms, _APIECE))
        for form, places in enumerate(chain.from_iterable(found)):
            self._ties.add(form, places)
        yield from self._ties.together(len(first), min(TOGETHER, _APIECE))

    def _form(self, thing: int, told: dict[int, int]) -> bytes:
        return self._forms[told.get(thing, thing)]

    def _document(self, thing: int) -> str:
        return self._names[bisect_right(self._first, thing) - 1]
