"""Bulkheads: requests wait in the threads of the one thing that they need, and hang nobody else's."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Literal

from starlette.responses import Response

Need = Literal["nothing", "database", "storage", "payments", "sign_in"]
"""What a request may have to wait for; all but the first two are waited for beside the database."""

THREADS: dict[Need, int] = {"database": 16, "storage": 8, "payments": 4, "sign_in": 2}
"""Requests in work at once; each needs at most one connection to the database at a time."""


class Lane:
    """A bounded pool of threads. A call that was given up goes on in its thread, which is one less until it ends."""

    def __init__(self, need: Need) -> None:
        self._pool = ThreadPoolExecutor(THREADS[need], thread_name_prefix=need)

    async def run(self, call: Callable[[], Response]) -> Response:
        """The call's reply; a call that is given up before it began is never made."""
        context = contextvars.copy_context()
        return await asyncio.get_running_loop().run_in_executor(self._pool, context.run, call)

    def close(self) -> None:
        """Take no more calls."""
        self._pool.shutdown(wait=False, cancel_futures=True)
