/* The text page: one document with all its layers marked, to filter and to walk through. */
"use strict";
(function () {
  var meta, document_, characters, marks = [], elements = [], current = -1, deepest = 0;
  var region = document.getElementById("text");
  var panel = document.getElementById("mark-details");

  function slice(start, end) { return characters.slice(start, end).join(""); }

  function shortened(start, end) {
    return end - start <= 90 ? slice(start, end) : slice(start, start + 80).replace(/\s+\S*$/, "") + " …";
  }

  function codeName(index) { return meta.codes[index][1]; }

  function line(code) { return "var(--line-" + (code % 6) + ")"; }

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

  function wanted(mark) {
    var mode = document.getElementById("text-mode").value;
    var speaker = document.getElementById("text-speaker").value;
    var box = document.getElementById("code-" + mark[2]);
    return box.checked && (mode === "" || mark[3] === Number(mode)) && (speaker === "" || mark[4] === Number(speaker));
  }

  function stretch(start, end, over, lane) {
    var text = slice(start, end);
    if (!over.length) { return document.createTextNode(text); }
    var made = topoi.element("mark", {}, [text]);
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
    var made = topoi.element("span", { "class": "voice voice-" + voice[2] }, children);
    made.title = voice[2] === "outlet" ? "the outlet" : voice[2] + ": " + (voice[3] || "speaker not named");
    return made;
  }

  function block(from, to, kind, kept, lane) {
    var made = topoi.element(kind === "heading" ? "h2" : "p", { "class": "block " + kind }, []);
    document_.voices.forEach(function (voice) {
      var start = Math.max(from, voice[0]), end = Math.min(to, voice[1]);
      if (start >= end) { return; }
      var near = kept.filter(function (i) { return marks[i][0] < end && marks[i][1] > start; });
      var cuts = [start, end];
      near.forEach(function (i) { cuts.push(Math.max(start, marks[i][0]), Math.min(end, marks[i][1])); });
      cuts = Array.from(new Set(cuts)).sort(function (a, b) { return a - b; });
      var parts = cuts.slice(0, -1).map(function (left, n) {
        var over = near.filter(function (i) { return marks[i][0] <= left && marks[i][1] >= cuts[n + 1]; });
        return stretch(left, cuts[n + 1], over, lane);
      });
      made.append(voiced(voice, parts));
    });
    return made;
  }

  function draw() {
    var kept = [];
    marks.forEach(function (mark, i) { if (wanted(mark)) { kept.push(i); } });
    var lane = [];
    lanes(kept.map(function (i) { return marks[i]; })).forEach(function (l, n) { lane[kept[n]] = l; });
    deepest = Math.max.apply(null, [0].concat(kept.map(function (i) { return lane[i]; })));
    region.style.setProperty("--depth", (deepest + 1) * 4 + "px");
    elements = [];
    region.replaceChildren();
    document_.blocks.forEach(function (b) { region.append(block(b[0], b[1], b[2], kept, lane)); });
    document.getElementById("mark-count").textContent =
      kept.length + " of " + marks.length + (marks.length === 1 ? " mark shown" : " marks shown");
  }

  function unmark() {
    document.querySelectorAll("mark.current").forEach(function (m) { m.classList.remove("current"); });
    current = -1;
  }

  function invite() {
    panel.replaceChildren(topoi.element("p", {}, ["Choose a mark in the text, or go to the next one."]));
  }

  function select(index, scroll) {
    unmark();
    current = index;
    (elements[index] || []).forEach(function (m) { m.classList.add("current"); });
    details(marks[index]);
    if (scroll && elements[index]) { elements[index][0].scrollIntoView({ block: "center" }); }
  }

  function details(mark) {
    var doc = meta.docs[Number(document.getElementById("text-document").value)][0];
    var voice = search.voiceAt(document_.voices, mark[0]);
    var here = marks.filter(function (m) { return m[0] < mark[1] && m[1] > mark[0]; });
    panel.replaceChildren(
      topoi.element("p", { "class": "passage" }, [topoi.element("bdi", {}, [slice(mark[0], mark[1])])]),
      topoi.element("p", { "class": "locus" }, [doc + ":" + mark[0] + "-" + mark[1]]),
      topoi.element("p", {}, spoken(voice)),
      topoi.element("ul", {}, here.map(function (m) {
        return topoi.element("li", {}, [codeName(m[2]) + ": ", topoi.element("q", {}, [shortened(m[0], m[1])])]);
      }))
    );
    topoi.need("codes").then(function (codes) { explain(mark, codes[meta.codes[mark[2]][0]]); });
  }

  /* who says it, by which word, through whom */
  function spoken(voice) {
    var told = voice[2] === "outlet" ? "The outlet’s own words: " + voice[3] : "Voice: " + voice[2] + ", " + (voice[3] || "speaker not named");
    var parts = [told];
    if (voice[4]) { parts.push("; named by “" + voice[4] + "”"); }
    if (voice[5]) { parts.push("; through " + voice[5]); }
    if (voice[6]) { parts.push("; speaker or extent uncertain"); }
    return parts;
  }

  /* what the code of a mark means, and what finds it, in words */
  function explain(mark, told) {
    if (!told || marks[current] !== mark) { return; }
    var finds = told.finds.map(function (says) { return topoi.element("li", {}, [says]); });
    if (told.more) { finds.push(topoi.element("li", {}, ["and " + told.more + " more"])); }
    var body = [topoi.element("summary", {}, ["What “" + codeName(mark[2]) + "” means"]), topoi.element("p", {}, [told.definition])];
    if (finds.length) { body.push(topoi.element("p", {}, ["It is found by:"]), topoi.element("ul", {}, finds)); }
    panel.append(topoi.element("details", {}, body));
  }

  function step(by) {
    var shown = Object.keys(elements).map(Number).filter(function (i) { return elements[i]; });
    if (!shown.length) { return; }
    var at = shown.indexOf(current);
    var next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : (at + by + shown.length) % shown.length;
    select(shown[next], true);
  }

  /* marks as long as whole quotations hide the others; their codes wait to be asked for */
  function covers(code) {
    var sizes = marks.filter(function (m) { return m[2] === code; }).map(function (m) { return m[1] - m[0]; });
    sizes.sort(function (a, b) { return a - b; });
    return sizes[Math.floor(sizes.length / 2)] > 150;
  }

  function codes(target) {
    var list = document.getElementById("text-codes");
    list.replaceChildren();
    var seen = Array.from(new Set(marks.map(function (m) { return m[2]; }))).sort(function (a, b) { return a - b; });
    seen.forEach(function (code) {
      var box = topoi.element("input", { type: "checkbox", id: "code-" + code });
      box.checked = code === target || !covers(code);
      box.addEventListener("change", draw);
      var count = marks.filter(function (m) { return m[2] === code; }).length;
      var swatch = topoi.element("span", { "class": "swatch", style: "background:" + line(code), "aria-hidden": "true" });
      list.append(topoi.element("label", {}, [box, swatch, codeName(code) + " (" + count + ")"]));
    });
  }

  function fill(id, names, numbers) {
    var select_ = document.getElementById(id);
    select_.length = 1;
    topoi.options(select_, Array.from(new Set(numbers)).map(function (n) { return [n, names[n] || "not named"]; }), "");
  }

  /* the exact passage of the link, even where it is a voice or a sentence and no mark of its own */
  function find(at) {
    var start = Number(at[0]), end = Number(at[1]);
    return marks.findIndex(function (m) { return m[0] === start && m[1] === end; });
  }

  function open() {
    var asked = topoi.hash();
    var number = Math.min(Math.max(Number(asked.doc) || 0, 0), meta.docs.length - 1);
    document.getElementById("text-document").value = number;
    return topoi.need("t" + Math.floor(number / meta.documents)).then(function (some) {
      document_ = some[number % meta.documents];
      characters = Array.from(document_.text);
      marks = document_.marks.slice();
      var at = /^(\d+)-(\d+)$/.exec(asked.at || "");
      if (at && find(at.slice(1)) < 0) {
        marks.push([Number(at[1]), Number(at[2]), meta.codes.length - 1, -1, -1]);
        marks.sort(function (a, b) { return a[0] - b[0] || a[1] - b[1]; });
      }
      var target = at ? find(at.slice(1)) : -1;
      codes(target < 0 ? -1 : marks[target][2]);
      fill("text-mode", meta.modes, marks.map(function (m) { return m[3]; }));
      fill("text-speaker", meta.speakers, marks.map(function (m) { return m[4]; }));
      draw();
      document.getElementById("text-title").textContent = meta.docs[number][1] || meta.docs[number][0];
      current = -1;
      invite();
      if (at) { select(target, true); }
      document.body.dataset.ready = location.hash.slice(1) || "first";
    });
  }

  topoi.need("meta").then(function (value) {
    meta = value;
    meta.codes = meta.codes.concat([["passage", "the cited passage"]]);
    topoi.options(document.getElementById("text-document"), meta.docs.map(function (d, i) {
      return [i, [d[0], d[2], d[1]].filter(Boolean).join(", ")];
    }), 0);
    document.getElementById("text-document").addEventListener("change", function (event) {
      location.hash = "doc=" + event.target.value;
    });
    ["text-mode", "text-speaker"].forEach(function (id) { document.getElementById(id).addEventListener("change", draw); });
    document.getElementById("mark-next").addEventListener("click", function () { step(1); });
    document.getElementById("mark-previous").addEventListener("click", function () { step(-1); });
    [["codes-all", true], ["codes-none", false]].forEach(function (pair) {
      document.getElementById(pair[0]).addEventListener("click", function () {
        document.querySelectorAll("#text-codes input").forEach(function (box) { box.checked = pair[1]; });
        draw();
      });
    });
    region.addEventListener("keydown", function (event) {
      if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
        event.preventDefault();
        step(event.key === "ArrowRight" ? 1 : -1);
      } else if (event.key === "Escape") {
        unmark();
        invite();
      }
    });
    addEventListener("hashchange", open);
    return open();
  });
})();
