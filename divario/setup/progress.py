"""What is told while the environment is made; standard library only."""

import subprocess
import time

BEGAN = time.monotonic()


def step(text: str) -> None:
    """Print a line about what is done now, with the seconds since the start."""
    print(f"[{time.monotonic() - BEGAN:5.1f} s] {text}", flush=True)


class Progress:
    """What is told of several pips: a package at most every two seconds."""

    def __init__(self) -> None:
        """Begin with nothing fetched."""
        self.fetched, self.told = 0, time.monotonic()

    def follow(self, child: subprocess.Popen) -> str:
        """Read what a pip prints until it ends, and return it."""
        lines = []
        with child:
            for line in child.stdout:
                lines.append(line)
                self.fetched += line.startswith(("Collecting ", "Processing "))
                if line.startswith("Installing collected"):
                    step(f"  putting {line.count(',') + 1} packages in place")
                elif line.startswith("Collecting ") and time.monotonic() > self.told + 2:
                    self.told = time.monotonic()
                    step(f"  package {self.fetched}: {line.split()[1]}")
        return "".join(lines)
