// The line on a grid along which a value is reached, as segments (marching squares).

/** Segments [[x, y], [x, y]] with x and y from 0 to 1; `at(column, row)` is the value at a point. */
export function contour(columns, rows, at, level) {
  const segments = [];
  for (let row = 0; row < rows - 1; row += 1) {
    for (let column = 0; column < columns - 1; column += 1) segments.push(...inSquare(column, row, at, level));
  }
  return segments.map((ends) => ends.map(([x, y]) => [x / (columns - 1), y / (rows - 1)]));
}

/** Where the line crosses the sides of one square: none, one pair, or two. */
function inSquare(column, row, at, level) {
  const corners = [[0, 0], [1, 0], [1, 1], [0, 1]].map(([x, y]) => [column + x, row + y]);
  const values = corners.map(([x, y]) => at(x, y));
  const crossed = [];
  for (let side = 0; side < 4; side += 1) {
    const [from, to] = [values[side], values[(side + 1) % 4]];
    if (from > level === to > level) continue;
    const part = (level - from) / (to - from);
    const [[x0, y0], [x1, y1]] = [corners[side], corners[(side + 1) % 4]];
    crossed.push([x0 + (x1 - x0) * part, y0 + (y1 - y0) * part]);
  }
  return crossed.length === 4 ? [crossed.slice(0, 2), crossed.slice(2)] : crossed.length ? [crossed] : [];
}
