/** Figures and moments for people. */

const NUMBER = new Intl.NumberFormat("en");
const PLACES = [new Intl.NumberFormat("en", { maximumFractionDigits: 0 }), new Intl.NumberFormat("en", { maximumFractionDigits: 1 })];

export const count = (n) => NUMBER.format(n);

/** 1 node, 2 nodes. */
export const counted = (n, one, more) => `${count(n)} ${n === 1 ? one : more}`;

/** 0, 0.4, 3.7, 42, 1,200. */
export const rate = (x) => PLACES[x > 0 && x < 9.95 ? 1 : 0].format(x);

/** 812 B, 3.4 kB, 12 MB. */
export function bytes(n) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let unit = 0;
  for (; n >= 999.5 && unit < units.length - 1; unit++) {
    n /= 1000;
  }
  return `${unit === 0 ? PLACES[0].format(n) : rate(n)} ${units[unit]}`;
}

/** 45 s, 12 min, 3 h 20 min, 2 d 3 h. */
export function duration(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  if (s < 120) {
    return `${s} s`;
  }
  const minutes = Math.floor(s / 60);
  if (minutes < 120) {
    return `${minutes} min`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** 0.412 ms, 12.3 ms, 1,204 ms. */
export function milliseconds(ms) {
  return `${ms < 1 ? ms.toFixed(2) : ms < 100 ? ms.toFixed(1) : count(Math.round(ms))} ms`;
}

/** just now, 40 s ago, in 43 min; of a moment in ISO 8601. */
export function moment(iso) {
  const seconds = (Date.parse(iso) - Date.now()) / 1000;
  if (Math.abs(seconds) < 2) {
    return "just now";
  }
  return seconds < 0 ? `${duration(-seconds)} ago` : `in ${duration(seconds)}`;
}

/** The first digits of an id. */
export const brief = (id) => `${id.slice(0, 8)}…`;

/** host:port, with brackets around IPv6. */
export const address = ({ host, port }) => (host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`);

/** The first bits of an id after some, as a fraction of their range: where it lies, from 0 to 1. */
export function fraction(id, skip) {
  const rest = (BigInt(`0x${id}`) << BigInt(skip)) & ((1n << 256n) - 1n);
  return Number(rest >> 204n) / 2 ** 52;
}

/** The bit of an id at an index from its front. */
export const bit = (id, index) => (parseInt(id[index >> 2], 16) >> (3 - (index & 3))) & 1;

/** So many bits of an id from its front. */
export const bits = (id, n) => Array.from({ length: n }, (_, index) => bit(id, index)).join("");

/** The distance of two ids in bits, with a fraction: the logarithm of their XOR, 0 to 256. */
export function distanceBits(a, b) {
  const xor = BigInt(`0x${a}`) ^ BigInt(`0x${b}`);
  if (xor === 0n) {
    return 0;
  }
  const digits = xor.toString(16);
  return Math.log2(parseInt(digits.slice(0, 12), 16)) + 4 * Math.max(0, digits.length - 12);
}

/** An id in any of its forms as 64 hex digits where it is hex, else as it is. */
export const plainId = (text) => text.trim().replace(/^sha256:/i, "").toLowerCase();
