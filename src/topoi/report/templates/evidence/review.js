/* Review: sentences drawn by a seed, judged blind, kept in the browser, saved to a file and read
   from it. All that a reader was given is one list of rows, which a file holds as they are: those of
   this draw and of earlier ones, with and without a verdict. */
"use strict";
(function () {
  var meta, codes, pool, numbers, state, keeps = true, selected = "", CONTEXT = 200;
  var KEY = "topoi-judgements:" + location.pathname;
  var VERDICTS = { y: "yes", n: "no", b: "borderline" }, FAULTS = { v: "voice", e: "extent" };

  function by(id) { return document.getElementById(id); }

  function each(selector, act) { document.querySelectorAll(selector).forEach(act); }

  function many(count, what) { return count.toLocaleString("en") + " " + what + (count === 1 ? "" : "s"); }

  function fresh() {
    return { reader: "", each: 10, seed: 1, how: "chance", codes: [], rows: {}, unsaved: {}, items: [], at: 0 };
  }

  function keep() {
    try { localStorage.setItem(KEY, JSON.stringify(state)); keeps = true; } catch (e) { keeps = false; }
    window.onbeforeunload = keeps ? null : function (event) { if (unsaved()) { event.preventDefault(); } };
  }

  function kept() {
    try { return Object.assign(fresh(), JSON.parse(localStorage.getItem(KEY))); } catch (e) { return fresh(); }
  }

  /* each reader's rows are apart, so that a second one in the same browser judges afresh */
  function identity(row) { return [row.coder, row.code, row.doc, row.start, row.end].join("|"); }

  /* whether a row is of these texts, as they are, and of these codes */
  function here(row) {
    return codes[row.code] && numbers.has(row.doc) && (!row.sha256 || row.sha256 === pool.hashes[numbers.get(row.doc)]);
  }

  function own() { return Object.values(state.rows).filter(function (row) { return row.coder === state.reader; }); }

  function judged(rows) { return rows.filter(function (row) { return row.verdict; }); }

  function unsaved() { return judged(own()).filter(function (row) { return state.unsaved[identity(row)]; }).length; }

  /* ---- the draw ---- */

  /* numbers that the seed alone decides (Mulberry32) */
  function chance(seed) {
    return function () {
      seed = (seed + 0x6d2b79f5) | 0;
      var t = Math.imul(seed ^ (seed >>> 15), seed | 1);
      t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  }

  function shuffled(values, random) {
    var all = values.slice();
    for (var i = all.length - 1; i > 0; i--) {
      var j = Math.floor(random() * (i + 1)), other = all[i];
      all[i] = all[j];
      all[j] = other;
    }
    return all;
  }

  function rowOf(code, unit, machine, design) {
    return Object.assign({
      doc: meta.docs[unit[0]][0], start: unit[1], end: unit[2], code: code, pattern: codes[code].number || code.split("/").pop(), text: "", verdict: "", note: "", wrong: [], coder: state.reader, unit: "sentence", machine: machine,
      version: pool.versions[code.split("/")[0]], sha256: pool.hashes[unit[0]]
    }, design);
  }

  function drawn(asked) {
    var random = chance(asked.seed), rows = [];
    asked.codes.forEach(function (code) {
      var number = codeNumber(code), half = Math.ceil(asked.each / 2);
      var without = pool.drawn.filter(function (unit) { return unit[3].indexOf(number) < 0; });
      [["yes", pool.held[code] || [], pool.holding[code] || 0],
        ["no", without, pool.units - (pool.holding[code] || 0)]].forEach(function (part) {
        shuffled(part[1], random).slice(0, half).forEach(function (unit) {
          rows.push(rowOf(code, unit, part[0], { drawn_from: part[2], seed: asked.seed }));
        });
      });
    });
    return shuffled(rows, random);
  }

  /* what a classifier would have read next, and this reader has not; drawn from nothing */
  function ordered(asked) {
    return [].concat.apply([], asked.codes.map(function (code) {
      return (pool.next[code] || []).map(function (unit) { return rowOf(code, unit, unit[3] ? "yes" : "no", { drawn_from: 0 }); })
        .filter(function (row) { return !(state.rows[identity(row)] || {}).verdict; }).slice(0, asked.each);
    }));
  }

  function given(asked) { return asked.how === "next" ? ordered(asked) : drawn(asked); }

  function codeNumber(code) { return meta.codes.findIndex(function (one) { return one[0] === code; }); }

  /* of earlier draws of this reader only those stay in which something was judged */
  function draw(asked) {
    Object.assign(state, { reader: by("reader").value.trim(), at: 0 }, asked);
    var begun = judged(own()).map(function (row) { return String(row.seed); });
    own().forEach(function (row) {
      if (!row.verdict && !row.note && begun.indexOf(String(row.seed)) < 0) { delete state.rows[identity(row)]; }
    });
    state.items = given(asked).map(function (row) {
      var key = identity(row), before = state.rows[key];
      if (!before) { state.rows[key] = row; }
      return [key, row.drawn_from, row.seed];
    });
    keep();
    by("setup").open = !state.items.length;
    show(true);
  }

  /* ---- one item ---- */

  function current() { return state.items.length ? state.rows[state.items[state.at][0]] : undefined; }

  function show(focus) {
    var row = current();
    by("item").hidden = !row;
    by("intro").hidden = Boolean(row);
    if (row) { reached(row, state.items[state.at]); }
    tally();
    if (!row) { return Promise.resolve(); }
    return textOf(row).then(function (document_) {
      if (row !== current()) { return; }
      var characters = Array.from(document_.text);
      selected = "";
      by("item-title").textContent = codes[row.code].label;
      by("item-definition").textContent = codes[row.code].definition;
      by("item-place").textContent = row.doc + ":" + row.start + "-" + row.end;
      by("item-note").value = row.note;
      text(row, document_, characters);
      each("[data-verdict]", function (button) {
        button.setAttribute("aria-pressed", String(button.dataset.verdict === row.verdict));
      });
      reveal(row, document_);
      by("progress").textContent = "Sentence " + (state.at + 1) + " of " + state.items.length + "; " +
        judged(state.items.map(function (item) { return state.rows[item[0]]; })).length + " judged.";
      document.body.dataset.ready = "item-" + state.at;
      if (focus) {
        by("item-title").focus({ preventScroll: true });
        by("item").scrollIntoView({ block: "start" });
      }
    });
  }

  /* A sentence that was read in the classifier's order, and that a draw by chance leads to as well,
     was drawn by chance: were it left out of that draw, rates would lack what looks wrong. */
  function reached(row, item) {
    if (row.drawn_from === 0 && item[1] > 0) {
      Object.assign(row, { drawn_from: item[1], seed: item[2] });
      keep();
    }
  }

  function textOf(row) {
    var number = numbers.get(row.doc);
    return topoi.need("t" + Math.floor(number / meta.documents)).then(function (texts) { return texts[number % meta.documents]; });
  }

  function found(row, document_) {
    var number = codeNumber(row.code);
    return document_.marks.filter(function (mark) { return mark[2] === number && mark[0] < row.end && mark[1] > row.start; });
  }

  /* the sentence in its context; what was found in it only once it is judged */
  function text(row, document_, characters) {
    function slice(a, b) { return characters.slice(Math.max(a, 0), b).join(""); }
    var inside = [], at = row.start;
    (row.verdict ? found(row, document_) : []).forEach(function (mark) {
      var from = Math.max(mark[0], at), to = Math.min(mark[1], row.end);
      if (from >= to) { return; }
      inside.push(slice(at, from), topoi.element("mark", {}, [slice(from, to)]));
      at = to;
    });
    inside.push(slice(at, row.end));
    by("item-text").replaceChildren(
      topoi.element("span", { "class": "note" }, [slice(row.start - CONTEXT, row.start).replace(/^\S*\s/, "")]),
      topoi.element("strong", {}, [topoi.element("bdi", {}, inside)]),
      topoi.element("span", { "class": "note" }, [slice(row.end, row.end + CONTEXT).replace(/\s\S*$/, "")])
    );
  }

  function reveal(row, document_) {
    by("answer").hidden = !row.verdict;
    if (!row.verdict) { return; }
    var voices = found(row, document_).map(function (mark) { return meta.modes[mark[3]] + ", " + (meta.speakers[mark[4]] || "not named"); });
    by("answer-coding").textContent = row.machine === "yes"
      ? "The coding found it here, as marked (" + Array.from(new Set(voices)).join("; ") + ")." : "The coding found nothing of it here.";
    each("[data-fault]", function (button) {
      button.disabled = row.machine === "no";
      button.setAttribute("aria-pressed", String(row.wrong.indexOf(button.dataset.fault) >= 0));
    });
    each("[data-right]", function (part) {
      part.hidden = row.wrong.indexOf(part.dataset.right) < 0;
      by("right-" + part.dataset.right).value = row["right_" + part.dataset.right] || "";
    });
  }

  function answered(change) {
    var row = current();
    if (!row) { return Promise.resolve(); }
    return textOf(row).then(function (document_) {
      row.text = Array.from(document_.text).slice(row.start, row.end).join("");
      Object.assign(row, change);
      state.unsaved[identity(row)] = 1;
      keep();
    });
  }

  function judge(verdict) { answered({ verdict: verdict }).then(show); }

  /* the words last selected in the sentence: a press of a button may end the selection */
  function select() {
    var now = getSelection();
    if (by("item-text").contains(now.anchorNode) && String(now).trim()) { selected = String(now).trim(); }
  }

  function fault(name, focus) {
    var row = current();
    if (!row || !row.verdict || row.machine === "no") { return; }
    select();
    var change = {}, has = row.wrong.indexOf(name) >= 0;
    change.wrong = has ? row.wrong.filter(function (one) { return one !== name; }) : row.wrong.concat(name);
    change["right_" + name] = !has && name === "extent" ? selected : "";
    answered(change).then(show).then(function () { if (focus && !has) { by("right-" + name).focus(); } });
  }

  function step(by_) {
    if (!state.items.length) { return; }
    state.at = Math.min(Math.max(state.at + by_, 0), state.items.length - 1);
    keep();
    show(true);
  }

  /* ---- what comes of it ---- */

  function tally() {
    var rows = judged(own()), chosen = rows.filter(function (row) { return !row.drawn_from; }).length;
    by("done").hidden = !rows.length;
    var told = Array.from(new Set(rows.map(function (row) { return row.code; }))).map(function (code) {
      var cells = ["yes", "no"].map(function (machine) {
        var of = rows.filter(function (row) { return row.code === code && row.machine === machine && row.drawn_from; });
        return of.length ? of.filter(function (row) { return row.verdict === "yes"; }).length + " of " + of.length : "–";
      });
      return topoi.element("tr", {}, [topoi.element("th", { scope: "row" }, [(codes[code] || { label: code }).label])].concat(
        cells.map(function (cell) { return topoi.element("td", {}, [cell]); })));
    });
    var head = ["Code", "yes, where it was found", "yes, where it was not"].map(function (title) {
      return topoi.element("th", { scope: "col" }, [title]);
    });
    by("tally").replaceChildren(topoi.element("thead", {}, [topoi.element("tr", {}, head)]), topoi.element("tbody", {}, told));
    by("held").textContent = heldOf(rows, chosen);
  }

  /* what a file will hold, what it will not, and what is kept besides */
  function heldOf(rows, chosen) {
    var seeds = Array.from(new Set(rows.filter(function (row) { return row.drawn_from; }).map(function (row) { return row.seed; })));
    var notes = own().filter(function (row) { return row.note && !row.verdict; }).length, others = {};
    judged(Object.values(state.rows)).forEach(function (row) {
      if (row.coder !== state.reader) { others[row.coder] = (others[row.coder] || 0) + 1; }
    });
    return [
      "A file holds " + many(rows.length, "judgement") + " of " + state.reader +
        (seeds.length ? ", seed" + (seeds.length > 1 ? "s " : " ") + seeds.join(", ") : "") + "; not yet saved: " + unsaved() + ".",
      chosen ? many(chosen, "sentence") + " read in the classifier’s order stand" + (chosen === 1 ? "s" : "") + " in it, and in no rate." : "",
      notes ? many(notes, "note") + " without a verdict will not be in it." : "",
      Object.keys(others).length ? "Also kept in this browser: " + Object.keys(others).map(function (name) {
        return name + " (" + others[name] + ")"; }).join(", ") + "." : "",
      keeps ? "" : "This browser keeps nothing: save before you leave the page."
    ].filter(Boolean).join(" ");
  }

  /* the rows of codebook/judgements/: a stratum's `drawn` are those of all draws */
  function judgements() {
    var all = own();
    return judged(all).map(function (row) {
      var of = all.filter(function (one) { return one.code === row.code && one.machine === row.machine && one.drawn_from; });
      var most = Math.max.apply(null, of.map(function (one) { return one.drawn || 0; }));
      return Object.assign({}, row, row.drawn_from ? { drawn: Math.max(of.length, most) } : {});
    });
  }

  function fileName(ending) { return "judgements-" + (state.reader.replace(/[^\p{L}\p{N}]+/gu, "-") || "reader") + ending; }

  function saved(name, content, type) {
    topoi.save(name, content, type);
    own().forEach(function (row) { delete state.unsaved[identity(row)]; });
    keep();
    tally();
  }

  function saveLines() {
    saved(fileName(".jsonl"), judgements().map(function (row) { return JSON.stringify(row) + "\n"; }).join(""), "application/jsonl");
  }

  function saveAnnotations() {
    saved(fileName(".jsonld"), JSON.stringify(topoi.judgements.annotations(judgements(), state.reader), null, 1), "application/ld+json");
  }

  /* A file that somebody made without a name is called as it is, as `topoi agreement` does. What is
     kept here and differs, holds: it may be newer than the file. */
  function load(file) {
    return file.text().then(function (content) {
      var rows = topoi.judgements.rows(content), name = file.name.replace(/\.[^.]*$/, "");
      var fit = (rows || []).filter(function (row) { return topoi.judgements.sound(row) && here(row); });
      var other = (rows || []).length - fit.length, differ = 0;
      if (!fit.length) {
        by("load-said").textContent = rows ? "No judgement in " + file.name + " is of these texts and codes."
          : file.name + " is no file of judgements in JSONL or JSON-LD.";
        return;
      }
      fit.forEach(function (row) {
        row.coder = row.coder || name;
        var key = identity(row), before = state.rows[key];
        if (before && before.verdict && before.verdict !== row.verdict) { differ += 1; return; }
        if (!state.unsaved[key]) { state.rows[key] = Object.assign({}, row, { note: row.note || "", text: row.text || "" }); }
      });
      Object.assign(state, { reader: fit[0].coder, seed: fit[0].seed || state.seed, at: 0 });
      state.items = fit.filter(function (row) { return row.coder === state.reader; })
        .map(function (row) { return [identity(row), row.drawn_from, row.seed]; });
      by("load-said").textContent = "Read from " + file.name + ": " + many(fit.length, "judgement") + "." +
        (differ ? " " + differ + " of other answers than are kept here: those kept here hold." : "") +
        (other ? " Left in the file: " + other + " of other texts, versions or codes." : "");
      keep();
      settings();
      by("setup").open = false;
      show(true);
    });
  }

  /* ---- the controls ---- */

  function settings() {
    by("reader").value = state.reader;
    by("each").value = state.each;
    by("draw-seed").value = state.seed;
    by("how").value = pool.next ? state.how : "chance";
    by("how").parentElement.hidden = !pool.next;
    var chosen = state.codes.length ? state.codes : Object.keys(codes);
    by("code-boxes").replaceChildren.apply(by("code-boxes"), Object.keys(codes).map(function (code) {
      var box = topoi.element("input", { type: "checkbox", value: code }, []);
      box.checked = chosen.indexOf(code) >= 0;
      box.addEventListener("change", count);
      return topoi.element("label", {}, [box, codes[code].label, " (" + (pool.holding[code] || 0) + ")"]);
    }));
    by("speakers").replaceChildren.apply(by("speakers"), meta.speakers.filter(Boolean).map(function (name) {
      return topoi.element("option", { value: name }, []);
    }));
    count();
  }

  function asked() {
    return {
      codes: Array.from(document.querySelectorAll("#code-boxes input:checked"), function (box) { return box.value; }),
      each: Number(by("each").value) || 10, seed: Number(by("draw-seed").value) || 0, how: by("how").value
    };
  }

  function count() {
    var now = asked(), next = now.how === "next";
    by("which-count").textContent = now.codes.length + " of " + Object.keys(codes).length;
    by("draw-count").textContent = given(now).length.toLocaleString("en");
    by("order-note").hidden = !next;
    by("order-note").textContent = next ? "Ordered by a classifier; not counted in rates. " + pool.order : "";
    by("draw-seed").disabled = next;
  }

  function forget() {
    var rows = judged(own());
    by("forget-said").textContent = many(rows.length, "judgement") + " of " + state.reader + " " + (rows.length === 1 ? "is" : "are") +
      " kept in this browser; in no saved file: " + unsaved() + ". What is forgotten here is in the files alone.";
    if (!by("forgetting").open) { by("forgetting").showModal(); }
  }

  function forgotten() {
    own().forEach(function (row) {
      delete state.unsaved[identity(row)];
      delete state.rows[identity(row)];
    });
    Object.assign(state, { items: [], at: 0 });
    keep();
    by("forgetting").close();
    by("setup").open = true;
    show();
    by("review-title").focus();
  }

  function another() {
    by("setup").open = true;
    by("reader").focus();
  }

  var KEYS = { arrowright: function () { step(1); }, arrowleft: function () { step(-1); }, d: another,
    m: function () { by("item-note").focus(); },
    s: function () { if (judged(own()).length) { saveLines(); } } };

  function pressed(event) {
    if (!current()) { return; }
    var key = topoi.command(event), field = event.target.closest("#item textarea, #item input[type=text]");
    if (field && (event.key === "Escape" || (event.key === "Enter" && field.tagName === "INPUT"))) { by("item-title").focus(); }
    if (VERDICTS[key]) { judge(VERDICTS[key]); } else if (FAULTS[key]) { fault(FAULTS[key], true); } else if (KEYS[key]) { KEYS[key](); } else { return; }
    event.preventDefault();
  }

  function listen() {
    by("draw").addEventListener("submit", function (event) {
      event.preventDefault();
      draw(asked());
    });
    [["every-code", true], ["no-code", false]].forEach(function (pair) {
      by(pair[0]).addEventListener("click", function () {
        each("#code-boxes input", function (box) { box.checked = pair[1]; });
        count();
      });
    });
    [["each", "input"], ["how", "change"]].forEach(function (pair) { by(pair[0]).addEventListener(pair[1], count); });
    each("[data-verdict]", function (button) {
      button.addEventListener("click", function () { judge(button.dataset.verdict); });
    });
    each("[data-fault]", function (button) {
      button.addEventListener("click", function () { fault(button.dataset.fault, true); });
    });
    [["item-note", "note"], ["right-voice", "right_voice"], ["right-extent", "right_extent"]].forEach(function (pair) {
      by(pair[0]).addEventListener("input", function (event) {
        var change = {};
        change[pair[1]] = event.target.value;
        answered(change).then(tally);
      });
    });
    document.addEventListener("selectionchange", select);
    by("item-next").addEventListener("click", function () { step(1); });
    by("item-back").addEventListener("click", function () { step(-1); });
    by("save-lines").addEventListener("click", saveLines);
    by("save-annotations").addEventListener("click", saveAnnotations);
    by("forget").addEventListener("click", forget);
    by("forget-save").addEventListener("click", function () {
      saveLines();
      forget();
    });
    by("forget-now").addEventListener("click", forgotten);
    by("forget-not").addEventListener("click", function () { by("forgetting").close(); });
    by("load").addEventListener("change", function (event) { if (event.target.files[0]) { load(event.target.files[0]); } });
    topoi.letterKeys();
    document.addEventListener("keydown", pressed);
  }

  Promise.all(["meta", "codes", "review"].map(topoi.need)).then(function (values) {
    meta = values[0];
    codes = values[1];
    pool = values[2];
    numbers = new Map(meta.docs.map(function (told, i) { return [told[0], i]; }));
    state = kept();
    state.items = state.items.filter(function (item) { return state.rows[item[0]] && here(state.rows[item[0]]); });
    state.at = Math.min(state.at, Math.max(state.items.length - 1, 0));
    by("setup").open = !state.items.length;
    settings();
    listen();
    show();
    document.body.dataset.ready = document.body.dataset.ready || "review";
  });
})();
