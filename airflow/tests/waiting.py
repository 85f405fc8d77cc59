"""Waits for a condition with a limit, instead of sleeping."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_until(what: str, state: Callable[[], T], wanted: Callable[[T], object] = bool, seconds: float = 300) -> T:
    """Polls a state until it is as wanted, and returns it. Fails with the last state after the given time."""
    deadline = time.monotonic() + seconds
    while not wanted(last := state()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what}; last: {last}")
        time.sleep(0.2)
    return last
