// Where the loop's boxes and arrows lie, wide and narrow. Pure geometry: pixels in, pixels out.

export const NARROW_EM = 34;
const ROOMY_EM = 5;
const HEAD_EM = 0.95;

// Centres as shares of width and height. Results are read from left to right and back.
const PLACES = {
  wide: {
    budget: [0.11, 0.42], tools: [0.5, 0.24], customers: [0.89, 0.42],
    capability: [0.5, 0.64], seen: [0.83, 0.93], trust: [0.17, 0.93],
  },
  narrow: {
    budget: [0.16, 0.36], tools: [0.5, 0.18], customers: [0.84, 0.36],
    capability: [0.5, 0.62], seen: [0.82, 0.94], trust: [0.18, 0.94],
  },
};

// From and to: a point of the box's edge, in half widths and half heights from its centre. `bend`:
// how far the curve swings to its left, as a share of its length. `badge`: where along it, 0 to 1.
const ROUTES = {
  trust_budget: { from: [-0.55, -1], to: [-0.25, 1], bend: 0.05, badge: 0.7 },
  budget_trust: { from: [0.45, 1], to: [0.25, -1], bend: 0.05, badge: 0.66 },
  budget_tools: { from: [0.5, -1], to: [-1, 0], bend: 0.16, badge: 0.5 },
  tools_customers: { from: [1, 0], to: [-0.5, -1], bend: 0.16, badge: 0.5 },
  budget_customers: { from: [1, -0.35], to: [-1, -0.35], bend: -0.04, badge: 0.24 },
  budget_capability: { from: [1, 0.55], to: [-1, -0.5], bend: 0.08, badge: 0.5 },
  capability_customers: { from: [1, -0.5], to: [-1, 0.55], bend: 0.08, badge: 0.5 },
  capability_seen: { from: [1, 0.5], to: [-0.35, -1], bend: 0.12, badge: 0.5 },
  trust_capability: { from: [0.75, -1], to: [-1, 0.5], bend: 0.12, badge: 0.5 },
  customers_seen: { from: [0.2, 1], to: [0.55, -1], bend: 0.05, badge: 0.5 },
  seen_trust: { from: [-1, 0], to: [1, 0], bend: 0, badge: 0.5 },
  customers_budget: { from: [0, -1], to: [0, -1], apex: 0.9, badge: 0.5 },
};
// Loops of a thing with itself: at which side, and how wide.
const CURLS = {
  saturation: { at: "customers", side: [0.62, -1], badge: [0, 3.5] },
  wear: { at: "tools", side: [0, 1], badge: [3.3, 1.5] },
  forgetting: { at: "capability", side: [0, 1], badge: [3.3, 1.5] },
};

export const isNarrow = (width, em) => width < NARROW_EM * em - 1;

/** Size, boxes, curves and badges for one width and type size. */
export function layout(width, em) {
  const narrow = isNarrow(width, em);
  const height = Math.round(narrow ? Math.max(33 * em, width * 1.4) : Math.max(24 * em, Math.min(34 * em, width * 0.5)));
  const half = narrow ? [Math.min(3.7 * em, width * 0.148), 1.5 * em] : [Math.min(5.4 * em, width * 0.106), 1.75 * em];
  const boxes = {};
  for (const [name, [x, y]] of Object.entries(PLACES[narrow ? "narrow" : "wide"])) {
    boxes[name] = { x: x * width, y: y * height, half };
  }
  const curves = {};
  for (const [id, route] of Object.entries(ROUTES)) {
    const [from, to] = id.split("_");
    curves[id] = curve(edge(boxes[from], route.from), edge(boxes[to], route.to), route, em);
  }
  for (const [id, curl] of Object.entries(CURLS)) curves[id] = curled(boxes[curl.at], curl, em);
  curves.standing = leak(curves.budget_tools, em);
  const pushed = edge(boxes.budget, [-0.75, -1]);
  curves.push = curve([pushed[0], pushed[1] - 5 * em], pushed, { bend: 0, badge: 0.3 }, em);
  return { width, height, narrow, isCompact: half[0] < ROOMY_EM * em, half, boxes, curves, widest: narrow ? 0.85 * em : 1.05 * em };
}

const edge = ({ x, y, half }, [dx, dy]) => [x + dx * half[0], y + dy * half[1]];

/** A curve with room for its head: path, tip, the head's direction, and the place of the badge. */
function curve(from, to, { bend, badge, apex }, em) {
  if (apex !== undefined) return dome(from, to, apex * em, badge, em);
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const middle = [(from[0] + to[0]) / 2 + dy * bend, (from[1] + to[1]) / 2 - dx * bend];
  return withHead(from, middle, middle, to, badge, em);
}

/** A curve over everything between two boxes, its top at `apex`. */
function dome(from, to, apex, badge, em) {
  const y = (apex - 0.25 * from[1]) / 0.75;
  const lean = (to[0] - from[0]) * 0.12;
  return withHead(from, [from[0] + lean, y], [to[0] - lean, y], to, badge, em);
}

/** A loop out of one side of a box and back into it. */
function curled(box, { side: [across, down], badge: [right, away] }, em) {
  const [x, y] = edge(box, [across, down]);
  const [wide, high] = [0.85 * em, 3.7 * em * down];
  const path = withHead([x - wide, y], [x - 1.9 * wide, y + high], [x + 1.9 * wide, y + high], [x + wide, y], 0.5, em);
  path.badge = [x + right * em, y + down * away * em];
  return path;
}

/** What seeps out of a curve: a short arrow from its middle into the void. */
function leak(of, em) {
  const [x, y] = of.pointAt(0.72);
  const end = [x + 1.3 * em, y + 1.65 * em];
  const path = withHead([x, y], [x + 0.3 * em, y + em], [x + 0.8 * em, y + 1.4 * em], end, 1, em);
  path.badge = [end[0] + 0.5 * em, end[1] + 0.7 * em];
  return path;
}

function withHead(p0, p1, p2, p3, badge, em) {
  const length = Math.hypot(p3[0] - p2[0], p3[1] - p2[1]) || 1;
  const along = [(p3[0] - p2[0]) / length, (p3[1] - p2[1]) / length];
  const base = [p3[0] - along[0] * HEAD_EM * em, p3[1] - along[1] * HEAD_EM * em];
  const pointAt = (t) => [0, 1].map((i) => (
    (1 - t) ** 3 * p0[i] + 3 * (1 - t) ** 2 * t * p1[i] + 3 * (1 - t) * t * t * p2[i] + t ** 3 * base[i]
  ));
  const show = ([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  return {
    path: `M${show(p0)}C${show(p1)} ${show(p2)} ${show(base)}`, tip: p3, base, along, pointAt,
    badge: pointAt(badge),
  };
}

/** The head of an arrow of this width, as the points of a polygon. */
export function head({ tip, base, along }, width, em) {
  const reach = Math.max(0.38 * em, width * 0.5 + 0.28 * em);
  const [nx, ny] = [-along[1] * reach, along[0] * reach];
  return [[base[0] + nx, base[1] + ny], tip, [base[0] - nx, base[1] - ny]]
    .map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
}
