"""Outlines for the map: a TopoJSON of countries made into `data/reference/outlines.csv`.

Run as `python -m divario.outlines countries-50m.json` with Natural Earth's countries at 1:50
million in TopoJSON; then `python -m divario seal`. Coordinates become whole kilometres of the
Lambert azimuthal equal-area projection centred on 52° north, 10° east (the centre of EPSG:3035),
on a sphere. Borders are simplified once for both sides, so that neighbours still meet.
"""

from __future__ import annotations

import csv
import json
import sys
from math import cos, hypot, radians, sin, sqrt
from pathlib import Path
from typing import Any

from divario import store

Point = tuple[float, float]
CENTRE = (10.0, 52.0)
RADIUS_KM = 6371.0
TOLERANCE_KM = 7.0
SMALLEST_KM2 = 900.0
FRAME = (-25.0, 34.0, 45.0, 72.0)  # west, south, east, north: no territory overseas
PATH = store.DATA / "reference" / "outlines.csv"
# Natural Earth's numeric codes (ISO 3166-1), by our territory; Åland belongs to Finland.
COUNTRIES = {
    "AL": (8,), "AT": (40,), "BA": (70,), "BE": (56,), "BG": (100,), "CY": (196,), "CZ": (203,),
    "DE": (276,), "DK": (208,), "EE": (233,), "EL": (300,), "ES": (724,), "FI": (246, 248),
    "FR": (250,), "HR": (191,), "HU": (348,), "IE": (372,), "IS": (352,), "IT": (380,),
    "LT": (440,), "LU": (442,), "LV": (428,), "ME": (499,), "MK": (807,), "MT": (470,),
    "NL": (528,), "NO": (578,), "PL": (616,), "PT": (620,), "RO": (642,), "RS": (688,),
    "SE": (752,), "SI": (705,), "SK": (703,), "TR": (792,), "UK": (826,),
}  # fmt: skip


def projected(longitude: float, latitude: float) -> Point:
    """Degrees to kilometres east and north of the centre; areas are kept."""
    away, north = radians(longitude - CENTRE[0]), radians(latitude)
    middle = radians(CENTRE[1])
    depth = 1 + sin(middle) * sin(north) + cos(middle) * cos(north) * cos(away)
    scale = RADIUS_KM * sqrt(2 / depth)
    return (
        scale * cos(north) * sin(away),
        scale * (cos(middle) * sin(north) - sin(middle) * cos(north) * cos(away)),
    )


def simplified(line: list[Point], tolerance: float = TOLERANCE_KM) -> list[Point]:
    """A line with no point farther than `tolerance` from the original (Douglas and Peucker)."""
    if len(line) < 3:
        return line
    start, end = line[0], line[-1]
    distances = [_distance(point, start, end) for point in line[1:-1]]
    farthest = max(range(len(distances)), key=distances.__getitem__)
    if distances[farthest] <= tolerance and start != end:
        return [start, end]
    split = farthest + 1
    if distances[farthest] <= tolerance:
        return [start, line[split], end]
    return simplified(line[: split + 1], tolerance)[:-1] + simplified(line[split:], tolerance)


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to a line segment; to the start where the segment has no length."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = 0.0
    if length:
        along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length
        along = max(0.0, min(1.0, along))
    return hypot(point[0] - start[0] - along * dx, point[1] - start[1] - along * dy)


def area(ring: list[Point]) -> float:
    """Square kilometres inside a closed ring."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def _degrees(topology: dict[str, Any]) -> list[list[Point]]:
    """Every arc of a quantised TopoJSON, in degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)
    return arcs


def _joined(arcs: list[list[Point]], numbers: list[int]) -> list[Point]:
    """A ring from its arcs; a negative number is an arc walked backwards."""
    ring: list[Point] = []
    for number in numbers:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += line[1:] if ring else line
    return ring


def _is_framed(ring: list[Point]) -> bool:
    west, south, east, north = FRAME
    return all(west <= x <= east and south <= y <= north for x, y in ring)


def rings(topology: dict[str, Any]) -> dict[str, list[list[Point]]]:
    """The outer rings of each territory inside the frame, the largest first."""
    plain = _degrees(topology)
    drawn = [simplified([projected(*point) for point in line]) for line in plain]
    shapes: dict[int, list[list[list[int]]]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        parts = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        shapes.setdefault(int(shape.get("id") or -1), []).extend(parts)
    found: dict[str, list[list[Point]]] = {}
    for territory, numbers in COUNTRIES.items():
        outer = [part[0] for number in numbers for part in shapes[number]]
        kept = [_joined(drawn, arcs) for arcs in outer if _is_framed(_joined(plain, arcs))]
        kept.sort(key=area, reverse=True)
        found[territory] = kept[:1] + [ring for ring in kept[1:] if area(ring) >= SMALLEST_KM2]
    return found


def main(source: Path) -> None:
    """Write the outlines of one TopoJSON file."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    with PATH.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["territory", "ring", "x", "y"])
        for territory, parts in rings(topology).items():
            for number, ring in enumerate(parts, 1):
                points = [(round(x), round(y)) for x, y in ring]
                xs, ys = (" ".join(str(point[axis]) for point in points) for axis in (0, 1))
                writer.writerow([territory, number, xs, ys])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
