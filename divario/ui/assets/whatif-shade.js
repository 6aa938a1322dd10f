// The colour scale of the two maps, and the ink that can be read on each of its colours.

const DARK = "#1c2126";
const LIGHT = "#ffffff";
const LEGIBLE = 4.5;

const channels = (colour) => [1, 3, 5].map((from) => parseInt(colour.slice(from, from + 2), 16));

/** Relative luminance as WCAG defines it. */
function luminance(rgb) {
  const [r, g, b] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** From a share (0 to 1) to {rgb, fill, ink}; the stops are the theme's. */
export function scaleOf({ colours }) {
  const stops = colours.scale.map(([at, colour]) => [at, channels(colour)]);
  return (given) => {
    const share = Math.min(1, Math.max(0, given));
    const above = Math.max(1, stops.findIndex(([at]) => at >= share));
    const [[from, low], [to, high]] = [stops[above - 1], stops[above]];
    const part = (share - from) / (to - from);
    const rgb = low.map((value, index) => Math.round(value + (high[index] - value) * part));
    const contrast = 1.05 / (luminance(rgb) + 0.05);
    return { rgb, fill: `rgb(${rgb.join(" ")})`, ink: contrast >= LEGIBLE ? LIGHT : DARK };
  };
}
