// The chart library, run while the server makes the page: when the first figure comes, it is there.
// Earlier it would hold up Streamlit's own start, later the figure.

import { plotly } from "./plot.js";

const STATE = "data-test-script-state";
const { library } = document.querySelector("script[data-library]").dataset;
const watcher = new MutationObserver(() => {
  if (!document.querySelector(`[${STATE}=running]`)) return;
  watcher.disconnect();
  plotly(library).catch(() => {}); // the figure tries again
});
watcher.observe(document.getElementById("root"), {
  subtree: true, childList: true, attributes: true, attributeFilter: [STATE],
});
