/*
 * Numbers as people type them in Indonesian offices: the grammar of renstra_portal/lib/numbers.py and values.py,
 * for showing at once what the server will understand. The server decides; both pass tests/cases/numbers.json.
 *
 * An amount is {coef: BigInt, decimals: number}: coef divided by 10^decimals, exactly. Never a float.
 * A value is the encoded string of Nilai.encode(): "99.30", "-", "0", "'BB", or null for a cell not filled in.
 */

const MAX_INTEGER_DIGITS = 18;
const MAX_DECIMALS = 6;

const BLANKS = /[\s\x1c-\x1f\x85\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+/g;
const INVISIBLE = /[\u200b\u200c\u200d\u2060\ufeff\u00ad]/g;
const MINUS_SIGNS = /[\u2010-\u2014\u2212]/g;
const SHAPE =
  /^(?<sign>[-( ]*)(?<currency>(?:rp|idr) ?[.:]?)?(?<signAfter>[-( ]*)(?<body>[0-9](?:[0-9., ]*[0-9])?) ?(?<stop>,-|\.-|[.,])? ?(?<close>\))? ?(?<percent>%)? ?(?<unit>.*)$/i;
const PLAIN = /^(?<whole>0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?: [0-9]{3})+))(?:,(?<part>[0-9]+))?$/;
const ONE_DOT_GROUP = /^[1-9][0-9]{0,2}\.[0-9]{3}$/;
const UNIT_START = /^[(/]? ?[\p{L}\p{Nl}\p{No}]/u;
const SECOND_NUMBER = /(?<![\p{L}\p{Nl}\p{No}])[0-9]/u;
const SCALE_WORD = /^(?<word>ribu|rb|juta|jt|miliar|milyar|triliun|trilyun)(?![\p{L}\p{N}_])/iu;
const SCIENTIFIC = /^-?[0-9]+(?:[.,][0-9]+)?e[+-]?[0-9]+$/i;
const FRACTIONAL_UNIT =
  /%|(?<![\p{L}\p{N}_])(?:persen|prosen|persentase|prosentase|indeks|index|nilai|skor|rasio|poin|point|rata-rata)(?![\p{L}\p{N}_])/iu;
const PERCENT_UNIT = /^(?:persen|prosen)(?![\p{L}\p{N}_])/iu;
const DASHES = /^(?:(?:Rp|IDR)\.?)? ?[-\u2010-\u2014\u2212]+$/i;
const SCALES = { ribu: 3, rb: 3, juta: 6, jt: 6, miliar: 9, milyar: 9, triliun: 12, trilyun: 12 };

/** Text with every run of blanks as one space, trimmed, without invisible marks. */
export function cleanBlanks(text) {
  return text.replace(INVISIBLE, "").replace(BLANKS, " ").trim();
}

/** Whether values in this unit usually have decimals (persen, indeks, nilai, skor, rasio). */
export function isFractionalUnit(satuan) {
  return Boolean(satuan) && FRACTIONAL_UNIT.test(satuan);
}

/* ------------------------------------------------------------------ amounts */

function amount(whole, part, negative) {
  const coef = BigInt(whole + part);
  return { coef: negative ? -coef : coef, decimals: part.length };
}

function digitsOf({ coef, decimals }) {
  const digits = (coef < 0n ? -coef : coef).toString().padStart(decimals + 1, "0");
  return [digits.slice(0, digits.length - decimals), digits.slice(digits.length - decimals)];
}

/** The amount of a machine spelling such as "-1250.50". */
export function fromPlain(text) {
  const [whole, part = ""] = text.replace("-", "").split(".");
  return amount(whole, part, text.startsWith("-"));
}

/** The machine spelling "-1250.50" of an amount. */
export function toPlain(value) {
  const [whole, part] = digitsOf(value);
  return (value.coef < 0n ? "-" : "") + (part ? `${whole}.${part}` : whole);
}

/** The amount with exactly so many decimals, a half away from zero. */
export function rounded({ coef, decimals }, wanted) {
  if (wanted >= decimals) return { coef: coef * 10n ** BigInt(wanted - decimals), decimals: wanted };
  const unit = 10n ** BigInt(decimals - wanted);
  const size = coef < 0n ? -coef : coef;
  const whole = (size + unit / 2n) / unit;
  return { coef: coef < 0n ? -whole : whole, decimals: wanted };
}

/** Indonesian spelling with the true minus sign: "1.308.202.759", "−79,98". */
export function formatAmount(value, decimals = null) {
  const shown = decimals === null ? value : rounded(value, decimals);
  const [whole, part] = digitsOf(shown);
  const grouped = whole.replace(/\B(?=([0-9]{3})+$)/g, ".");
  return (shown.coef < 0n ? "\u2212" : "") + (part ? `${grouped},${part}` : grouped);
}

/** Without thousand dots, as Excel reads a number where the comma is the decimal mark: "-67,405". */
export function ungrouped(value) {
  const [whole, part] = digitsOf(value);
  return (value.coef < 0n ? "-" : "") + (part ? `${whole},${part}` : whole);
}

/** A spelling that reads back without doubt: no dots, and a zero after exactly three decimals. */
export function retype(value) {
  const [whole, part] = digitsOf(value);
  return part.length === 3 && whole !== "0" ? `${ungrouped(value)}0` : ungrouped(value);
}

/** An encoded value with so many decimals, where that leaves the amount what it is; otherwise as it was. */
export function withDecimals(value, decimals) {
  const number = amountOf(value);
  if (!number) return value;
  const short = rounded(number, decimals);
  return short.coef * 10n ** BigInt(Math.max(0, number.decimals - decimals)) === number.coef ? toPlain(short) : value;
}

/** A reading with its words: "67.405 (enam puluh tujuh ribu …)". */
export function describe(value) {
  return `${formatAmount(value)} (${spell(value)})`;
}

/* ------------------------------------------------------------------ reading */

/** A number that cannot be read with certainty; the message is for the person who typed it. */
class NumberProblem extends Error {
  constructor(message, readings = []) {
    super(message);
    this.readings = readings;
  }
}

class NotANumber extends Error {}

function parseNumber(text, satuan) {
  const cleaned = cleanBlanks(text).replace(MINUS_SIGNS, "-");
  const match = SHAPE.exec(cleaned);
  if (!match) throw noLeadingNumber(cleaned);
  const { sign, currency, signAfter, body, stop, close, unit } = match.groups;
  if (SCIENTIFIC.test(cleaned)) {
    throw new NumberProblem(`“${cleaned}” ditulis dalam bentuk ilmiah. Tulis angkanya lengkap, tanpa huruf E.`);
  }
  const percent = match.groups.percent !== undefined || PERCENT_UNIT.test(unit);
  const negative = isNegative(cleaned, sign + signAfter, close);
  if (unit) checkUnit(cleaned, unit, stop);

  const plain = PLAIN.exec(body);
  const part = plain?.groups.part ?? "";
  if (!plain || (part.length === 3 && plain.groups.whole !== "0")) throw unclear(cleaned, body, negative);
  if (part.length > MAX_DECIMALS) {
    throw new NumberProblem(`“${cleaned}” memuat lebih dari ${MAX_DECIMALS} angka di belakang koma. Bulatkan dahulu.`);
  }
  const digits = plain.groups.whole.replace(/[. ]/g, "");
  if (digits.length > MAX_INTEGER_DIGITS) {
    throw new NumberProblem(`“${cleaned}” terlalu panjang: paling banyak ${MAX_INTEGER_DIGITS} angka sebelum koma.`);
  }
  const value = amount(digits, part, negative);
  const scale = unit ? SCALE_WORD.exec(unit) : null;
  if (scale) {
    const { word } = scale.groups;
    const meant = scaled(value, SCALES[word.toLowerCase()]);
    throw new NumberProblem(`“${cleaned}” memakai kata ${word}. Tulis angkanya lengkap: ${formatAmount(meant)}.`, [meant]);
  }
  let readings = [];
  const isMoney = currency !== undefined || stop === ",-" || stop === ".-";
  if (!isMoney && ONE_DOT_GROUP.test(body)) {
    readings = readingsOf(body, negative);
    if (percent || isFractionalUnit(unit) || isFractionalUnit(satuan)) throw twoWays(cleaned, readings);
    readings = readings.reverse();
  }
  return { value, unit, percent, readings };
}

/** value × 10^power as a whole number, half to even, as Python's Decimal.quantize does. */
function scaled({ coef, decimals }, power) {
  if (power >= decimals) return { coef: coef * 10n ** BigInt(power - decimals), decimals: 0 };
  const unit = 10n ** BigInt(decimals - power);
  const size = coef < 0n ? -coef : coef;
  let whole = size / unit;
  const rest = (size % unit) * 2n;
  if (rest > unit || (rest === unit && whole % 2n === 1n)) whole += 1n;
  return { coef: coef < 0n ? -whole : whole, decimals: 0 };
}

function noLeadingNumber(cleaned) {
  const first = /[\p{L}\p{N}]/u.exec(cleaned)?.[0] ?? "";
  if (!/\p{Nd}/u.test(first)) return new NotANumber(cleaned);
  return new NumberProblem(`“${cleaned}” tidak terbaca sebagai angka. Tulis angkanya saja, misalnya 1.250 atau 79,98.`);
}

function isNegative(cleaned, signs, close) {
  const bare = signs.replaceAll(" ", "");
  if ((bare === "(") !== (close !== undefined) || !["", "-", "("].includes(bare)) {
    throw new NumberProblem(`Tanda minus atau kurung pada “${cleaned}” tidak lengkap. Tulis misalnya -5 atau (5).`);
  }
  return bare !== "";
}

function checkUnit(cleaned, unit, stop) {
  if (SECOND_NUMBER.test(unit)) {
    throw new NumberProblem(`“${cleaned}” memuat lebih dari satu angka. Isi satu angka saja dalam satu sel.`);
  }
  if (stop === "." || stop === "," || !UNIT_START.test(unit)) {
    throw new NumberProblem(
      `“${cleaned}” tidak terbaca sebagai angka. Tulis angka saja, atau angka lalu satuan: 12 Dokumen.`
    );
  }
}

function unclear(cleaned, body, negative) {
  if (body.includes(" ")) {
    return new NumberProblem(
      `“${cleaned}” memuat lebih dari satu angka, atau spasi di tengah angka. Isi satu angka saja tanpa spasi.`
    );
  }
  const readings = readingsOf(body, negative);
  if (/^[0-9]+$/.test(body)) {
    const meant = retype(readings[0]);
    return new NumberProblem(`“${cleaned}” diawali angka nol. Tulis ${meant} bila maksudnya ${meant}.`, readings);
  }
  return twoWays(cleaned, readings);
}

function twoWays(cleaned, readings) {
  if (readings.length < 2) {
    const [only] = readings;
    const meant = only ? ` Maksudnya ${describe(only)}? Tulis ${retype(only)}.` : "";
    return new NumberProblem(`Titik dan koma pada “${cleaned}” tidak pada tempatnya.${meant}`, readings);
  }
  const [first, second] = readings;
  return new NumberProblem(
    `“${cleaned}” dapat dibaca dua cara: ${describe(first)} atau ${describe(second)}. ` +
      `Tulis ${retype(first)} atau ${retype(second)}.`,
    readings
  );
}

/** What the digits may mean: the last mark as the decimal comma, and all marks as thousand marks. */
function readingsOf(body, negative) {
  const groups = body.split(/[.,]/);
  const last = groups.pop();
  const found = [];
  if (groups.length && last.length > 0 && last.length <= MAX_DECIMALS) {
    found.push(amount(groups.join(""), last, negative));
  }
  found.push(amount(groups.join("") + last, "", negative));
  return found.filter((value) => value.coef.toString().replace("-", "").length - value.decimals <= MAX_INTEGER_DIGITS);
}

const EMPTY = { value: null, kind: "kosong", unit: "", percent: false, readings: [], problem: null, choices: [] };

function problemOf(message, readings = []) {
  return { ...EMPTY, kind: "problem", problem: message, readings: readings.map(describe), choices: readings.map(retype) };
}

/**
 * What was typed into a cell of a target or baseline, as parse_nilai reads it.
 * Gives {value (encoded), kind, unit, percent, readings, problem, choices}; never throws.
 */
export function parseNilai(raw, satuan = "") {
  const text = cleanBlanks(raw ?? "");
  if (!text) return EMPTY;
  if (text.toLowerCase() === "nihil") return { ...EMPTY, kind: "nihil", value: "0" };
  if (DASHES.test(text)) return { ...EMPTY, kind: "tidak_direncanakan", value: "-" };
  if (text.startsWith("#")) {
    return problemOf(`Sel Excel ini berisi galat ${text}. Perbaiki rumusnya, lalu coba lagi.`);
  }
  try {
    const number = parseNumber(text, satuan);
    return {
      value: toPlain(number.value),
      kind: number.value.coef === 0n ? "nihil" : "angka",
      unit: number.unit,
      percent: number.percent,
      readings: number.readings.map(describe),
      problem: null,
      choices: number.readings.map(retype),
    };
  } catch (error) {
    if (error instanceof NumberProblem) return problemOf(error.message, error.readings);
    if (!(error instanceof NotANumber)) throw error;
    if (!/\p{L}/u.test(text)) {
      return problemOf(`“${text}” tidak terbaca. Isi angka, huruf nilai seperti BB, tanda -, atau kosongkan.`);
    }
    return { ...EMPTY, kind: "teks", value: `'${text}` };
  }
}

/** What was typed into a cell of rupiah: words, units, percent and negative amounts are problems. */
export function parseRupiah(raw) {
  const parsed = parseNilai(raw, "rupiah");
  if (parsed.problem) return parsed;
  if (parsed.kind === "teks") {
    return problemOf(`“${parsed.value.slice(1)}” bukan jumlah rupiah. Isi angka, misalnya 925.102.800, atau -.`);
  }
  if (parsed.kind !== "angka" && parsed.kind !== "nihil") return parsed;
  const unit = parsed.unit.replace(/^[ .]+|[ .]+$/g, "").toLowerCase();
  if (parsed.percent || (parsed.unit && !["rupiah", "rp"].includes(unit))) {
    return problemOf(
      `Jumlah rupiah tidak memakai satuan “${parsed.unit || "%"}”. Isi angkanya saja, misalnya 925.102.800.`
    );
  }
  const value = fromPlain(parsed.value);
  if (value.coef < 0n) return problemOf(`Jumlah rupiah tidak boleh negatif: ${formatRupiah(value)}.`);
  return { ...parsed, unit: "", readings: [], choices: [] };
}

/* ------------------------------------------------------------------ showing */

/** The amount in an encoded value; null where there is none (blank, "-", words). */
export function amountOf(value) {
  return value === null || value === undefined || value === "-" || value.startsWith("'") ? null : fromPlain(value);
}

/** An encoded value as Indonesian documents print it. */
export function formatNilai(value) {
  if (value === null || value === undefined) return "";
  const number = amountOf(value);
  return number ? formatAmount(number) : value === "-" ? "-" : value.slice(1);
}

/** Rupiah without the Rp, with sen only where there are any. */
export function formatRupiah(value) {
  const exact = rounded(value, 2);
  return formatAmount(exact, exact.coef % 100n === 0n ? 0 : 2);
}

/** What a person would type to get this encoded value. */
export function typedForm(value) {
  if (value === null || value === undefined) return "";
  const number = amountOf(value);
  return number ? retype(number) : formatNilai(value);
}

/* -------------------------------------------------------------------- words */

const UNITS = [
  "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
];
const THOUSANDS = ["", "ribu", "juta", "miliar", "triliun", "kuadriliun"];

/** A number in Indonesian words, decimals digit by digit. Throws RangeError from 10^18 on. */
export function spell(value) {
  const [whole, part] = digitsOf(value);
  const words = [spellInteger(BigInt(whole))];
  if (part) words.push("koma", ...Array.from(part, (digit) => UNITS[Number(digit)]));
  return (value.coef < 0n ? "minus " : "") + words.join(" ");
}

/** An amount of rupiah in words: "satu juta dua ratus ribu rupiah", "lima rupiah enam sen". */
export function terbilang(value) {
  const { coef } = rounded(value, 2);
  const size = coef < 0n ? -coef : coef;
  const sen = size % 100n;
  const words = `${spellInteger(size / 100n)} rupiah${sen ? ` ${spellInteger(sen)} sen` : ""}`;
  return coef < 0n ? `minus ${words}` : words;
}

function spellInteger(number) {
  if (number >= 10n ** 18n) throw new RangeError(`cannot spell ${number}`);
  if (number === 0n) return UNITS[0];
  const words = [];
  for (let power = THOUSANDS.length - 1; power >= 0; power -= 1) {
    const group = Number((number / 1000n ** BigInt(power)) % 1000n);
    if (group === 1 && power === 1) words.push("seribu");
    else if (group) words.push(...spellBelowThousand(group), THOUSANDS[power]);
  }
  return words.filter(Boolean).join(" ");
}

function spellBelowThousand(number) {
  const hundreds = Math.floor(number / 100);
  let rest = number % 100;
  const words = hundreds === 0 ? [] : hundreds === 1 ? ["seratus"] : [UNITS[hundreds], "ratus"];
  if (rest >= 20) {
    words.push(UNITS[Math.floor(rest / 10)], "puluh");
    rest %= 10;
  } else if (rest >= 12) {
    return [...words, UNITS[rest - 10], "belas"];
  }
  return rest ? [...words, UNITS[rest]] : words;
}

/* --------------------------------------------------------------- exact sums */

const SCALE = 6;

/** An encoded value as a BigInt in millionths, so that sums are exact; null where there is no number. */
export function millionths(value) {
  const number = amountOf(value);
  return number ? number.coef * 10n ** BigInt(SCALE - number.decimals) : null;
}

/** The amount of so many millionths. */
export function fromMillionths(sum) {
  return { coef: sum, decimals: SCALE };
}
