/* The text page: one document with all its layers marked, to filter and to walk through. What is shown is
   said by the address: document, place, and what differs from the layers that are shown at first. */
"use strict";
(function () {
  var meta, document_, characters, marks = [], elements = [], state = {}, target = -1, drawn = "", deepest = 0;
  var LONG = 150; // characters from which on a passage is marked quietly
  var GROUNDS = [["direct", "direct speech"], ["indirect", "indirect speech"], ["mixed", "mixed"], ["nested", "nested"]];
  var CUES = "voices/cue";

  function by(id) { return document.getElementById(id); }

  var region = by("text"), panel = by("mark-details");

  function slice(start, end) { return characters.slice(start, end).join(""); }

  function shortened(start, end, most) {
    return end - start <= most ? slice(start, end) : slice(start, start + most - 10).replace(/\s+\S*$/, "") + " …";
  }

  function codeName(index) { return meta.codes[index][1]; }

  function line(code) { return "var(--line-" + (code % 6) + ")"; }

  /* ---- the address ---- */

  function read() {
    var asked = located() || topoi.hash();
    function listed(key) { return (asked[key] || "").split(",").filter(Boolean); }
    return {
      doc: Math.min(Math.max(Number(asked.doc) || 0, 0), meta.docs.length - 1), at: /^\d+-\d+$/.test(asked.at || "") ? asked.at : "",
      voice: asked.voice || "", speaker: asked.speaker || "", show: listed("show"), hide: listed("hide")
    };
  }

  /* a place as tables give it, document:start-end, where there is such a document */
  function located() {
    var place = /^(.+):(\d+-\d+)$/.exec(topoi.decoded(location.hash.slice(1)));
    var number = place ? meta.docs.findIndex(function (told) { return told[0] === place[1]; }) : -1;
    return number < 0 ? null : { doc: number, at: place[2] };
  }

  function written(view) {
    var parts = ["doc=" + view.doc];
    ["at", "voice", "speaker"].forEach(function (key) { if (view[key]) { parts.push(key + "=" + encodeURIComponent(view[key])); } });
    ["show", "hide"].forEach(function (key) {
      if (view[key].length) { parts.push(key + "=" + view[key].map(encodeURIComponent).join(",")); }
    });
    return "#" + parts.join("&");
  }

  function go(changes) { location.hash = written(Object.assign({}, state, changes)); }

  /* ---- the layers: codes and voices, each under the name of its codebook ---- */

  function group(layer) { return layer.slice(0, layer.lastIndexOf("/")); }

  /* the codes of this text, in the order of the codebooks */
  function present() {
    var codes = new Set(document_.marks.map(function (m) { return m[2]; }));
    return meta.order.filter(function (code) { return codes.has(code); });
  }

  function grounds() {
    var modes = new Set(document_.voices.map(function (voice) { return voice[2]; }));
    var found = GROUNDS.filter(function (ground) { return modes.has(ground[0]); });
    found = found.map(function (ground) { return ["voices/" + ground[0], ground[1]]; });
    var cued = document_.voices.some(function (voice) { return voice[6] >= 0; });
    return cued ? found.concat([[CUES, "words that say who speaks"]]) : found;
  }

  /* marks as long as whole quotations hide the others; their codes wait to be asked for */
  function covers(code) {
    var sizes = marks.filter(function (m) { return m[2] === code; }).map(function (m) { return m[1] - m[0]; });
    sizes.sort(function (a, b) { return a - b; });
    return sizes[Math.floor(sizes.length / 2)] > LONG;
  }

  function atFirst(layer) {
    return group(layer) === "voices" || !covers(meta.codes.findIndex(function (code) { return code[0] === layer; }));
  }

  function shows(view, layer) {
    var names = [layer, group(layer)], i;
    for (i = 0; i < names.length; i++) {
      if (view.show.indexOf(names[i]) >= 0) { return true; }
      if (view.hide.indexOf(names[i]) >= 0) { return false; }
    }
    return atFirst(layer);
  }

  /* the view with some layers of one name (a code, a codebook) shown or hidden */
  function turned(view, name, layers, shown) {
    function others(list) { return list.filter(function (one) { return one !== name && layers.indexOf(one) < 0; }); }
    var made = Object.assign({}, view, { show: others(view.show), hide: others(view.hide) });
    if (layers.some(function (layer) { return shows(made, layer) !== shown; })) { made[shown ? "show" : "hide"].push(name); }
    return made;
  }

  function inGroups(layers) {
    var groups = new Map();
    layers.forEach(function (layer) { groups.set(group(layer), (groups.get(group(layer)) || []).concat(layer)); });
    return groups;
  }

  function box(label, checked, change) {
    var made = topoi.element("input", { type: "checkbox" }, []);
    made.checked = checked;
    made.addEventListener("change", function () { change(made.checked); });
    return topoi.element("label", {}, [made].concat(label));
  }

  /* the boxes stay where they are while they are used, so that the focus does */
  function boxes() {
    var ids = present().map(function (code) { return meta.codes[code][0]; });
    var ground = grounds().map(function (pair) {
      var look = pair[0] === CUES ? "cue" : "voice-" + pair[0].slice(7);
      return box([topoi.element("span", { "class": look }, [pair[1]])], shows(state, pair[0]), function (on) {
        go(turned(state, pair[0], [pair[0]], on));
      });
    });
    var lists = Array.from(inGroups(ids)).map(function (pair) {
      var whole = box([topoi.element("strong", {}, [pair[0] || "passages"])], true, function (on) { go(turned(state, pair[0], pair[1], on)); });
      var seen = pair[1].filter(function (layer) { return shows(state, layer); }).length;
      whole.firstChild.checked = seen > 0;
      whole.firstChild.indeterminate = seen > 0 && seen < pair[1].length;
      var each = present().filter(function (code) { return pair[1].indexOf(meta.codes[code][0]) >= 0; }).map(function (code) {
        var layer = meta.codes[code][0], count = marks.filter(function (m) { return m[2] === code; }).length;
        var swatch = topoi.element("span", { "class": "swatch", style: "background:" + line(code), "aria-hidden": "true" }, []);
        return box([swatch, codeName(code) + " (" + count + ")"], shows(state, layer), function (on) { go(turned(state, layer, [layer], on)); });
      });
      return topoi.element("div", { "class": "codes", role: "group", "aria-label": "Codes of " + pair[0] }, [whole].concat(each));
    });
    refilled(by("grounds"), ground);
    refilled(by("text-codes"), lists);
  }

  function refilled(place, children) {
    var at = Array.from(place.querySelectorAll("input")).indexOf(document.activeElement);
    place.replaceChildren.apply(place, children);
    if (at >= 0) { place.querySelectorAll("input")[at].focus({ preventScroll: true }); }
  }

  /* greedy lanes: two marks that share a character are never drawn on one line */
  function lanes(spans) {
    var ends = [];
    return spans.map(function (span) {
      var lane = ends.findIndex(function (end) { return end <= span[0]; });
      if (lane < 0) { lane = ends.length; }
      ends[lane] = span[1];
      return lane;
    });
  }

  /* which marks are drawn: those of the layers shown, and the one that the address names */
  function kept() {
    var layers = new Map(present().map(function (code) { return [code, shows(state, meta.codes[code][0])]; }));
    return marks.map(function (mark, i) { return i; }).filter(function (i) {
      var mark = marks[i];
      return i === target || (layers.get(mark[2]) && (!state.voice || voiceOf(mark) === state.voice) &&
        (!state.speaker || speakerOf(mark) === state.speaker));
    });
  }

  function voiceOf(mark) { return meta.modes[mark[3]] || "not named"; }

  function speakerOf(mark) { return meta.speakers[mark[4]] || "not named"; }

  function stretch(start, end, over, lane, cue) {
    var text = slice(start, end);
    if (!over.length) { return cue ? topoi.element("span", { "class": "cue" }, [text]) : document.createTextNode(text); }
    var made = topoi.element("mark", cue ? { "class": "cue" } : {}, [text]);
    var images = over.map(function (i) { return "linear-gradient(" + line(marks[i][2]) + "," + line(marks[i][2]) + ")"; });
    var places = over.map(function (i) { return "0 calc(100% - " + (deepest - lane[i]) * 4 + "px)"; });
    made.style.backgroundImage = images.join(",");
    made.style.backgroundPosition = places.join(",");
    made.dataset.marks = over.join(" ");
    made.addEventListener("click", function () { select(over[over.length - 1], false); });
    over.forEach(function (i) { (elements[i] = elements[i] || []).push(made); });
    return made;
  }

  function voiced(voice, children) {
    var seen = shows(state, "voices/" + voice[2]);
    var made = topoi.element("span", { "class": seen ? "voice voice-" + voice[2] : "voice" }, children);
    made.title = voice[2] === "outlet" ? "the outlet" : voice[2] + ": " + (voice[3] || "speaker not named");
    return made;
  }

  function block(from, to, kind, drawn_, lane, cues) {
    var made = topoi.element(kind === "heading" ? "h2" : "p", { "class": "block " + kind }, []);
    document_.voices.forEach(function (voice) {
      var start = Math.max(from, voice[0]), end = Math.min(to, voice[1]);
      if (start >= end) { return; }
      var near = drawn_.filter(function (i) { return marks[i][0] < end && marks[i][1] > start; });
      var said = cues.filter(function (cue) { return cue[0] < end && cue[1] > start; });
      var cuts = [start, end];
      near.map(function (i) { return marks[i]; }).concat(said).forEach(function (span) {
        cuts.push(Math.max(start, span[0]), Math.min(end, span[1]));
      });
      cuts = Array.from(new Set(cuts)).sort(function (a, b) { return a - b; });
      var parts = cuts.slice(0, -1).map(function (left, n) {
        var over = near.filter(function (i) { return marks[i][0] <= left && marks[i][1] >= cuts[n + 1]; });
        return stretch(left, cuts[n + 1], over, lane, said.some(function (cue) { return cue[0] <= left && cue[1] > left; }));
      });
      made.append(voiced(voice, parts));
    });
    return made;
  }

  function draw() {
    var shown = kept(), lane = [];
    var cued = document_.voices.filter(function (voice) { return voice[6] >= 0 && shows(state, CUES); });
    var total = document_.marks.length, own = target >= 0 && marks[target][2] === meta.codes.length - 1;
    by("mark-count").textContent = (shown.length - own) + " of " + total + (total === 1 ? " mark shown" : " marks shown") + leftOut();
    var now = [state.doc, marks.length, own && state.at, shown, grounds().map(function (pair) { return shows(state, pair[0]); })].join("|");
    if (now === drawn) { return; }
    drawn = now;
    lanes(shown.map(function (i) { return marks[i]; })).forEach(function (l, n) { lane[shown[n]] = l; });
    deepest = Math.max.apply(null, [0].concat(shown.map(function (i) { return lane[i]; })));
    region.style.setProperty("--depth", (deepest + 1) * 4 + "px");
    elements = [];
    var cues = cued.map(function (voice) { return voice.slice(6); });
    region.replaceChildren.apply(region, document_.blocks.map(function (b) { return block(b[0], b[1], b[2], shown, lane, cues); }));
  }

  /* what is not shown, in words */
  function leftOut() {
    var hidden = present().filter(function (code) { return !shows(state, meta.codes[code][0]); });
    var names = hidden.map(codeName), parts = hidden.length > 3 ? [hidden.length + " codes are not ticked"] : [];
    if (hidden.length && !parts.length) { parts.push("not ticked: " + names.join(", ")); }
    if (state.voice || state.speaker) { parts.push("only those " + ["voice", "speaker"].filter(function (key) { return state[key]; }).map(function (key) { return "of the " + key + " " + state[key]; }).join(" and ")); }
    return parts.length ? " (" + parts.join("; ") + ")" : "";
  }

  /* one mark for the passage, however many pieces the others cut it into */
  function light() {
    document.querySelectorAll("mark.current").forEach(function (m) {
      m.classList.remove("current");
      delete m.dataset.edge;
      delete m.dataset.long;
    });
    var pieces = elements[target] || [];
    pieces.forEach(function (m, n) {
      m.classList.add("current");
      m.dataset.edge = [n ? "" : "begin", n === pieces.length - 1 ? "end" : ""].join(" ").trim();
      if (marks[target][1] - marks[target][0] > LONG) { m.dataset.long = ""; }
    });
  }

  function invite() {
    panel.replaceChildren(topoi.element("p", {}, ["Choose a mark in the text, or go to the next one."]));
  }

  /* go to a mark (none: -1); the address then names it */
  function select(index, scroll) {
    state = Object.assign({}, state, { at: index < 0 ? "" : place(marks[index]) });
    if (written(state) !== location.hash) { location.replace(written(state)); }
    show(index, scroll);
  }

  function show(index, scroll) {
    target = index;
    draw();
    light();
    if (index < 0) { invite(); } else { details(marks[index]); }
    if (scroll && elements[index]) { elements[index][0].scrollIntoView({ block: "center" }); }
    document.body.dataset.ready = location.hash.slice(1) || "first";
  }

  function place(mark) { return mark[0] + "-" + mark[1]; }

  function details(mark) {
    var doc = meta.docs[state.doc][0];
    var voice = search.voiceAt(document_.voices, mark[0]);
    var here = marks.filter(function (m) { return m[0] < mark[1] && m[1] > mark[0]; });
    panel.replaceChildren(
      topoi.element("p", { "class": "passage" }, [topoi.element("bdi", {}, [shortened(mark[0], mark[1], 2 * LONG)])]),
      topoi.element("p", { "class": "locus" }, [doc + ":" + place(mark)]),
      topoi.element("p", {}, spoken(voice)),
      topoi.element("ul", {}, here.map(function (m) {
        return topoi.element("li", {}, [codeName(m[2]) + ": ", topoi.element("q", {}, [shortened(m[0], m[1], 90)])]);
      }))
    );
    topoi.need("codes").then(function (codes) { explain(mark, codes[meta.codes[mark[2]][0]]); });
  }

  /* who says it, by which word, through whom */
  function spoken(voice) {
    var told = voice[2] === "outlet" ? "The outlet’s own words: " + voice[3] : "Voice: " + voice[2] + ", " + (voice[3] || "speaker not named");
    var parts = [told];
    if (voice[6] >= 0) { parts.push("; named by “" + slice(voice[6], voice[7]) + "”"); }
    if (voice[4]) { parts.push("; through " + voice[4]); }
    if (voice[5]) { parts.push("; speaker or extent uncertain"); }
    return parts;
  }

  /* what the code of a mark means, and what finds it, in words */
  function explain(mark, told) {
    if (!told || marks[target] !== mark || panel.querySelector("details")) { return; }
    var finds = told.finds.map(function (says) { return topoi.element("li", {}, [says]); });
    if (told.more) { finds.push(topoi.element("li", {}, ["and " + told.more + " more"])); }
    var body = [topoi.element("summary", {}, ["What “" + codeName(mark[2]) + "” means"]), topoi.element("p", {}, [told.definition])];
    if (finds.length) { body.push(topoi.element("p", {}, ["It is found by:"]), topoi.element("ul", {}, finds)); }
    panel.insertBefore(topoi.element("details", {}, body), panel.querySelector("ul"));
  }

  function step(steps) {
    var shown = kept(), at = shown.indexOf(target);
    if (!shown.length) { return; }
    select(shown[at < 0 ? (steps > 0 ? 0 : shown.length - 1) : (at + steps + shown.length) % shown.length], true);
  }

  function fill(id, values, every, chosen) {
    var seen = Array.from(new Set(chosen ? values.concat(chosen) : values)).sort(new Intl.Collator("en").compare);
    by(id).length = 0;
    topoi.options(by(id), [["", every]].concat(seen.map(function (one) { return [one, one]; })), chosen);
  }

  /* its title; of a text without one, source and day, or the id where neither is known */
  function titleOf(doc) {
    var source = meta.columns[0] === "source" ? doc[4] : "";
    return doc[1] || [source, doc[2]].filter(Boolean).join(", ") || doc[0];
  }

  /* ---- from address to page ---- */

  function load(number) {
    return topoi.need("t" + Math.floor(number / meta.documents)).then(function (some) {
      document_ = some[number % meta.documents];
      characters = Array.from(document_.text);
    });
  }

  /* the mark of the address, even where it is a voice or a sentence and no mark of its own */
  function asked() {
    if (!state.at) { return -1; }
    if (target >= 0 && marks[target] && place(marks[target]) === state.at) { return target; }
    var at = marks.findIndex(function (m) { return place(m) === state.at; });
    if (at >= 0) { return at; }
    var own = state.at.split("-").map(Number).concat(meta.codes.length - 1, -1, -1);
    marks = marks.concat([own]).sort(function (a, b) { return a[0] - b[0] || a[1] - b[1]; });
    return marks.indexOf(own);
  }

  function open() {
    var before = state;
    state = read();
    var same = before.doc === state.doc, asking = state;
    return (same ? Promise.resolve() : load(state.doc)).then(function () {
      if (asking !== state) { return; }
      if (!same || before.at !== state.at) { marks = document_.marks.slice(); }
      if (!same) { target = -1; }
      target = asked();
      by("text-document").value = state.doc;
      by("text-title").textContent = titleOf(meta.docs[state.doc]);
      fill("text-voice", document_.marks.map(voiceOf), "all voices", state.voice);
      fill("text-speaker", document_.marks.map(speakerOf), "all speakers", state.speaker);
      boxes();
      show(target, !same || before.at !== state.at);
    });
  }

  function listen() {
    by("text-document").addEventListener("change", function (event) { go({ doc: Number(event.target.value), at: "" }); });
    ["voice", "speaker"].forEach(function (key) {
      by("text-" + key).addEventListener("change", function (event) {
        var change = {};
        change[key] = event.target.value;
        go(change);
      });
    });
    by("mark-next").addEventListener("click", function () { step(1); });
    by("mark-previous").addEventListener("click", function () { step(-1); });
    [["codes-all", true], ["codes-none", false]].forEach(function (pair) {
      by(pair[0]).addEventListener("click", function () {
        var ids = present().map(function (code) { return meta.codes[code][0]; });
        go(Array.from(inGroups(ids)).reduce(function (view, named) { return turned(view, named[0], named[1], pair[1]); }, state));
      });
    });
    topoi.letterKeys();
    addEventListener("keydown", function (event) {
      var key = topoi.command(event), arrows = event.target === region ? { arrowright: 1, arrowleft: -1 } : {};
      var steps = arrows[key] || { n: 1, p: -1 }[key];
      if (steps) {
        event.preventDefault();
        step(steps);
      } else if (key === "escape" && target >= 0) {
        select(-1, false);
      }
    });
    addEventListener("hashchange", open);
  }

  topoi.need("meta").then(function (value) {
    meta = value;
    meta.codes = meta.codes.concat([["passage", "the cited passage"]]);
    topoi.options(by("text-document"), meta.docs.map(function (d, i) {
      return [i, [d[0], d[2], d[1]].filter(Boolean).join(", ")];
    }), 0);
    listen();
    return open();
  });
})();
