"""The same reading on a Dask cluster: files are the unit of work, any worker may be lost."""

from __future__ import annotations

import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

from divario.web.harvest import Read, read_file

TRIES = 3  # a file whose worker dies is given to another one


def read_all(paths: list[Path], parts: list[Path], scheduler: str, day: str | None) -> list[Read]:
    """Read every file on the cluster at `tcp://host:port` into its part, which is here.

    Workers must see the files under the same paths; what they read comes back over the network, a
    file at a time. Raises SignalsRefused when nobody answers.
    """
    from distributed import Client, as_completed  # noqa: PLC0415

    from divario.web.signals import SignalsRefused  # noqa: PLC0415

    try:
        client = Client(scheduler, timeout="10s")
    except (OSError, ValueError) as error:
        raise SignalsRefused(f"No Dask scheduler answers at {scheduler} ({error}).") from None
    reads: dict[int, Read] = {}
    with client:
        futures = client.map(_read_far, paths, [day] * len(paths), pure=False, retries=TRIES)
        places = {future.key: number for number, future in enumerate(futures)}
        done = as_completed(futures)
        futures.clear()  # a worker keeps what somebody may still ask for
        for future in done:
            number = places[future.key]
            reads[number], packed = future.result()
            parts[number].write_bytes(zlib.decompress(packed))
            del future
    return [reads[number] for number in range(len(paths))]


def _read_far(path: Path, day: str | None) -> tuple[Read, bytes]:
    """Read one file where the worker is; its records as they can be sent."""
    with TemporaryDirectory() as folder:
        part = Path(folder) / "part"
        read = read_file(path, part, day)
        return read, zlib.compress(part.read_bytes(), 1)
