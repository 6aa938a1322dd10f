// A figure's table as an Excel workbook: what is shown, the same as codes, the sources. Written
// here, out of the very rows on the page, so that it cannot differ from them.

import { today, whole } from "./dom.js";

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>`
  + '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/>'
  + '</fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
  + '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/>'
  + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';

function escaped(text) {
  // eslint-disable-next-line no-control-regex
  return String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** One cell: a number as a number, anything else as plain text, never as a formula. */
function cell(value, isHead) {
  const style = isHead ? ' s="1"' : "";
  if (value === null || value === undefined || value === "") return "<c/>";
  if (typeof value === "number" && Number.isFinite(value)) return `<c${style}><v>${value}</v></c>`;
  return `<c t="inlineStr"${style}><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
}

function sheet(rows, heads, widths) {
  const columns = widths.map((width, at) => (
    `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`
  )).join("");
  const lines = rows.map((row, at) => (
    `<row r="${at + 1}">${row.map((value) => cell(value, heads.has(at))).join("")}</row>`
  )).join("");
  return `${HEAD}<worksheet xmlns="${MAIN}"><cols>${columns}</cols><sheetData>${lines}</sheetData></worksheet>`;
}

/** What is shown: the table's columns, the value as a number, unit and status in words. */
function shownRows(data) {
  const { header, rows, rawHeader, rawRows, numeric } = data.table;
  const { words } = data;
  const at = Object.fromEntries(rawHeader.map((name, place) => [name, place]));
  const hasCells = "value" in at && "status" in at && "unit" in at;
  if (!hasCells) return [[...header], ...rows];
  return [
    [...header, words.unit, words.statusCode, words.statusWords],
    ...rows.map((row, place) => {
      const raw = rawRows[place];
      return [
        ...row.map((text, column) => (column === numeric ? raw[at.value] : text)),
        raw[at.unit], raw[at.status], data.statuses[raw[at.status]] ?? "",
      ];
    }),
  ];
}

function sheets(data) {
  const { words } = data;
  const date = today(data.language);
  const shown = shownRows(data);
  const about = [
    [data.title], [data.subtitle], ...(data.note ? [[data.note]] : []), [data.caption],
    [words.release, data.release], [words.accessed, date.iso],
    [words.view, whole(data.links.view)], [words.address, whole(data.address)],
    ...data.table.notes.map((note) => [note]), [],
  ];
  return [
    [words.sheetData, sheet(shown, new Set([0]), shown[0].map((_, at) => (at ? 16 : 26)))],
    [words.sheetCodes, sheet([data.table.rawHeader, ...data.table.rawRows], new Set([0]), data.table.rawHeader.map(() => 16))],
    [words.sheetSources, sheet([...about, ...data.sources], new Set([0, about.length]), [24, 22, 48, 22, 12, 60, 60])],
  ];
}

export async function workbook(data) {
  const made = sheets(data);
  const names = made.map(([name], at) => `<sheet name="${escaped(name)}" sheetId="${at + 1}" r:id="r${at + 1}"/>`);
  const links = made.map((_, at) => `<Relationship Id="r${at + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`);
  const parts = made.map((_, at) => `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${TYPE}.worksheet+xml"/>`);
  return zip([
    ["[Content_Types].xml", `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`
      + `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${parts.join("")}</Types>`],
    ["_rels/.rels", `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ["xl/workbook.xml", `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${names.join("")}</sheets></workbook>`],
    ["xl/_rels/workbook.xml.rels", `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${links.join("")}<Relationship Id="styles" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`],
    ["xl/styles.xml", STYLES],
    ...made.map(([, xml], at) => [`xl/worksheets/sheet${at + 1}.xml`, xml]),
  ]);
}

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function crc32(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = CRC[(value ^ byte) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

async function deflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function record(length, fields) {
  const view = new DataView(new ArrayBuffer(length));
  for (const [at, size, value] of fields) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
  }
  return new Uint8Array(view.buffer);
}

/** A ZIP file of named texts; every file is dated 1 January 1980, so that content alone counts. */
async function zip(files) {
  const encoder = new TextEncoder();
  const chunks = [];
  const entries = [];
  let offset = 0;
  for (const [name, text] of files) {
    const path = encoder.encode(name);
    const plain = encoder.encode(text);
    const packed = await deflated(plain);
    // Version, flags (UTF-8), method, time, date, check, sizes, length of the name: as in a ZIP.
    const common = [[0, 2, 20], [2, 2, 0x800], [4, 2, 8], [6, 2, 0], [8, 2, 0x21],
      [10, 4, crc32(plain)], [14, 4, packed.length], [18, 4, plain.length], [22, 2, path.length]];
    const moved = (by) => common.map(([at, size, value]) => [at + by, size, value]);
    const local = record(30, [[0, 4, 0x04034b50], ...moved(4)]);
    entries.push(record(46, [[0, 4, 0x02014b50], [4, 2, 20], ...moved(6), [42, 4, offset]]), path);
    chunks.push(local, path, packed);
    offset += local.length + path.length + packed.length;
  }
  const size = entries.reduce((sum, entry) => sum + entry.length, 0);
  const end = record(22, [[0, 4, 0x06054b50], [8, 2, files.length], [10, 2, files.length], [12, 4, size], [16, 4, offset]]);
  return new Blob([...chunks, ...entries, end]);
}
