/* The concordance: the passages of one cited set, of a search, or all of them; to choose among, sort, count
   and take away. What is shown is said by the address alone, so that a link cites a view, and "back" undoes. */
"use strict";
(function () {
  var meta, texts, base = [], shown = [], at = 0, state = {}, run = 0;
  var FILTERS = ["code", "voice", "speaker"];
  var NAMES = {
    l3: "third word left", l2: "second word left", l1: "first word left", node: "passage", r1: "first word right",
    r2: "second word right", r3: "third word right", code: "code", voice: "voice", speaker: "speaker", date: "date",
    title: "title", doc: "document", place: "place in the texts", chance: "chance"
  };
  var OURS = Object.keys(NAMES).concat("number", "length", "columns", "left", "whole", "right", "start", "end", "locus");
  var ORDERS = ["place", "l1", "l2", "l3", "node", "r1", "r2", "r3", "code", "voice", "speaker", "date"];
  var COUNTS = ["l2", "l1", "node", "r1", "r2", "code", "voice", "speaker", "date", "doc"];
  var MOST_COUNTED = 500, MOST_STRIPS = 20, MOST_TICKS = 4000;

  function by(id) { return document.getElementById(id); }

  function name(key) { return NAMES[key] || key; }

  function many(number, one, more) { return number.toLocaleString("en") + " " + (number === 1 ? one : more); }

  /* ---- the address ---- */

  function read() {
    var parts = location.hash.slice(1).split("&"), found = { set: "", only: [], sort: [], seed: 1, q: "", find: "", count: "" };
    if (parts[0].indexOf("=") < 0) { found.set = parts.shift(); }
    parts.forEach(function (part) {
      var at = part.indexOf("="), key = part.slice(0, at), value = topoi.decoded(part.slice(at + 1));
      if (key === "only") {
        found.only.push([value.slice(0, value.indexOf("=")), value.slice(value.indexOf("=") + 1)]);
      } else if (key === "sort" && value && found.sort.length < 3) {
        found.sort.push(value);
      } else if (key === "seed") {
        found.seed = Number(value) || 0;
      } else if (["q", "find", "count"].concat(FILTERS).indexOf(key) >= 0) {
        found[key] = value;
      }
    });
    return found;
  }

  function written(view) {
    var parts = [view.set || "all"];
    function add(key, value) { if (value) { parts.push(key + "=" + encodeURIComponent(value)); } }
    add("q", view.q);
    FILTERS.forEach(function (key) { add(key, view[key]); });
    add("find", view.find);
    view.only.forEach(function (pair) { add("only", pair[0] + "=" + pair[1]); });
    view.sort.forEach(function (key) { add("sort", key); });
    if (view.sort.some(function (key) { return /chance$/.test(key); })) { add("seed", String(view.seed)); }
    add("count", view.count);
    return "#" + parts.join("&");
  }

  function changed(changes) { return Object.assign({}, state, changes); }

  function go(changes) {
    var address = written(changed(changes));
    if (address === location.hash) { draw(); } else { location.hash = address; }
  }

  /* ---- the lines ---- */

  /* what is known of each text, one object a text that all its lines share; a column of the texts that is
     called like one of ours is told apart */
  function documents() {
    meta.columns = meta.columns.map(function (column) { return OURS.indexOf(column) < 0 ? column : "text." + column; });
    return meta.docs.map(function (told, number) {
      var columns = Object.create(null);
      meta.columns.forEach(function (column, i) { columns[column] = told[4 + i]; });
      return { number: number, doc: told[0], title: told[1], date: told[2], length: told[3], columns: columns };
    });
  }

  function kept(row) {
    var document_ = topoi.taken["t" + Math.floor(row[0] / meta.documents)][row[0] % meta.documents];
    return new search.Line(document_, texts[row[0]], row[1], row[2], meta.codes[row[3]][1], meta.modes[row[4]], meta.speakers[row[5]]);
  }

  /* the numbers of the passages of a set, told as how many are left out, how many taken, in turn */
  function taken(counts) {
    var numbers = [], next = 0;
    for (var i = 0; i < counts.length; i += 2) {
      next += counts[i];
      for (var many = counts[i + 1]; many > 0; many--) { numbers.push(next++); }
    }
    return numbers;
  }

  /* the lines that the address asks for, before any of them is left out */
  function asked() {
    if (state.q) { return searched(state.q); }
    if (/^ev-[0-9a-f]{10}$/.test(state.set)) {
      return topoi.need("s" + state.set[3]).then(function (sets) {
        var own = sets[state.set];
        return own ? passages(own[0], taken(own[1])) : everything();
      });
    }
    return everything();
  }

  function everything() { return passages("All passages", topoi.range(0, meta.passages - 1)); }

  function passages(label, numbers) {
    return topoi.passages(numbers, meta.rows).then(function (rows) {
      return loaded(rows.map(function (row) { return row[0]; })).then(function () { return [label, rows.map(kept)]; });
    });
  }

  /* the files of the texts with these numbers */
  function loaded(numbers) {
    var files = Array.from(new Set(numbers.map(function (number) { return Math.floor(number / meta.documents); })));
    return Promise.all(files.map(function (file) { return topoi.need("t" + file); }));
  }

  function searched(query) {
    var wanted;
    try {
      wanted = search.expression(query, meta.capitals);
    } catch (problem) {
      if (!(problem instanceof search.Unclear)) { throw problem; }
      by("search-problem").textContent = problem.message;
      return Promise.resolve(["Search: " + query, []]);
    }
    by("search-problem").textContent = "";
    return loaded(texts.map(function (of) { return of.number; })).then(function (files) {
      var rows = [];
      [].concat.apply([], files).forEach(function (document_, number) {
        search.lines(document_, texts[number], wanted).forEach(function (line) { rows.push(line); });
      });
      return ["Search: " + query, rows];
    });
  }

  function chosen(rows) {
    var find = words.fold(state.find || "");
    return rows.filter(function (row) {
      return FILTERS.every(function (key) { return !state[key] || (row[key] || "not named") === state[key]; }) &&
        state.only.every(function (pair) { return words.key(row, pair[0], state.seed) === pair[1]; }) &&
        (!find || words.fold(row.left + " " + row.node + " " + row.right).indexOf(find) >= 0);
    });
  }

  /* ---- what the reader sees ---- */

  function locus(row) { return row.of.doc + ":" + row.start + "-" + row.end; }

  function opening(row) { return "text.html#doc=" + row.of.number + "&at=" + row.start + "-" + row.end; }

  /* words of a text, whose direction of writing may be another than the page's */
  function apart(text) { return topoi.element("bdi", {}, [text]); }

  function columns() {
    return [
      ["Before", "left", function (row) { return apart(row.left); }],
      ["Passage", "node", function (row) { return topoi.element("mark", {}, [apart(row.node)]); }],
      ["After", "right", function (row) { return apart(row.right); }],
      ["Place", "place", function (row) { return topoi.element("a", { href: opening(row) }, [locus(row)]); }],
      ["Code", "code", function (row) { return apart(row.code); }],
      ["Voice", "voice", function (row) { return apart(row.voice); }],
      ["Speaker", "speaker", function (row) { return apart(row.speaker || "not named"); }]
    ].filter(function (column) { return column[0] !== "Code" || !state.q; }); // what was searched for has no code
  }

  function draw() {
    shown = words.sorted(chosen(base), state.sort, state.seed);
    var whole = many(base.length, "passage", "passages");
    by("set-count").textContent = shown.length === base.length ? whole : shown.length.toLocaleString("en") + " of " + whole;
    controls();
    steps();
    counts();
    by("spread").hidden = !shown.length;
    if (by("spread").open) { strips(); }
    page(0);
    document.body.dataset.rows = shown.length;
  }

  /* one page of the lines; only these are made, however many there are */
  function page(number) {
    var size = Number(by("page-size").value), pages = Math.max(1, Math.ceil(shown.length / size)), cells = columns();
    at = Math.min(Math.max(number, 0), pages - 1);
    var rows = shown.slice(at * size, (at + 1) * size).map(function (row) {
      return topoi.element("tr", {}, cells.map(function (column) { return topoi.element("td", { "class": column[1] }, [column[2](row)]); }));
    });
    var head = cells.map(function (column) { return topoi.element("th", { scope: "col", "class": column[1] }, [column[0]]); });
    var none = topoi.element("tr", {}, [topoi.element("td", { colspan: cells.length }, ["No passage: the count is zero."])]);
    by("lines-head").replaceChildren(topoi.element("tr", {}, head));
    by("lines").replaceChildren.apply(by("lines"), rows.length ? rows : [none]);
    by("lines-shown").textContent = rows.length ? "Passages " + (at * size + 1).toLocaleString("en") + " to " +
      (at * size + rows.length).toLocaleString("en") + " of " + shown.length.toLocaleString("en") : "No passage";
    by("pages").hidden = shown.length <= Number(by("page-size").options[0].value);
    by("pages-all").textContent = pages.toLocaleString("en");
    by("page-number").value = at + 1;
    by("page-number").max = pages;
    by("page-previous").disabled = at === 0;
    by("page-next").disabled = at === pages - 1;
  }

  /* another page, read from its first line on */
  function turn(number) {
    page(number);
    by("lines-box").scrollIntoView({ block: "start" });
  }

  function fill(id, values, value) {
    var select = by(id);
    select.length = 0;
    topoi.options(select, values, value);
  }

  function controls() {
    FILTERS.forEach(function (key) {
      var known = key === "voice" ? meta.modes.filter(Boolean) : []; // one that says nothing of it is an answer, too
      var seen = Array.from(new Set(known.concat(base.map(function (row) { return row[key] || "not named"; }))));
      if (state[key] && seen.indexOf(state[key]) < 0) { seen.push(state[key]); }
      seen.sort(new Intl.Collator("en").compare);
      var every = "all " + { code: "codes", voice: "voices", speaker: "speakers" }[key];
      fill("filter-" + key, [["", every]].concat(seen.map(function (one) { return [one, one]; })), state[key] || "");
    });
    var orders = ORDERS.concat(meta.columns, "chance");
    [1, 2, 3].forEach(function (level) {
      var options = orders.map(function (key) { return [key, name(key)]; });
      options = options.concat(orders.filter(function (key) { return key !== "chance"; }).map(function (key) {
        return ["-" + key, name(key) + ", from the end"];
      }));
      fill("sort-" + level, [["", level === 1 ? "the order of the report" : "nothing more"]].concat(options), state.sort[level - 1] || "");
      by("sort-" + level).disabled = level > state.sort.length + 1;
    });
    by("seed").value = state.seed;
    by("seed").parentElement.hidden = !state.sort.some(function (key) { return key === "chance"; });
    fill("count-by", [["", "nothing"]].concat(COUNTS.concat(meta.columns).map(function (key) { return [key, name(key)]; })), state.count);
    by("filter-find").value = state.find;
    by("search-words").value = state.q;
  }

  /* each step with what undoes it */
  function steps() {
    var taken = [];
    if (state.q) { taken.push(["searched “" + state.q + "”", { q: "", set: "all" }]); }
    FILTERS.forEach(function (key) {
      var undone = {};
      undone[key] = "";
      if (state[key]) { taken.push([key + " is " + state[key], undone]); }
    });
    if (state.find) { taken.push(["with “" + state.find + "” in the line", { find: "" }]); }
    state.only.forEach(function (pair, i) {
      taken.push([name(pair[0]) + " is “" + (pair[1] || "none") + "”", { only: state.only.filter(function (other, j) { return j !== i; }) }]);
    });
    state.sort.forEach(function (key, i) {
      var told = name(key.replace(/^-/, "")) + (key[0] === "-" ? " from the end" : key === "chance" ? " (seed " + state.seed + ")" : "");
      taken.push([(i ? "then by " : "sorted by ") + told, { sort: state.sort.filter(function (other, j) { return j !== i; }) }]);
    });
    if (state.count) { taken.push(["counted by " + name(state.count), { count: "" }]); }
    by("steps").replaceChildren.apply(by("steps"), taken.map(function (step) {
      var link = topoi.element("a", { href: written(changed(step[1])), "aria-label": "Undo: " + step[0] }, ["×"]);
      return topoi.element("li", {}, [topoi.element("span", {}, [step[0]]), " ", link]);
    }));
  }

  function counts() {
    by("counts").hidden = !state.count || !shown.length;
    if (by("counts").hidden) { return; }
    var found = words.counted(shown, state.count), most = found.slice(0, MOST_COUNTED);
    by("counts-title").textContent = many(found.length, "form", "forms") + " by " + name(state.count) +
      (most.length < found.length ? ", the first " + most.length : "");
    var rows = most.map(function (pair) {
      var view = changed({ only: state.only.concat([[state.count, pair[0]]]), count: "" });
      var link = topoi.element("a", { href: written(view) }, [pair[1].toLocaleString("en")]);
      var share = (100 * pair[1] / shown.length).toFixed(1) + "%";
      return topoi.element("tr", {}, [
        topoi.element("th", { scope: "row" }, [topoi.element("bdi", {}, [pair[0] || "none"])]),
        topoi.element("td", {}, [link]), topoi.element("td", {}, [share])
      ]);
    });
    var head = topoi.element("tr", {}, [name(state.count), "passages", "share"].map(function (title) {
      return topoi.element("th", { scope: "col" }, [title]);
    }));
    by("counted").replaceChildren(topoi.element("thead", {}, [head]), topoi.element("tbody", {}, rows));
  }

  /* a strip a text, a tick a passage */
  function strips() {
    var byText = new Map();
    shown.forEach(function (row) {
      if (!byText.has(row.of)) { byText.set(row.of, []); }
      byText.get(row.of).push(row);
    });
    var all = Array.from(byText).sort(function (a, b) { return b[1].length - a[1].length || a[0].number - b[0].number; });
    var most = all.slice(0, MOST_STRIPS), ticks = 0;
    var list = most.map(function (pair) {
      var length = pair[0].length || 1;
      var drawn = pair[1].slice(0, Math.max(0, MOST_TICKS - ticks));
      ticks += drawn.length;
      var path = drawn.map(function (row) { return "M" + (1000 * row.start / length).toFixed(1) + " 0V14"; }).join("");
      var picture = '<svg viewBox="0 0 1000 14" preserveAspectRatio="none" aria-hidden="true"><path d="' + path + '"/></svg>';
      var strip = topoi.element("div", { "class": "strip" }, []);
      strip.innerHTML = picture;
      var link = topoi.element("a", { href: opening(pair[1][0]) }, [pair[0].doc]);
      return topoi.element("li", {}, [link, " (" + pair[1].length.toLocaleString("en") + ")", strip]);
    });
    var told = most.length < all.length ? "The " + most.length + " of " + many(all.length, "text", "texts") + " with the most passages. " : "";
    by("spread-strips").replaceChildren(
      topoi.element("p", { "class": "note" }, [told + "Each line is a text from its beginning to its end, each stroke a passage."]),
      topoi.element("ul", { "class": "strips" }, list)
    );
  }

  /* ---- the rows as a file ---- */

  function csvCell(value) {
    var text = String(value === undefined || value === null ? "" : value);
    if (/^'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/.test(text)) { text = "'" + text; }
    return '"' + text.replace(/"/g, '""') + '"';
  }

  function csv(rows) {
    var names = ["locus", "doc", "start", "end", "left", "passage", "right", "code", "voice", "speaker", "title", "date"];
    var lines = rows.map(function (row) {
      return [locus(row), row.of.doc, row.start, row.end, row.left, row.whole, row.right, row.code, row.voice, row.speaker, row.of.title, row.of.date]
        .concat(meta.columns.map(function (column) { return row.of.columns[column]; })).map(csvCell).join(",");
    });
    return [names.concat(meta.columns).map(csvCell).join(",")].concat(lines).join("\r\n") + "\r\n";
  }

  function download() { topoi.save("concordance.csv", "\ufeff" + csv(shown), "text/csv"); }

  /* ---- from address to page ---- */

  function open(event) {
    var mine = run += 1, before = state;
    state = read();
    var same = event && before.set === state.set && before.q === state.q;
    var ready = same ? Promise.resolve(null) : asked();
    ready.then(function (found) {
      if (mine !== run) { return; }
      if (found) {
        base = found[1];
        by("set-title").textContent = found[0];
        document.title = found[0] + " | Concordance";
      }
      draw();
      document.body.dataset.ready = location.hash.slice(1) || "all";
      if (!same && state.q) { by("spread").open = true; }
      if (!same && (state.set || event)) { upwards(); }
    });
  }

  /* the browser itself goes to the set in the list below, and opens the list; the table is above */
  function upwards() {
    by("all-sets").open = false;
    by("set-title").focus({ preventScroll: true });
    scrollTo(0, 0);
    if (document.readyState !== "complete") { addEventListener("load", upwards, { once: true }); }
  }

  function listen() {
    addEventListener("hashchange", open);
    by("search").addEventListener("submit", function (event) {
      event.preventDefault();
      var query = by("search-words").value.trim();
      go({ q: query, set: "all", code: "", find: "", only: [], count: "" });
    });
    FILTERS.forEach(function (key) {
      by("filter-" + key).addEventListener("change", function (event) {
        var change = {};
        change[key] = event.target.value;
        go(change);
      });
    });
    by("filter-find").addEventListener("change", function (event) { go({ find: event.target.value }); });
    document.querySelectorAll(".sort").forEach(function (select) {
      select.addEventListener("change", function () {
        go({ sort: [1, 2, 3].map(function (level) { return by("sort-" + level).value; }).filter(Boolean) });
      });
    });
    by("seed").addEventListener("change", function (event) { go({ seed: Number(event.target.value) || 0 }); });
    by("count-by").addEventListener("change", function (event) { go({ count: event.target.value }); });
    by("download").addEventListener("click", download);
    by("page-size").addEventListener("change", function () { page(0); });
    by("page-number").addEventListener("change", function (event) { turn(Number(event.target.value) - 1); });
    by("page-previous").addEventListener("click", function () { turn(at - 1); });
    by("page-next").addEventListener("click", function () { turn(at + 1); });
    by("spread").addEventListener("toggle", function () { if (by("spread").open) { strips(); } });
  }

  topoi.need("meta").then(function (value) {
    meta = value;
    texts = documents();
    words.keep(meta.capitals);
    listen();
    open();
  });
})();
