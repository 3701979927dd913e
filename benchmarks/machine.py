"""The machine that a benchmark runs on, as its first line tells it."""

from __future__ import annotations

import os
import platform

CORES = os.cpu_count() or 1


def told() -> str:
    """Processor, cores, how busy they are, and Python."""
    return f"{platform.machine()}, {CORES} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}"
