/* Shared by the concordance, the text and the review page: data from beside the page, no server, no other host.
   Everything from a text enters the page as a text node or escaped; nothing is ever run. */
"use strict";
Object.assign(topoi, {
  taken: {},
  waiting: {},
  take: function (name, value) {
    topoi.taken[name] = value;
    (topoi.waiting[name] || []).forEach(function (tell) { tell(value); });
    delete topoi.waiting[name];
  },
  need: function (name) {
    return new Promise(function (resolve, reject) {
      if (name in topoi.taken) { resolve(topoi.taken[name]); return; }
      if (topoi.waiting[name]) { topoi.waiting[name].push(resolve); return; }
      topoi.waiting[name] = [resolve];
      var script = document.createElement("script");
      script.src = "data/" + name + ".js";
      script.onerror = function () { reject(new Error(name + " is missing")); };
      document.head.appendChild(script);
    });
  },
  range: function (first, last) {
    var numbers = [];
    for (var i = first; i <= last; i++) { numbers.push(i); }
    return numbers;
  },
  /* the passages with these numbers, from as few files as hold them */
  passages: function (numbers, size) {
    var files = Array.from(new Set(numbers.map(function (n) { return Math.floor(n / size); })));
    return Promise.all(files.map(function (f) { return topoi.need("p" + f); })).then(function () {
      return numbers.map(function (n) {
        return topoi.taken["p" + Math.floor(n / size)][n % size];
      });
    });
  },
  element: function (tag, attributes, children) {
    var made = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (key) {
      made.setAttribute(key, attributes[key]);
    });
    (children || []).forEach(function (child) {
      made.append(child);
    });
    return made;
  },
  escape: function (text) {
    return text.replace(/[&<>"']/g, function (c) { return "&#" + c.charCodeAt(0) + ";"; });
  },
  /* give the reader a file */
  save: function (name, content, type) {
    var link = topoi.element("a", { download: name }, []);
    link.href = URL.createObjectURL(new Blob([content], { type: type }));
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  },
  decoded: function (text) {
    try { return decodeURIComponent(text); } catch (e) { return text; } // a lone %
  },
  hash: function () {
    var found = {};
    location.hash.slice(1).split("&").forEach(function (part) {
      var at = part.indexOf("=");
      if (at > 0) { found[part.slice(0, at)] = topoi.decoded(part.slice(at + 1)); }
    });
    return found;
  },
  options: function (select, values, chosen) {
    values.forEach(function (pair) {
      var option = topoi.element("option", { value: pair[0] }, [pair[1]]);
      option.selected = String(pair[0]) === String(chosen);
      select.append(option);
    });
  },
  /* The box that switches the keys of a single letter off, since dictated words are such keys, too
     (WCAG 2.1.4). What it says holds on every page, and in later visits. */
  letterKeys: function () {
    var box = document.getElementById("letter-keys"), named = Array.from(document.querySelectorAll("[aria-keyshortcuts]"));
    var letters = named.map(function (one) { return [one, one.getAttribute("aria-keyshortcuts")]; })
      .filter(function (pair) { return pair[1].length === 1; });
    function told() {
      document.documentElement.classList.toggle("no-letters", !box.checked);
      letters.forEach(function (pair) {
        if (box.checked) { pair[0].setAttribute("aria-keyshortcuts", pair[1]); } else { pair[0].removeAttribute("aria-keyshortcuts"); }
      });
    }
    box.checked = topoi.stored("topoi-letter-keys") !== "off";
    box.addEventListener("change", function () {
      topoi.stored("topoi-letter-keys", box.checked ? "on" : "off");
      told();
    });
    told();
  },
  /* the key that is pressed as a command, in small letters; none where it is typed into a field */
  command: function (event) {
    var typed = event.target.closest("dialog, select, textarea, input:not([type=checkbox])");
    if (typed || event.ctrlKey || event.altKey || event.metaKey) { return ""; }
    return event.key.length > 1 || document.getElementById("letter-keys").checked ? event.key.toLowerCase() : "";
  }
});
