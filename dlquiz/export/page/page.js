"use strict";
// Reads and judges answers as dlquiz does, where it is sure how it would; what it cannot read costs nothing.
// Numbers are exact: a pair of whole numbers, [numerator, denominator].

const gcd = (a, b) => { a = a < 0n ? -a : a; while (b) { [a, b] = [b, a % b]; } return a || 1n; };
const make = (n, d) => { if (d < 0n) { n = -n; d = -d; } const g = gcd(n, d); return [n / g, d / g]; };
const parse = (text) => { const [n, d] = text.split("/"); return make(BigInt(n), BigInt(d || "1")); };
const compare = (a, b) => { const left = a[0] * b[1], right = b[0] * a[1]; return left < right ? -1 : left > right ? 1 : 0; };
const MOST_DIGITS = 40, MOST_POWER = 64n;

class Unread extends Error {}

function clean(text) {
  return text.replace(/[\u200b-\u200d\u2060\ufeff]/g, "").replace(/[\uff10-\uff19]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d]/g, "-").replace(/[\u00d7\u2715]/g, "×").replace(/\u00f7|\u2215/g, "/").trim();
}

function dropLabel(text) {
  const found = /^(?:[A-Za-z][A-Za-z0-9_/']{0,20})?\s*=\s*([^=]+)$/.exec(text);
  return found ? found[1] : text;
}

function dropWrapper(text) {
  const found = /^(?:np\.|torch\.)?(?:array|tensor|float64|Size|TensorShape|matrix)\(([^()=]*(?:\([^()=]*\))?[^()=]*)\)$/.exec(text);
  return found ? found[1].trim() : text;
}

function dropUnit(text, units) {
  for (const unit of [...units].sort((a, b) => b.length - a.length)) {
    if (unit !== "%" && text.toLowerCase().endsWith(unit.toLowerCase())) {
      const rest = text.slice(0, text.length - unit.length).trim();
      if (/[\d).%]$/.test(rest)) return rest;
    }
  }
  return text;
}

// A sum of products of numbers, fractions and powers: + - * × / ^ and brackets.  No product without a sign.
class Arithmetic {
  constructor(text) { this.text = text; this.at = 0; this.depth = 0; }
  skip() { while (this.text[this.at] === " ") this.at++; }
  peek() { this.skip(); return this.text[this.at]; }
  read() {
    const value = this.sum();
    if (this.peek() !== undefined) throw new Unread();
    return value;
  }
  sum() {
    let value = this.product();
    for (;;) {
      const sign = this.peek();
      if (sign !== "+" && sign !== "-") return value;
      this.at++;
      const other = this.product();
      value = make(value[0] * other[1] + (sign === "+" ? 1n : -1n) * other[0] * value[1], value[1] * other[1]);
    }
  }
  product() {
    let value = this.signed();
    for (;;) {
      const sign = this.peek();
      if (!["*", "×", "·", "x", "/"].includes(sign)) return value;
      this.at++;
      if (["*", "/"].includes(this.text[this.at])) throw new Unread();
      const other = this.signed();
      if (sign === "/" && other[0] === 0n) throw new Unread();
      value = sign === "/" ? make(value[0] * other[1], value[1] * other[0]) : make(value[0] * other[0], value[1] * other[1]);
      this.bound(value);
    }
  }
  signed() {
    if (++this.depth > 50) throw new Unread();
    const sign = this.peek();
    if (sign === "-" || sign === "+") {
      this.at++;
      const value = this.signed();
      return sign === "-" ? make(-value[0], value[1]) : value;
    }
    return this.power();
  }
  power() {
    const base = this.atom();
    if (this.peek() !== "^") return base;
    this.at++;
    const exponent = this.signed();
    if (exponent[1] !== 1n || exponent[0] > MOST_POWER || exponent[0] < -MOST_POWER) throw new Unread();
    if (exponent[0] < 0n && base[0] === 0n) throw new Unread();
    const n = exponent[0] < 0n ? -exponent[0] : exponent[0];
    const value = exponent[0] < 0n ? make(base[1] ** n, base[0] ** n) : make(base[0] ** n, base[1] ** n);
    this.bound(value);
    return value;
  }
  atom() {
    if (this.peek() === "(") {
      this.at++;
      const value = this.sum();
      if (this.peek() !== ")") throw new Unread();
      this.at++;
      return value;
    }
    const found = /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?/.exec(this.text.slice(this.at));
    if (!found || /^[\w.,%]/.test(this.text.slice(this.at + found[0].length).replace(/^x/, ""))) throw new Unread();
    this.at += found[0].length;
    return decimal(found[0]);
  }
  bound(value) {
    if (value[0].toString().length > 400 || value[1].toString().length > 400) throw new Unread();
  }
}

function decimal(text) {
  const [mantissa, power] = text.toLowerCase().split("e");
  const [whole, rest = ""] = mantissa.split(".");
  if ((whole + rest).length > MOST_DIGITS) throw new Unread();
  const exponent = BigInt(power || "0") - BigInt(rest.length);
  if (exponent > 300n || exponent < -340n) throw new Unread();
  const digits = BigInt(whole + rest || "0");
  return exponent < 0n ? make(digits, 10n ** -exponent) : make(digits * 10n ** exponent, 1n);
}

function ungroup(text, whole) {
  if (whole && /^[+-]?\d{1,3}([ ,'’])\d{3}(?:\1\d{3})*$/.test(text)) return text.replace(/[ ,'’]/g, "");
  if (!whole && /^[+-]?\d{1,3}(?: \d{3})+(?:\.\d+)?$/.test(text)) return text.replace(/ /g, "");
  if (!whole && (/^[+-]?\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?$/.test(text) || /^[+-]?\d{1,3},\d{3}\.\d+$/.test(text))) return text.replace(/,/g, "");
  if (/^[+-]?\d+(?:_\d+)+$/.test(text)) return text.replace(/_/g, "");
  if (/[,'’_]/.test(text) || /\d \d/.test(text)) throw new Unread();
  return text;
}

function readNumber(text, key) {
  const whole = key.kind === "integer", units = key.unit || [];
  let rest = dropUnit(dropWrapper(dropLabel(text)), units);
  if (whole && /^[+-]?\d{1,3}\.\d{3}$/.test(rest)) throw new Unread();
  let factor = [1n, 1n];
  const percent = /^(.*\d[.)]?)\s*(?:%|percent|per cent)$/i.exec(rest);
  if (percent) {
    if (whole) throw new Unread();
    rest = percent[1];
    if (!units.includes("%")) factor = [1n, 100n];
  }
  const thousand = /^([+-]?\d+(?:\.\d+)?)([kKM])$/.exec(rest);
  if (thousand) return new Arithmetic(`${thousand[1]}*${thousand[2] === "M" ? "1000000" : "1000"}`).read();
  const value = new Arithmetic(ungroup(rest, whole)).read();
  return make(value[0] * factor[0], value[1] * factor[1]);
}

function readShape(text) {
  let rest = dropWrapper(dropLabel(text));
  if (/^scalar$/i.test(rest)) return [];
  let brackets = 0;
  for (let found; (found = /^\(([^()[\]]*)\)$/.exec(rest) || /^\[([^()[\]]*)\]$/.exec(rest) || /^\((\[[^()[\]]*\])\)$/.exec(rest)); brackets++) rest = found[1].trim();
  if (/[()[\]{}<>%]/.test(rest) && brackets) throw new Unread();
  if (!rest) { if (brackets) return []; throw new Unread(); }
  if (/[[\]{}<>%A-Wa-wyzYZ_'·⋅]/.test(rest)) throw new Unread();
  if (!brackets && /^\d{1,3}[ ,.]\d{3}$/.test(rest)) throw new Unread();
  const crosses = /[xX×]/.test(rest), commas = /[,;]/.test(rest);
  if (crosses && commas || /,/.test(rest) && /;/.test(rest)) throw new Unread();
  let cells = crosses ? rest.split(/[xX×]/) : commas ? rest.split(/[,;]/) : rest.split(/\s+(?=[\d.(])(?<![-+*/^(]\s*)/);
  if (commas && !cells[cells.length - 1].trim()) cells = cells.slice(0, -1);
  if (cells.length === 1 && /\*/.test(cells[0]) || crosses && /\*/.test(rest)) throw new Unread();
  return cells.map((cell) => new Arithmetic(cell.trim()).read());
}

function readWord(text, key) {
  const word = dropLabel(text).replace(/[.!]+$/, "").trim().toLowerCase();
  const lists = { yes: ["yes", "y", "true", ...(key.yes || [])], no: ["no", "n", "false", ...(key.no || [])] };
  for (const [name, words] of Object.entries(lists)) if (words.some((own) => own.toLowerCase() === word)) return name === "yes";
  throw new Unread();
}

function readChoice(text, key) {
  const letters = "abcdefghijklmnopqrstuvwxyz".slice(0, key.options.length);
  const fold = (words) => words.replace(/[.\s]+/g, " ").trim().toLowerCase();
  const own = key.options.map(fold), words = fold(text);
  const named = own.indexOf(words);
  if (words.length > 1 && named >= 0 && own.lastIndexOf(words) === named) return [named];
  const pieces = key.several ? text.split(/[\s,;&]+|and/).filter(Boolean) : [text];
  const picked = pieces.map((piece) => {
    const found = /^\(?([A-Za-z])[.)]?$/.exec(piece.trim());
    const at = found ? letters.indexOf(found[1].toLowerCase()) : -1;
    if (at < 0) throw new Unread();
    return at;
  });
  if (!picked.length || new Set(picked).size < picked.length) throw new Unread();
  return picked.sort((a, b) => a - b);
}

const within = (value, [low, high]) => compare(parse(low), value) <= 0 && compare(value, parse(high)) <= 0;

// right, close, wrong, or unreadable, and what to say
function judge(key, typed) {
  const text = clean(typed);
  if (!text || text.length > 500) return { verdict: "unreadable" };
  try {
    if (key.kind === "integer" || key.kind === "number") {
      const value = readNumber(text, key);
      if (within(value, key.right)) return { verdict: "right" };
      const known = (key.mistakes || []).find((one) => within(value, one.at));
      if (known) return { verdict: "wrong", says: known.says };
      return { verdict: key.close && within(value, key.close) ? "close" : "wrong" };
    }
    if (key.kind === "shape") {
      const sizes = readShape(text);
      return { verdict: sizes.length === key.value.length && sizes.every((size, i) => compare(size, parse(key.value[i])) === 0) ? "right" : "wrong" };
    }
    if (key.kind === "yes-no") return { verdict: readWord(text, key) === key.value ? "right" : "wrong" };
    if (key.kind === "choice") {
      const picked = readChoice(text, key), right = key.value;
      const because = picked.length === 1 && key.because ? key.because[picked[0]] : "";
      return { verdict: picked.length === right.length && picked.every((one, i) => one === right[i]) ? "right" : "wrong", says: because };
    }
  } catch (fault) {
    if (!(fault instanceof Unread) && !(fault instanceof RangeError) && !(fault instanceof SyntaxError)) throw fault;
  }
  return { verdict: "unreadable" };
}

// the page

const TOLD = {
  right: "✓ right", wrong: "✗ not yet", close: "≈ nearly: the method was right, the rounding was not (half the marks)",
  unreadable: "This cannot be read here. Type a plain number or fraction, a letter, yes or no, or a shape; it costs nothing.",
};

function setUp(section) {
  const parts = [...section.querySelectorAll(".part")];
  for (const part of parts) {
    const key = JSON.parse(part.dataset.key);
    const form = part.querySelector("form"), input = part.querySelector("input"), told = part.querySelector(".told-verdict");
    if (form) form.addEventListener("submit", (event) => {
      event.preventDefault();
      const found = judge(key, input.value);
      told.textContent = TOLD[found.verdict];
      told.className = `told-verdict ${found.verdict}`;
      const reason = part.querySelector(".reason");
      reason.innerHTML = found.verdict === "right" ? "" : (found.says ? part.querySelector(`[data-says="${found.says}"]`).innerHTML : "");
      if (found.verdict !== "unreadable") record(part, found.verdict === "right" ? 1 : found.verdict === "close" ? 0.5 : 0);
      if (found.verdict === "right") (section.querySelector(".part:not([data-score='1']) input") || section.querySelector(".solution summary")).focus();
      else input.select();
    });
    for (const pick of part.querySelectorAll("button.pick")) pick.addEventListener("click", () => {
      if (key.several) {
        pick.setAttribute("aria-pressed", pick.getAttribute("aria-pressed") === "true" ? "false" : "true");
        input.value = [...part.querySelectorAll("button.pick[aria-pressed='true']")].map((one) => one.dataset.letter).join(" ");
      } else input.value = pick.dataset.letter;
      input.focus();
    });
    for (const grade of part.querySelectorAll("button.grade")) grade.addEventListener("click", () => {
      record(part, Number(grade.dataset.score));
      told.textContent = grade.textContent;
    });
  }
  const steps = [...section.querySelectorAll(".steps > li, .solution table.passes")], more = section.querySelector("button.more");
  if (more && steps.length > 1) {
    steps.slice(1).forEach((step) => { step.hidden = true; });
    more.hidden = false;
    more.addEventListener("click", () => {
      const next = steps.find((step) => step.hidden);
      if (next) next.hidden = false;
      more.hidden = !steps.some((step) => step.hidden);
    });
  }
  const others = section.querySelector("button.other");
  if (others) others.addEventListener("click", () => {
    const group = [...section.parentElement.children], at = group.indexOf(section), next = group[(at + 1) % group.length];
    section.hidden = true;
    next.hidden = false;
    next.querySelector("input, button").focus();
  });
}

function record(part, score) {
  if (part.dataset.score === undefined || part.dataset.score === "") part.dataset.first = String(score);
  part.dataset.score = String(score);
  const done = [...document.querySelectorAll(".part[data-first]")];
  const sum = done.reduce((total, one) => total + Number(one.dataset.score), 0);
  document.querySelector("#score").textContent = `${sum} of ${done.length} answered`;
}

document.addEventListener("DOMContentLoaded", () => {
  document.documentElement.classList.add("live");
  for (const group of document.querySelectorAll(".group")) {
    const variants = [...group.children];
    variants.slice(1).forEach((one) => { one.hidden = true; });
    if (variants.length > 1) variants.forEach((one) => { one.querySelector("button.other").hidden = false; });
    variants.forEach(setUp);
  }
});
