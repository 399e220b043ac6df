/* The words of a concordance line: at which place they stand, how often, in what order.
   No page is touched here, so that all of it can be tested by itself. */
"use strict";
var words = (function () {
  var WORD = /[\p{L}\p{M}\p{N}]+(?:['’.,‐‑-](?=[\p{L}\p{N}])[\p{L}\p{M}\p{N}]+)*/gu;
  var PLACES = ["l3", "l2", "l1", "r1", "r2", "r3"];
  var collator = new Intl.Collator("en");

  /* small letters, straight apostrophes, hyphens alike */
  function fold(text) {
    return text.toLowerCase().replace(/[’ʼ]/g, "'").replace(/[‐‑]/g, "-").replace(/\u00ad/g, "");
  }

  function all(text) { return fold(text).match(WORD) || []; }

  /* the word at a place: "l1" is the first to the left of the passage; "" where there is none */
  function at(row, place) {
    var number = Number(place[1]);
    if (place[0] === "r") { return all(row.right)[number - 1] || ""; }
    var left = all(row.left);
    return left[left.length - number] || "";
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

  /* the lines by one or several keys, "-" before one that runs from the end; equal ones stay as they are */
  function sorted(rows, names, seed) {
    var keys = names.map(function (name) {
      var back = name[0] === "-";
      return ranks(rows.map(function (row) { return key(row, back ? name.slice(1) : name, seed); }), back);
    });
    return rows.map(function (row, i) { return i; }).sort(function (a, b) {
      for (var k = 0; k < keys.length; k++) {
        if (keys[k][a] !== keys[k][b]) { return keys[k][a] - keys[k][b]; }
      }
      return a - b;
    }).map(function (i) { return rows[i]; });
  }

  /* the number of each value in order, the empty one last; there are far fewer values than lines */
  function ranks(values, back) {
    if (typeof values[0] === "number") { return back ? values.map(function (value) { return -value; }) : values; }
    var order = new Map();
    Array.from(new Set(values)).sort(function (a, b) {
      return (a === "") - (b === "") || collator.compare(a, b) * (back ? -1 : 1);
    }).forEach(function (value, i) { order.set(value, i); });
    return values.map(function (value) { return order.get(value); });
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

  return { PLACES: PLACES, fold: fold, all: all, key: key, sorted: sorted, counted: counted };
})();
