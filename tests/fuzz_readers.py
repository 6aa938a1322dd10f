"""The readers under coverage-guided fuzzing, by hand: atheris is not among the test packages.

`pip install atheris==3.0.0`, then `python tests/fuzz_readers.py -max_total_time=60`. Anything but a
refusal ends it with the bytes that did it. In the suite Hypothesis does the same with fewer tries.
"""

import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

with atheris.instrument_imports(include=["divario.sources"]):
    from divario.errors import SourceRefused
    from divario.sources import layout, plain, readers

from tests.formats import FORMATS


def one(content: bytes) -> None:
    """Unpack and lay out bytes; the first says which name they come under."""
    names = sorted({name for name, _, _ in FORMATS.values()})
    name = names[content[0] % len(names)] if content else names[0]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content[1:])
        try:
            text = plain.unpack(path, Path(folder))
            found = readers.read(text, name, Path(folder))
        except SourceRefused:
            return
        assert layout.DATASET.fullmatch(found.dataset) or found.dataset == "DCSP_ICT"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as corpus:
        for number, (_, content, _) in enumerate(FORMATS.values()):
            (Path(corpus) / str(number)).write_bytes(bytes([number]) + content)
        atheris.Setup([*sys.argv, corpus], one)
        atheris.Fuzz()
