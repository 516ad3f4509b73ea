/*
 * Blocks as Excel writes and reads them: tabs between cells, CRLF between rows, quotes around line breaks.
 *
 * Excel shall get "67,405", which typed here could mean two numbers. So a block copied here goes along a second time
 * in a form of its own, with the spelling that reads back and the decimals that stood there: [[{text, desimal?}]].
 */

/** The type under which the clipboard keeps a block in our own form; other programs do not see it. */
export const OWN_TYPE = "application/x-renstra-petak+json";

/** The cells on the clipboard, [[{text, desimal?}]]; of what was copied here, exactly. Null when it holds no text. */
export function readClipboard(data) {
  const own = data.getData(OWN_TYPE);
  if (own) return JSON.parse(own).map((row) => row.map(({ text, desimal }) => ({ text: String(text), desimal })));
  const plain = data.getData("text/plain");
  if (plain === "") return null;
  return parseBlock(plain).map((row) => row.map((text) => ({ text })));
}

/**
 * The cells of a copied block. Quoted cells may hold tabs, line breaks and doubled quotes; the last line break ends
 * the block and is no row of its own; rows are made equally long.
 */
export function parseBlock(text) {
  const source = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  const rows = [[]];
  let position = 0;
  while (position <= source.length) {
    const [cell, end] = source[position] === '"' ? quoted(source, position) : plain(source, position);
    rows.at(-1).push(cell);
    if (end >= source.length) break;
    if (source[end] === "\n") {
      if (end === source.length - 1) break;
      rows.push([]);
    }
    position = end + 1;
  }
  const width = Math.max(...rows.map((row) => row.length));
  return rows.map((row) => [...row, ...Array(width - row.length).fill("")]);
}

function plain(source, start) {
  let end = start;
  while (end < source.length && source[end] !== "\t" && source[end] !== "\n") end += 1;
  return [source.slice(start, end), end];
}

/** A cell in quotes; when nothing that ends a cell follows the closing quote, the quotes are part of the text. */
function quoted(source, start) {
  let cell = "";
  let at = start + 1;
  while (at < source.length) {
    if (source[at] !== '"') {
      cell += source[at];
      at += 1;
    } else if (source[at + 1] === '"') {
      cell += '"';
      at += 2;
    } else {
      const next = source[at + 1];
      return next === undefined || next === "\t" || next === "\n" ? [cell, at + 1] : plain(source, start);
    }
  }
  return plain(source, start);
}

/** A block for Excel: cells with tabs, line breaks or quotes stand in quotes. */
export function formatBlock(rows) {
  const cell = (text) => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map(cell).join("\t")).join("\r\n");
}

/**
 * Where each cell of a block goes: [{row, col, text, desimal?, label}], row or col null when there is no place.
 *
 * A block whose first column holds codes of the plan is laid by code, wherever its rows stand; a second column with
 * the names is skipped. Any other block is laid from the top left cell over the rows and columns in sight.
 */
export function placeBlock(block, { sheet, rows, fields, at, fill }) {
  const byCode = codesOf(block, sheet);
  if (byCode) return placeByCode(block, byCode, { sheet, fields, at });
  const one = block.length === 1 && block[0].length === 1;
  const height = one ? fill.height : block.length * Math.max(1, fill.height % block.length ? 1 : fill.height / block.length);
  const width = one ? fill.width : block[0].length;
  const placed = [];
  for (let r = 0; r < height; r += 1) {
    for (let c = 0; c < width; c += 1) {
      placed.push({
        row: rows[at.row + r] ?? null,
        col: fields[at.column + c] ?? null,
        ...block[r % block.length][c % block[0].length],
        label: `baris ${r + 1}, kolom ${c + 1} dari blok`,
      });
    }
  }
  return placed;
}

function codesOf(block, sheet) {
  const known = new Map(sheet.rows.filter((row) => row.kode && row.row === `s${row.simpul}`).map((row) => [row.kode, row.row]));
  const codes = block.map((row) => row[0].text.trim());
  const filled = codes.filter(Boolean);
  const found = filled.filter((code) => known.has(code) && code.includes("."));
  return block[0].length > 1 && found.length > 0 && found.length * 2 >= filled.length ? { known, codes } : null;
}

function placeByCode(block, { known, codes }, { sheet, fields, at }) {
  const same = (first, second) => first.trim().toLowerCase() === second.trim().toLowerCase();
  const named = block.filter((row, r) => known.has(codes[r]) && same(row[1].text, sheet.value(known.get(codes[r]), "uraian") ?? ""));
  const skip = named.length * 2 >= codes.filter((code) => known.has(code)).length ? 2 : 1;
  const first = Math.max(at.column, 1);
  return block.flatMap((row, r) =>
    row.slice(skip).map((cell, c) => ({
      row: known.get(codes[r]) ?? null,
      col: fields[first + c] ?? null,
      ...cell,
      label: codes[r] ? `kode ${codes[r]}` : `baris ${r + 1} dari blok`,
    }))
  );
}
