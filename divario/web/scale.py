"""The same reading on a Dask cluster: files are the unit of work, any worker may be lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from divario.web.signals import Read

TRIES = 3  # a file whose worker dies is given to another one


def read_all(paths: list[Path], scheduler: str) -> list[Read]:
    """Read every file on the cluster at `tcp://host:port`; results in the order of the files.

    Workers must see the files under the same paths. Raises SignalsRefused when nobody answers.
    """
    from distributed import Client  # noqa: PLC0415

    from divario.web.signals import SignalsRefused, read_file  # noqa: PLC0415

    try:
        client = Client(scheduler, timeout="10s")
    except (OSError, ValueError) as error:
        raise SignalsRefused(f"No Dask scheduler answers at {scheduler} ({error}).") from None
    with client:
        futures = client.map(read_file, paths, pure=False, retries=TRIES)
        return client.gather(futures)
