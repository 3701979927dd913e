"""The service on a free port of this machine, for tests with real clients."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from kg.server import application, guard
from kg.worker import Limits


@contextmanager
def served(out: Path, limits: Limits, origins: Sequence[str] = ()) -> Iterator[str]:
    """The address of the service over an output folder."""
    made = application(out, limits, workers=2, origins=origins)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(made, host="127.0.0.1", port=port, http=guard.Patient, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()
