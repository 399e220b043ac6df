/* The words of a concordance line: at which place they stand, how often, in what order.
   No page is touched here, so that all of it can be tested by itself. */
"use strict";
var words = (function () {
  var UNSEEN = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
  var PLACES = ["l3", "l2", "l1", "r1", "r2", "r3"];
  var capitals = new Set(), known = new Map(); // signs without a space between -> the words in them
  var collator = new Intl.Collator("en");

  /* small letters, straight apostrophes, hyphens alike */
  function fold(text) {
    return text.toLowerCase().replace(/[’ʼ]/g, "'").replace(/[‐‑]/g, "-").replace(/\u00ad/g, "");
  }

  /* words that in capitals are another word (US, IT): they are kept as they are written */
  function keep(listed) {
    capitals = new Set(listed);
    known.clear();
  }

  /* the words of a text as the report counts them: small letters, and a final 's is none */
  function all(text) {
    return (text.replace(UNSEEN, "").match(search.WORD) || []).map(function (word) { return capitals.has(word) ? word : fold(word); });
  }

  function within(signs) {
    var found = known.get(signs);
    if (!found) { known.set(signs, found = all(signs)); }
    return found;
  }

  function space(text, i) {
    var code = text.charCodeAt(i);
    return code < 0x21 || (code > 0x7e && /\s/.test(text[i]));
  }

  /* the word at a place: "l1" is the first to the left of the passage; "" where there is none. What stands
     between two spaces is read once, however often it is met */
  function at(row, place) {
    var number = Number(place[1]);
    return (place[0] === "r" ? after(row.text, row.behind, number) : before(row.text, row.first, number)) || "";
  }

  function before(text, end, number) {
    while (end > 0) {
      var from = end;
      while (from > 0 && !space(text, from - 1)) { from -= 1; }
      var found = from < end ? within(text.slice(from, end)) : [];
      if (found.length >= number) { return found[found.length - number]; }
      number -= found.length;
      end = from - 1;
    }
    return "";
  }

  function after(text, from, number) {
    var to = from;
    while (to < text.length && !space(text, to)) { to += 1; }
    if (from < to) { // a letter for the end of the passage: the 's behind it begins no word
      var near = within("x" + text.slice(from, to)).slice(1);
      if (near.length >= number) { return near[number - 1]; }
      number -= near.length;
    }
    while (to < text.length) {
      from = to += 1;
      while (to < text.length && !space(text, to)) { to += 1; }
      var found = from < to ? within(text.slice(from, to)) : [];
      if (found.length >= number) { return found[number - 1]; }
      number -= found.length;
    }
    return "";
  }

  /* what a line is sorted, counted or chosen by; a name that is no place is a column of the line */
  function key(row, name, seed) {
    if (PLACES.indexOf(name) >= 0) { return at(row, name); }
    if (name === "node") { return fold(row.node).replace(/\s+/g, " "); }
    if (name === "chance") { return chance(seed, row); }
    if (name === "place") { return row.of.number * 1e9 + row.start; }
    var told = [row.of.columns[name], row.of[name], row[name]].find(function (value) { return value !== undefined; });
    return String(told === undefined ? "" : told);
  }

  /* a number that depends on the seed and the place alone (FNV-1a), so that a link draws alike */
  function chance(seed, row) {
    var text = seed + ":" + row.of.doc + ":" + row.start + ":" + row.end + ":" + row.code, found = 0x811c9dc5;
    for (var i = 0; i < text.length; i++) { found = Math.imul(found ^ text.charCodeAt(i), 0x01000193); }
    found = Math.imul(found ^ (found >>> 16), 0x45d9f3b);
    return (found ^ (found >>> 16)) >>> 0;
  }

  /* the lines by one or several keys, "-" before one that runs from the end; equal ones stay as they are.
     Each key, the last one first, deals the lines by the ranks of its values, which costs no comparisons */
  function sorted(rows, names, seed) {
    var order = Uint32Array.from(rows, function (row, i) { return i; });
    names.slice().reverse().forEach(function (name) {
      var back = name[0] === "-";
      var found = ranks(rows.map(function (row) { return key(row, back ? name.slice(1) : name, seed); }), back);
      var next = new Uint32Array(rows.length + 1), dealt = new Uint32Array(rows.length);
      found.forEach(function (rank) { next[rank + 1] += 1; });
      for (var rank = 1; rank < next.length; rank++) { next[rank] += next[rank - 1]; }
      order.forEach(function (i) { dealt[next[found[i]]++] = i; });
      order = dealt;
    });
    return Array.from(order, function (i) { return rows[i]; });
  }

  /* the rank of each value, the empty one last; there are far fewer values than lines */
  function ranks(values, back) {
    var compare = typeof values[0] === "number" ? function (a, b) { return a - b; } : collator.compare, order = new Map();
    Array.from(new Set(values)).sort(function (a, b) {
      return (a === "") - (b === "") || compare(a, b) * (back ? -1 : 1);
    }).forEach(function (value, i) { order.set(value, i); });
    return Uint32Array.from(values, function (value) { return order.get(value); });
  }

  /* each form at a place with its number of lines, the most frequent first */
  function counted(rows, name) {
    var counts = new Map();
    rows.forEach(function (row) {
      var form = key(row, name, 0);
      counts.set(form, (counts.get(form) || 0) + 1);
    });
    return Array.from(counts).sort(function (a, b) { return b[1] - a[1] || collator.compare(a[0], b[0]); });
  }

  return { PLACES: PLACES, keep: keep, fold: fold, all: all, key: key, sorted: sorted, counted: counted };
})();
