// A figure as one HTML file that needs nobody: drawing, figures and sources of one data release.
// It holds no script and no date, so that the same view of the same release gives the same file.

import { sentence, whole } from "./dom.js";
import { svg } from "./image.js";
import { faces, SANS, SERIF } from "./type.js";

const STYLE = "body{margin:0;padding:1rem;color:#1c2126}"
  + "main{max-width:60rem;margin:0 auto}svg{max-width:100%;height:auto}table{border-collapse:collapse;font-size:.92rem}"
  + "th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #c9c5bc;vertical-align:top}"
  + `body{font:16px/1.5 ${SANS}}h1{font:600 1.4rem/1.25 ${SERIF}}a{color:#0b5fa5}.scroll{overflow:auto}`;

function escaped(text) {
  return String(text ?? "").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function row(values, tag) {
  return `<tr>${values.map((value) => `<${tag}>${escaped(value)}</${tag}>`).join("")}</tr>`;
}

function table(header, rows) {
  return `<div class="scroll" tabindex="0"><table><thead>${row(header, "th")}</thead>`
    + `<tbody>${rows.map((values) => row(values, "td")).join("\n")}</tbody></table></div>`;
}

export async function frozen(data) {
  const carried = await faces();
  const drawn = data.plot ? await svg(data, { isDated: false, isAlone: false })
    : `<h1>${escaped(data.title)}</h1><p>${escaped(data.subtitle)}</p><p>${escaped(data.caption)}</p>`;
  const link = whole(data.links.short || data.links.view);
  const [header, ...sources] = data.sources;
  const raw = JSON.stringify({
    release: data.release, query: data.address, header: data.table.rawHeader, rows: data.table.rawRows,
  }).replaceAll("<", "\\u003c");
  const said = data.table.rows.length ? sentence(data, data.sentences.focus) : "";
  return [
    "<!doctype html>", `<html lang="${data.language}">`, "<head>", '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:">`,
    `<meta name="divario-release" content="${escaped(data.release)}">`,
    `<title>${escaped(data.title)} · Divario ${escaped(data.release)}</title>`, `<style>${carried}${STYLE}</style>`,
    "</head>", "<body>", "<main>", drawn, `<p>${escaped(said)}</p>`,
    `<details><summary>${escaped(data.labels.table)}</summary>`,
    table(data.table.header, data.table.rows),
    ...data.table.notes.map((note) => `<p>${escaped(note)}</p>`),
    "</details>",
    `<details><summary>${escaped(data.words.sheetSources)}</summary>`, table(header, sources), "</details>",
    `<p>${escaped(data.words.release)} ${escaped(data.release)}. <a href="${escaped(link)}">${escaped(link)}</a></p>`,
    `<script type="application/json" id="data">${raw}</script>`,
    "</main>", "</body>", "</html>", "",
  ].join("\n");
}
