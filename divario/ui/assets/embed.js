// A figure alone on its page, for the frame of another site.

import { draw } from "./figure.js";

const data = JSON.parse(document.getElementById("figure").textContent);
draw({ parentElement: document.getElementById("embed"), data });
