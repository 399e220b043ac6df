/* Words searched in the full texts: `root cause*`, `talks|negotiations`, phrases. The texts come from
   beside the page, once; a query is an expression over them. No page is touched here. */
"use strict";
var search = (function () {
  var LETTER = "[\\p{L}\\p{M}\\p{N}]";
  /* where a word begins and ends: the signs inside one join letters, points and commas digits, points the
     letters of initials; a final 's is a word apart */
  var OWN = "['’‐‑-](?![sS](?!" + LETTER + "))(?=" + LETTER + ")";
  var ALONE = "(?<!" + LETTER + ")\\p{L}";
  var BEFORE = "(?<!" + [LETTER, LETTER + "['’‐‑-]", "\\p{N}[.,](?=\\p{N})", ALONE + "\\.(?=\\p{L}(?!" + LETTER + "))"].join("|") + ")";
  var AFTER = "(?!" + [LETTER, OWN, "(?<=\\p{N})[.,]\\p{N}", "(?<=" + ALONE + ")\\.\\p{L}(?!" + LETTER + ")"].join("|") + ")";
  var JOINED = "(?:" + [OWN, "(?<=\\p{N})[.,](?=\\p{N})", "(?<=" + ALONE + ")\\.(?=\\p{L}(?!" + LETTER + "))"].join("|") + ")";
  var WORD = new RegExp(BEFORE + LETTER + "+(?:" + JOINED + LETTER + "+)*", "gu");
  var BETWEEN = "[\\s\\u00ad]+";
  var SIGNS = { "'": "['’ʼ]", "-": "[-‐‑]", "*": "(?:" + LETTER + "|" + OWN + ")*", "?": LETTER };
  var CONTEXT = 70, LONGEST = 300; // signs around a passage, and of a passage; the text page has all of it

  function Unclear(message) { this.message = message; }

  function literal(word) {
    return Array.from(word).map(function (sign) {
      return SIGNS[sign] || sign.replace(/[.*+?^${}()|[\]\\\/]/g, "\\$&");
    }).join("");
  }

  /* what a query says as an expression; a query with what is only known to the codebook is refused. `capitals`
     are the words that in capitals are another word (US, IT): they are matched as they are written. Marks
     around all of it are how other searches ask for a phrase; here words in a row are one */
  function expression(query, capitals) {
    var terms = query.trim().replace(/^["“”„«](.*)["“”»]$/, "$1").trim().replace(/’/g, "'").split(/\s+/).filter(Boolean);
    if (!terms.length) { throw new Unclear("Write a word."); }
    var listed = [];
    var parts = terms.map(function (term, number) {
      if (/[()[\]{}<>\/!~"=&]|\.\./.test(term)) {
        throw new Unclear("Here a query has words, phrases, * and | only: “" + term + "” is for the codebook.");
      }
      var words = term.split("|").map(function (word) { return word.replace(/[.,;:]+$/, ""); }).filter(Boolean);
      if (!words.length || words.some(function (word) { return !/[\p{L}\p{N}]/u.test(word); })) {
        throw new Unclear("“" + term + "” has no letter.");
      }
      listed = listed.concat(words);
      var point = /\.$/.test(term) && number < terms.length - 1 ? "\\.?" : "";
      return "(?:" + words.map(literal).join("|") + ")" + point;
    });
    var wanted = new RegExp(BEFORE + parts.join(BETWEEN) + AFTER, "giu");
    wanted.refused = refused(listed, capitals || []);
    return wanted;
  }

  /* the words of a match that are not meant: US where "us" is asked for, us where "US" is */
  function refused(listed, capitals) {
    return new Set(capitals.reduce(function (all, word) {
      var small = word.toLowerCase();
      var asked = listed.filter(function (one) { return one.toLowerCase() === small; });
      if (!asked.length) { return all; }
      if (asked.indexOf(word) < 0) { return all.concat(word); }
      return asked.length === 1 ? all.concat(small, small[0].toUpperCase() + small.slice(1)) : all;
    }, []));
  }

  /* the passages of one text: start and end in code points */
  function found(text, wanted) {
    var places = [], match, units = 0, points = 0;
    wanted.lastIndex = 0;
    while ((match = wanted.exec(text))) {
      points += length(text.slice(units, match.index));
      units = match.index;
      if (wanted.refused.size && match[0].split(/\s+/).some(function (word) { return wanted.refused.has(word); })) { continue; }
      places.push([points, points + length(match[0])]);
    }
    return places;
  }

  function length(text) {
    var pairs = text.match(/[\ud800-\udbff][\udc00-\udfff]/g);
    return text.length - (pairs ? pairs.length : 0);
  }

  /* where a code point stands in the units of this language, in which a letter beyond U+FFFF is two */
  function unit(document_, point) {
    if (!document_.pairs) {
      document_.pairs = Array.from(document_.text.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g), function (pair, n) { return pair.index - n; });
    }
    var before = document_.pairs.findIndex(function (place) { return place >= point; });
    return point + (before < 0 ? document_.pairs.length : before);
  }

  /* what stands at most so many signs before and after a place, never cut inside a word */
  function before(text, end, most) {
    var from = Math.max(0, end - most);
    if (/[\udc00-\udfff]/.test(text[from])) { from += 1; }
    var cut = text.slice(from, end);
    return from && /\S/.test(text[from - 1]) && /\S/.test(text[from]) ? cut.replace(/^\S+\s+/, "") : cut;
  }

  function after(text, start, most) {
    var to = Math.min(text.length, start + most);
    if (/[\udc00-\udfff]/.test(text[to])) { to -= 1; }
    var cut = text.slice(start, to);
    return to < text.length && /\S/.test(text[to]) ? cut.replace(/\s+\S*$/, "") : cut;
  }

  function flat(text) { return text.replace(/\s/g, " "); }

  /* a line of the concordance: a passage, and the words around it, which are taken from the text when they are
     asked for, since most lines are never looked at */
  class Line {
    constructor(document_, of, start, end, code, voice, speaker) {
      this.document_ = document_;
      this.of = of;
      this.start = start;
      this.end = end;
      this.code = code;
      this.voice = voice;
      this.speaker = speaker;
    }

    get text() { return this.document_.text; }

    /* where the passage begins and ends in the text as this language counts */
    get first() { return unit(this.document_, this.start); }

    get behind() { return unit(this.document_, this.end); }

    get left() { return flat(before(this.text, this.first, CONTEXT)); }

    get whole() { return flat(this.text.slice(this.first, this.behind)); }

    get node() { return this.whole.length > LONGEST ? after(this.whole, 0, LONGEST) + " …" : this.whole; }

    get right() { return flat(after(this.text, this.behind, CONTEXT)); }
  }

  /* the voice at a place: [start, end, mode, speaker] of the narrowest that holds it */
  function voiceAt(voices, start) {
    var best = null;
    voices.forEach(function (voice) {
      if (voice[0] <= start && start < voice[1] && (!best || voice[1] - voice[0] <= best[1] - best[0])) { best = voice; }
    });
    return best || [0, 0, "", ""];
  }

  /* the lines of one text, in which `of` is what is known of it */
  function lines(document_, of, wanted) {
    return found(document_.text, wanted).map(function (place) {
      var voice = voiceAt(document_.voices, place[0]);
      return new Line(document_, of, place[0], place[1], "", voice[2], voice[3]);
    });
  }

  return { WORD: WORD, expression: expression, lines: lines, Line: Line, voiceAt: voiceAt, Unclear: Unclear };
})();
