/* The concordance: the passages of one cited set, or all, to sort, filter and search. */
"use strict";
(function () {
  var meta, table, shown = 0;
  var filters = ["code", "mode", "speaker"];

  function readable(text) { return text || "not named"; }

  function cell(text, type) { return type === "display" ? "<bdi>" + topoi.escape(text) + "</bdi>" : text; }

  function plain(index, look) {
    return function (data, type, row) { return cell(look(row[index]), type); };
  }

  function locus(row) { return meta.docs[row[0]][0] + ":" + row[1] + "-" + row[2]; }

  function place(data, type, row) {
    if (type === "sort" || type === "type") { return row[0] * 1e9 + row[1]; }
    if (type !== "display") { return locus(row) + " " + meta.docs[row[0]][1]; }
    var target = "text.html#doc=" + row[0] + "&at=" + row[1] + "-" + row[2];
    return '<a href="' + target + '">' + topoi.escape(locus(row)) + "</a>";
  }

  function passage(data, type, row) {
    return type === "display" ? "<mark><bdi>" + topoi.escape(row[7]) + "</bdi></mark>" : row[7];
  }

  var columns = [
    { title: "Before", data: null, type: "string", render: plain(6, String), className: "left" },
    { title: "Passage", data: null, type: "string", render: passage, className: "node" },
    { title: "After", data: null, type: "string", render: plain(8, String), className: "right" },
    { title: "Place", data: null, render: place, className: "place", type: "num" },
    { title: "Code", data: null, type: "string", render: plain(3, function (i) { return meta.codes[i][1]; }) },
    { title: "Voice", data: null, type: "string", render: plain(4, function (i) { return meta.modes[i]; }) },
    { title: "Speaker", data: null, type: "string", render: plain(5, function (i) { return readable(meta.speakers[i]); }) }
  ];

  function title(label, count) {
    document.getElementById("set-title").textContent = label;
    document.getElementById("set-count").textContent =
      count.toLocaleString("en") + (count === 1 ? " passage" : " passages");
    document.title = label + " | Concordance";
  }

  function refill(rows) {
    filters.forEach(function (name, i) {
      var select = document.getElementById("filter-" + name);
      var names = name === "code" ? meta.codes.map(function (c) { return c[1]; })
        : name === "mode" ? meta.modes : meta.speakers.map(readable);
      var seen = Array.from(new Set(rows.map(function (r) { return r[3 + i]; })));
      seen.sort(function (a, b) { return names[a] < names[b] ? -1 : 1; });
      select.length = 1;
      topoi.options(select, seen.map(function (n) { return [n, names[n]]; }), "");
      select.onchange = function () { filter(); };
    });
  }

  function filter() {
    var wanted = filters.map(function (name) { return document.getElementById("filter-" + name).value; });
    table.search.fixed("voices", function (text, row) {
      return wanted.every(function (value, i) { return value === "" || row[3 + i] === Number(value); });
    });
    table.draw();
  }

  function show(label, numbers) {
    shown += 1;
    var mine = shown;
    return topoi.passages(numbers, meta.rows).then(function (rows) {
      if (mine !== shown) { return; }
      title(label, rows.length);
      refill(rows);
      if (table) {
        table.search("").search.fixed("voices", null).clear().rows.add(rows).draw();
      } else {
        table = new DataTable("#concordance", {
          data: rows,
          columns: columns,
          deferRender: true,
          autoWidth: false,
          order: [],
          pageLength: 25,
          lengthMenu: [25, 100, 500],
          layout: { topStart: "search", topEnd: "pageLength", bottomStart: "info", bottomEnd: "paging" },
          language: { info: "Passages _START_ to _END_ of _TOTAL_", infoEmpty: "No passage", infoFiltered: "(from _MAX_)", lengthMenu: "_MENU_ a page", zeroRecords: "No passage matches.", search: "Search in these passages", emptyTable: "No passage: the count is zero." }
        });
        scrollable();
      }
      document.body.dataset.rows = rows.length;
    });
  }

  /* what scrolls must be reachable with the keyboard */
  function scrollable() {
    var box = document.querySelector(".dt-layout-table");
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "Passages in their context");
  }

  function expanded(pairs) {
    var numbers = [];
    for (var i = 0; i < pairs.length; i += 2) {
      numbers = numbers.concat(topoi.range(pairs[i], pairs[i] + pairs[i + 1]));
    }
    return numbers;
  }

  function open(event) {
    var id = location.hash.slice(1);
    var ready;
    if (/^ev-[0-9a-f]{10}$/.test(id)) {
      ready = topoi.need("s" + id[3]).then(function (sets) {
        return id in sets ? show(sets[id][0], expanded(sets[id][1])) : everything();
      });
    } else {
      ready = everything();
    }
    ready.then(function () {
      document.body.dataset.ready = id || "all";
      if (id || event) { upwards(); }
    });
  }

  /* the browser itself goes to the set in the list below, and opens the list; the table is above */
  function upwards() {
    document.getElementById("all-sets").open = false;
    document.getElementById("set-title").focus({ preventScroll: true });
    scrollTo(0, 0);
    if (document.readyState !== "complete") { addEventListener("load", upwards, { once: true }); }
  }

  function everything() { return show("All passages", topoi.range(0, meta.passages - 1)); }

  topoi.need("meta").then(function (value) {
    meta = value;
    addEventListener("hashchange", open);
    open();
  });
})();
