"""The output folder's RDF: graph.ttl, graph.nq, the embedded store and the texts; opened, read back, and changed by document."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, QuadParser, RdfFormat, Store, parse

from kg import rdf
from kg.errors import InputError
from kg.model import Knowledge, Part
from kg.output import recover
from kg.rdf.places import document_key
from kg.rdf.reader import Texts, knowledge
from kg.rdf.sorting import Sorter
from kg.rdf.stream import nquads, records, turtle
from kg.terms import ID

TURTLE: Final = "graph.ttl"
NQUADS: Final = "graph.nq"
STORE: Final = "store"
_DATABASE: Final = f"{STORE}/oxigraph"
_TEXTS: Final = f"{STORE}/texts"
_LOADED: Final = 8 * 1024 * 1024
"""Bytes of lines that are loaded at once: a piece takes some nine times its size, and larger ones load hardly faster."""
_AT_ONCE: Final = 2
"""Pieces that are loaded at once at most: each keeps a core busy, and takes its memory."""
_LONGEST: Final = 255
"""Bytes that a file's name may have."""


def write(told: Knowledge, out: Path, base: str = ID) -> None:
    """Write graph.ttl, graph.nq and store/ into the folder, which holds none of them yet.

    In the store every statement stands in the default graph and in its document's named graph: queries over
    the union of named graphs lose 90-fold on OPTIONAL.
    """
    named = ((graph, list(records(said))) for graph, said in sorted(rdf.named_graphs(told, base)))
    write_graphs(((nquads(graph, lines), lines) for graph, lines in named), out, base)
    for part in told.parts:
        keep_text(out, part.document.name, part.document.text)


def write_graphs(
    graphs: Iterable[tuple[bytes, Iterable[bytes]]],
    out: Path,
    base: str = ID,
    meanwhile: Callable[[], object] = lambda: None,
    *,
    jobs: int = 1,
) -> None:
    """Write graph.ttl, graph.nq and the database of named graphs, each as N-Quads and as records, in order of their IRIs.

    `meanwhile` is done while the database loads; `jobs` bounds the threads that load it. What does not fit into memory is
    sorted in a folder beside `out`. Raises OSError where the disk is full.
    """
    (out / STORE).mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=out.parent, prefix="sorting-") as folder,
        _loading(out / _DATABASE, jobs) as load,
    ):
        lines = Sorter(Path(folder), "records")
        with (out / NQUADS).open("wb") as file:
            for quads, told in graphs:
                file.write(quads)
                load.add(quads, RdfFormat.N_QUADS)
                lines.add(told)
        _save(out / TURTLE, turtle(lines, base, Path(folder), lambda said: load.add(said, RdfFormat.N_TRIPLES)))
        load.end()
        meanwhile()


class _Load:
    """Loads a database in threads of its own, while more is written and Ctrl-C is heard.

    Few loads at a time, of limited size: the loader takes some four times as much memory as it is given.
    """

    def __init__(self, database: Path, threads: Executor, most: int) -> None:
        self._threads, self._most = threads, most
        self._waiting: dict[RdfFormat, list[bytes]] = {}
        self._size = 0
        self._running: deque[Future[None]] = deque()
        self._ending: Future[None] | None = None
        self._database = threads.submit(Store, database)

    def add(self, lines: bytes, form: RdfFormat) -> None:
        """More whole lines. Raises OSError where the disk is full."""
        self._waiting.setdefault(form, []).append(lines)
        self._size += len(lines)
        if self._size > _LOADED:
            self._start()

    def _start(self) -> None:
        if len(self._running) == self._most:
            self._running.popleft().result()
        waiting, self._waiting, self._size = self._waiting, {}, 0
        self._running.append(self._threads.submit(_loaded, self._database.result(), waiting))

    def end(self) -> None:
        """Begin to load the last of it, and to put all on disk."""
        self._start()
        self._ending = self._threads.submit(_finished, self._database.result(), tuple(self._running))

    def finish(self) -> None:
        """Wait until all is loaded and on disk. Raises OSError where the disk is full."""
        if self._ending is not None:
            self._ending.result()

    def let_go(self) -> None:
        """Forget the database, so that its lock ends where an error keeps this object alive."""
        self._running.clear()
        self._ending = None
        self._waiting = {}
        self._database = Future()


@contextlib.contextmanager
def _loading(database: Path, jobs: int) -> Iterator[_Load]:
    most = min(_AT_ONCE, jobs)
    threads = ThreadPoolExecutor(most)
    load = _Load(database, threads, most)
    try:
        yield load
        load.finish()
    except Exception as error:
        # The lock ends with the last reference: those of the error's frames, and those of the threads, which may still be on their way out.
        load.let_go()
        traceback.clear_frames(error.__traceback__)
        threads.shutdown(wait=True)
        raise
    finally:
        load.let_go()
        threads.shutdown(wait=False)  # Ctrl-C waits for nothing


def _loaded(database: Store, waiting: Mapping[RdfFormat, Sequence[bytes]]) -> None:
    for form, pieces in waiting.items():
        database.bulk_load(b"".join(pieces), form, lenient=True)


def _finished(database: Store, running: Iterable[Future[None]]) -> None:
    for one in running:
        one.result()
    database.optimize()
    database.flush()


def keep_text(out: Path, name: str, text: str) -> None:
    """Keep a document's text, which every offset refers to."""
    path = out / _TEXTS / _text_name(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))


def texts(path: Path) -> Texts:
    """The texts that an output folder keeps; None for each where the path is no such folder."""
    recover(path)

    def text(name: str) -> str | None:
        kept = path / _TEXTS / _text_name(name)
        return kept.read_bytes().decode("utf-8", "surrogatepass") if kept.is_file() else None

    return text


def _text_name(name: str) -> PurePosixPath:
    """A relative path that stays below its folder, whatever the name: keys have no dot segments and no empty first one."""
    key = PurePosixPath(f"{document_key(name).lstrip('/')}.txt")
    if any(len(part.encode()) > _LONGEST for part in key.parts):
        key = PurePosixPath(f"{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()}.txt")
    return key


def read(path: Path) -> Knowledge:
    """The knowledge of an output folder or of an RDF file, as far as RDF tells it. Raises InputError."""
    try:
        return knowledge(quads(path), texts(path))
    except (SyntaxError, ValueError) as error:
        raise InputError(f"{path} 不能读回为图谱：{error}", exit_code=1) from error


def quads(path: Path) -> QuadParser:
    """The quads of an output folder's graph.nq or of an RDF file, in file order. Raises InputError; iterating raises SyntaxError."""
    file, form = rdf_file(path)
    return parse(path=file, format=form)


def rdf_file(path: Path) -> tuple[Path, RdfFormat]:
    """The RDF file that a path means, and its syntax by the suffix. Raises InputError."""
    recover(path)
    file = next((path / name for name in (NQUADS, TURTLE) if (path / name).is_file()), None) if path.is_dir() else path
    if file is None:
        raise InputError(f"{path} 不是图谱文件夹：没有 {NQUADS} 或 {TURTLE}。请先运行 kg build … -o {path}")
    if not file.is_file():
        raise InputError(f"没有文件 {path}")
    form = RdfFormat.from_extension(file.suffix[1:].lower())
    if form is None:
        raise InputError(f"{path} 不是 RDF 文件：后缀应为 .ttl .nq .nt .trig .rdf .jsonld")
    return file, form


def opened(path: Path) -> Store:
    """The store of an output folder, read only; of an RDF file, a store in memory. Raises InputError."""
    recover(path)
    if path.is_dir() and (path / _DATABASE).is_dir():
        try:
            return Store.read_only(str(path / _DATABASE))
        except OSError as error:
            raise InputError(f"{path} 的库打不开：{error}", exit_code=1) from error
    file, form = rdf_file(path)
    loaded = Store()
    try:
        loaded.bulk_load(path=file, format=form)
        if form.supports_datasets:
            loaded.bulk_extend(
                Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in parse(path=file, format=form)
            )
    except SyntaxError as error:
        raise InputError(f"{path} 不是合法的 RDF：{error}", exit_code=1) from error
    return loaded


def replace_document(out: Path, part: Part, base: str = ID) -> None:
    """Put a document's statements in the place of those that its named graph holds: one transaction, of what differs alone."""
    _change(out, rdf.graph_of(part.document.name, base), set(rdf.quads(part, base)))
    keep_text(out, part.document.name, part.document.text)


def remove_document(out: Path, name: str, base: str = ID) -> None:
    """Take a document's named graph away, and from the default graph what no other document tells."""
    _change(out, rdf.graph_of(name, base), set())
    (out / _TEXTS / _text_name(name)).unlink(missing_ok=True)


def _change(out: Path, graph: str, wanted: set[Quad]) -> None:
    database = Store(out / _DATABASE)
    held = set(database.quads_for_pattern(None, None, None, NamedNode(graph)))
    gone, new = held - wanted, wanted - held
    lost = [quad for quad in gone if not _told_elsewhere(database, quad)]
    removed = _data(graph, gone, lost)
    added = _data(graph, new, new)
    if gone or new:
        database.update(f"DELETE DATA {{ {removed} }};\nINSERT DATA {{ {added} }}")
        database.flush()


def _told_elsewhere(database: Store, quad: Quad) -> bool:
    """Whether another named graph states the same."""
    same = database.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
    return any(other.graph_name not in {quad.graph_name, DefaultGraph()} for other in same)


def _data(graph: str, named: Iterable[Quad], default: Iterable[Quad]) -> str:
    """The triples of a named and of the default graph as SPARQL Update writes them."""
    told, plain = ("".join(f"{quad.triple} .\n" for quad in quads) for quads in (named, default))
    return f"GRAPH <{graph}> {{\n{told}}}\n{plain}"


def _save(path: Path, pieces: Iterator[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(pieces)
