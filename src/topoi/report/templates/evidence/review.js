/* Review: sentences drawn by a seed, judged blind, kept in the browser, saved to a file. */
"use strict";
(function () {
  var meta, codes, pool, state, CONTEXT = 200;
  var KEY = "topoi-review:" + location.pathname;
  var VERDICTS = { y: "yes", n: "no", b: "borderline" }, FAULTS = { v: "voice", e: "extent" };

  function by(id) { return document.getElementById(id); }

  function fresh() { return { reader: "", each: 10, seed: 1, codes: [], items: [], at: 0, answers: {} }; }

  function keep() {
    try { localStorage.setItem(KEY, JSON.stringify(state)); } catch (e) { /* a browser that keeps nothing */ }
  }

  function kept() {
    try { return Object.assign(fresh(), JSON.parse(localStorage.getItem(KEY))); } catch (e) { return fresh(); }
  }

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

  function drawn(chosen, each, seed) {
    var random = chance(seed), items = [];
    chosen.forEach(function (code) {
      var number = codeNumber(code), half = Math.ceil(each / 2);
      var without = pool.drawn.filter(function (unit) { return unit[3].indexOf(number) < 0; });
      [["yes", pool.held[code] || [], pool.holding[code] || 0],
        ["no", without, pool.units - (pool.holding[code] || 0)]].forEach(function (part) {
        var units = shuffled(part[1], random).slice(0, half);
        units.forEach(function (unit) {
          items.push({ code: code, unit: unit.slice(0, 3), machine: part[0], from: part[2], drawn: units.length,
            version: pool.versions[code.split("/")[0]], sha256: pool.hashes[unit[0]] });
        });
      });
    });
    return shuffled(items, random);
  }

  function codeNumber(code) { return meta.codes.findIndex(function (one) { return one[0] === code; }); }

  /* each reader's answers are apart, so that a second one in the same browser judges afresh */
  function identity(item) { return [state.reader, item.code].concat(item.unit).join("|"); }

  /* ---- one item ---- */

  function show(focus) {
    var item = state.items[state.at];
    by("item").hidden = !item;
    tally();
    if (!item) { return; }
    var file = Math.floor(item.unit[0] / meta.documents);
    topoi.need("t" + file).then(function (texts) {
      if (item !== state.items[state.at]) { return; }
      var document_ = texts[item.unit[0] % meta.documents], characters = Array.from(document_.text);
      var answer = state.answers[identity(item)] || { faults: [], note: "" };
      by("item-title").textContent = codes[item.code].label;
      by("item-definition").textContent = codes[item.code].definition;
      by("item-place").textContent = locus(item);
      by("item-note").value = answer.note;
      text(item, document_, characters, Boolean(answer.verdict));
      document.querySelectorAll("[data-verdict]").forEach(function (button) {
        button.setAttribute("aria-pressed", String(button.dataset.verdict === answer.verdict));
      });
      reveal(item, document_, answer);
      by("progress").textContent = "Sentence " + (state.at + 1) + " of " + state.items.length + "; " +
        judgedItems().length + " judged.";
      document.body.dataset.ready = "item-" + state.at;
      if (focus) { by("item-title").focus({ preventScroll: false }); }
    });
  }

  function locus(item) { return meta.docs[item.unit[0]][0] + ":" + item.unit[1] + "-" + item.unit[2]; }

  function found(item, document_) {
    var number = codeNumber(item.code);
    return document_.marks.filter(function (mark) {
      return mark[2] === number && mark[0] < item.unit[2] && mark[1] > item.unit[1];
    });
  }

  /* the sentence in its context; what was found in it only once it is judged */
  function text(item, document_, characters, judged) {
    var start = item.unit[1], end = item.unit[2];
    function slice(a, b) { return characters.slice(Math.max(a, 0), b).join(""); }
    var inside = [], at = start;
    (judged ? found(item, document_) : []).forEach(function (mark) {
      var from = Math.max(mark[0], at), to = Math.min(mark[1], end);
      if (from >= to) { return; }
      inside.push(slice(at, from), topoi.element("mark", {}, [slice(from, to)]));
      at = to;
    });
    inside.push(slice(at, end));
    by("item-text").replaceChildren(
      topoi.element("span", { "class": "note" }, [slice(start - CONTEXT, start).replace(/^\S*\s/, "")]),
      topoi.element("strong", {}, [topoi.element("bdi", {}, inside)]),
      topoi.element("span", { "class": "note" }, [slice(end, end + CONTEXT).replace(/\s\S*$/, "")])
    );
  }

  function reveal(item, document_, answer) {
    by("answer").hidden = !answer.verdict;
    if (!answer.verdict) { return; }
    var marks = found(item, document_);
    var voices = marks.map(function (mark) { return meta.modes[mark[3]] + ", " + (meta.speakers[mark[4]] || "not named"); });
    by("answer-coding").textContent = item.machine === "yes"
      ? "The coding found it here, as marked (" + Array.from(new Set(voices)).join("; ") + ")." : "The coding found nothing of it here.";
    document.querySelectorAll("[data-fault]").forEach(function (button) {
      button.disabled = item.machine === "no";
      button.setAttribute("aria-pressed", String(answer.faults.indexOf(button.dataset.fault) >= 0));
    });
  }

  function answered(change) {
    var item = state.items[state.at], key = identity(item);
    state.answers[key] = Object.assign({ faults: [], note: "" }, state.answers[key], change);
    keep();
    show();
  }

  function judge(verdict) { if (state.items[state.at]) { answered({ verdict: verdict }); } }

  function fault(name) {
    var item = state.items[state.at], answer = item && state.answers[identity(item)];
    if (!answer || !answer.verdict || item.machine === "no") { return; }
    var has = answer.faults.indexOf(name) >= 0;
    answered({ faults: has ? answer.faults.filter(function (one) { return one !== name; }) : answer.faults.concat(name) });
  }

  function step(by_) {
    if (!state.items.length) { return; }
    state.at = Math.min(Math.max(state.at + by_, 0), state.items.length - 1);
    keep();
    show(true);
  }

  /* ---- what comes of it ---- */

  function judgedItems() {
    return state.items.filter(function (item) { return (state.answers[identity(item)] || {}).verdict; });
  }

  function tally() {
    var judged = judgedItems();
    by("done").hidden = !judged.length;
    var rows = Array.from(new Set(state.items.map(function (item) { return item.code; }))).map(function (code) {
      var cells = ["yes", "no"].map(function (machine) {
        var own = judged.filter(function (item) { return item.code === code && item.machine === machine; });
        var yes = own.filter(function (item) { return state.answers[identity(item)].verdict === "yes"; }).length;
        return own.length ? yes + " of " + own.length : "–";
      });
      return topoi.element("tr", {}, [topoi.element("th", { scope: "row" }, [codes[code].label])].concat(
        cells.map(function (cell) { return topoi.element("td", {}, [cell]); })));
    });
    var head = ["Code", "yes, where it was found", "yes, where it was not"].map(function (title) {
      return topoi.element("th", { scope: "col" }, [title]);
    });
    by("tally").replaceChildren(topoi.element("thead", {}, [topoi.element("tr", {}, head)]), topoi.element("tbody", {}, rows));
  }

  /* the judgements as rows of codebook/judgements/, with what a rate is estimated from */
  function judgements() {
    return Promise.all(judgedItems().map(function (item) {
      return topoi.need("t" + Math.floor(item.unit[0] / meta.documents)).then(function (texts) {
        var answer = state.answers[identity(item)];
        var characters = Array.from(texts[item.unit[0] % meta.documents].text);
        return {
          doc: meta.docs[item.unit[0]][0], start: item.unit[1], end: item.unit[2], pattern: codes[item.code].number || item.code.split("/").pop(),
          code: item.code, text: characters.slice(item.unit[1], item.unit[2]).join(""), verdict: answer.verdict,
          note: answer.note, wrong: answer.faults, coder: state.reader, unit: "sentence", machine: item.machine,
          drawn_from: item.from, drawn: item.drawn, seed: state.seed, version: item.version, sha256: item.sha256
        };
      });
    }));
  }

  function annotations(rows) {
    return {
      "@context": "http://www.w3.org/ns/anno.jsonld", type: "AnnotationCollection", label: "Judgements of " + state.reader,
      total: rows.length, first: { type: "AnnotationPage", items: rows.map(function (row, i) {
        return {
          id: "#judgement-" + (i + 1), type: "Annotation", motivation: "assessing", creator: { type: "Person", name: row.coder },
          body: [{ type: "TextualBody", purpose: "tagging", value: row.code },
            { type: "TextualBody", purpose: "assessing", value: row.verdict }]
            .concat(row.wrong.map(function (fault) { return { type: "TextualBody", purpose: "assessing", value: "wrong " + fault }; }))
            .concat(row.note ? [{ type: "TextualBody", purpose: "commenting", value: row.note }] : [])
            .concat(["machine", "drawn_from", "drawn", "seed", "version", "sha256"].map(function (name) {
              return { type: "TextualBody", purpose: "describing", label: name, value: String(row[name]) };
            })),
          target: { source: encodeURIComponent(row.doc), selector: [
            { type: "TextPositionSelector", start: row.start, end: row.end },
            { type: "TextQuoteSelector", exact: row.text }
          ] }
        };
      }) }
    };
  }

  function fileName(ending) { return "judgements-" + (state.reader.replace(/[^\p{L}\p{N}]+/gu, "-") || "reader") + ending; }

  /* the judgements in a saved file, but those of other texts and codes; null where it is no such file */
  function rowsOf(content) {
    var numbers = new Map(meta.docs.map(function (told, i) { return [told[0], i]; })), rows;
    try { rows = content.split(/\r?\n/).filter(Boolean).map(function (line) { return JSON.parse(line); }); } catch (e) { return null; }
    return rows.filter(function (row) { return row && numbers.has(row.doc) && codes[row.code] && row.machine; })
      .map(function (row) { return Object.assign(row, { number: numbers.get(row.doc) }); });
  }

  function load(file) {
    return file.text().then(function (content) {
      var rows = rowsOf(content);
      by("load-problem").textContent = rows && rows.length ? "" : rows
        ? "No judgement in " + file.name + " is of these texts and codes." : file.name + " is no file of judgements in JSONL.";
      if (!rows || !rows.length) { return; }
      state = Object.assign(fresh(), { reader: rows[0].coder, seed: rows[0].seed, answers: state.answers });
      rows.forEach(function (row) {
        var item = { code: row.code, unit: [row.number, row.start, row.end], machine: row.machine, from: row.drawn_from,
          drawn: row.drawn, version: row.version, sha256: row.sha256 };
        state.items.push(item);
        state.answers[identity(item)] = { verdict: row.verdict, note: row.note, faults: row.wrong };
      });
      keep();
      settings();
      show(true);
    });
  }

  /* ---- the controls ---- */

  function settings() {
    by("reader").value = state.reader;
    by("each").value = state.each;
    by("draw-seed").value = state.seed;
    var chosen = state.codes.length ? state.codes : Object.keys(codes);
    by("code-boxes").replaceChildren.apply(by("code-boxes"), Object.keys(codes).map(function (code) {
      var box = topoi.element("input", { type: "checkbox", value: code }, []);
      box.checked = chosen.indexOf(code) >= 0;
      box.addEventListener("change", count);
      return topoi.element("label", {}, [box, codes[code].label, " (" + (pool.holding[code] || 0) + ")"]);
    }));
    count();
  }

  function checked() {
    return Array.from(document.querySelectorAll("#code-boxes input:checked"), function (box) { return box.value; });
  }

  function asked() {
    return { codes: checked(), each: Number(by("each").value) || 10, seed: Number(by("draw-seed").value) || 0 };
  }

  function count() {
    var now = asked();
    by("which-count").textContent = now.codes.length + " of " + Object.keys(codes).length;
    by("draw-count").textContent = drawn(now.codes, now.each, now.seed).length.toLocaleString("en");
  }

  function listen() {
    by("draw").addEventListener("submit", function (event) {
      event.preventDefault();
      state = Object.assign(state, { reader: by("reader").value.trim(), at: 0 }, asked());
      state.items = drawn(state.codes, state.each, state.seed);
      keep();
      show(true);
    });
    [["every-code", true], ["no-code", false]].forEach(function (pair) {
      by(pair[0]).addEventListener("click", function () {
        document.querySelectorAll("#code-boxes input").forEach(function (box) { box.checked = pair[1]; });
        count();
      });
    });
    by("each").addEventListener("input", count);
    document.querySelectorAll("[data-verdict]").forEach(function (button) {
      button.addEventListener("click", function () { judge(button.dataset.verdict); });
    });
    document.querySelectorAll("[data-fault]").forEach(function (button) {
      button.addEventListener("click", function () { fault(button.dataset.fault); });
    });
    by("item-note").addEventListener("change", function (event) { answered({ note: event.target.value }); });
    by("item-next").addEventListener("click", function () { step(1); });
    by("item-back").addEventListener("click", function () { step(-1); });
    by("save-lines").addEventListener("click", function () {
      judgements().then(function (rows) {
        topoi.save(fileName(".jsonl"), rows.map(function (row) { return JSON.stringify(row) + "\n"; }).join(""), "application/jsonl");
      });
    });
    by("save-annotations").addEventListener("click", function () {
      judgements().then(function (rows) { topoi.save(fileName(".jsonld"), JSON.stringify(annotations(rows), null, 1), "application/ld+json"); });
    });
    by("forget").addEventListener("click", function () {
      state = fresh();
      keep();
      settings();
      show();
    });
    by("load").addEventListener("change", function (event) { if (event.target.files[0]) { load(event.target.files[0]); } });
    document.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.altKey || event.metaKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) { return; }
      var key = event.key.toLowerCase();
      if (VERDICTS[key]) { judge(VERDICTS[key]); } else if (FAULTS[key]) { fault(FAULTS[key]); } else if (event.key === "ArrowRight") { step(1); } else if (event.key === "ArrowLeft") { step(-1); }
    });
  }

  Promise.all(["meta", "codes", "review"].map(topoi.need)).then(function (values) {
    meta = values[0];
    codes = values[1];
    pool = values[2];
    state = kept();
    state.items = state.items.filter(function (item) { return codes[item.code]; });
    settings();
    listen();
    show();
    document.body.dataset.ready = document.body.dataset.ready || "review";
  });
})();
