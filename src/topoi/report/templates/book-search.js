// The search of the report: chapters by section, evidence pages, texts. It loads its index when first
// asked, as a script, so that it works from disk too. The page works without it.
"use strict";
(function () {
  const here = document.currentScript, base = here.getAttribute("src").replace(/book-search\.js$/, "");
  const MOST = 30, AROUND = 60;
  const place = document.querySelector(".book-search");
  if (!place) { return; }
  const input = place.querySelector("input"), list = place.querySelector("ol"), said = place.querySelector("[role=status]");
  const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  let index = null, asked = null;
  place.hidden = false;

  function loaded() {
    asked = asked || new Promise((done) => {
      const script = document.createElement("script");
      script.src = base + "search-index.js";
      script.onload = () => {
        index = window.topoiSearch.map((entry) => ({ entry, head: plain(entry[1] + " " + entry[2]), text: plain(entry[3]) }));
        done();
      };
      document.head.append(script);
    });
    return asked;
  }

  // Every word must stand in an entry; one in a title or heading counts ten times one in the text.
  function found(words) {
    const rank = ({ head, text }) => words.reduce((sum, word) => {
      const here = (head.includes(word) ? 10 : 0) + (text.includes(word) ? 1 : 0);
      return here && sum >= 0 ? sum + here : -1;
    }, 0);
    return index.map((one, i) => [rank(one), i]).filter(([n]) => n > 0).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  }

  function snippet(one, word) {
    const text = one.entry[3], at = one.text.indexOf(word);
    const part = document.createElement("small");
    if (at < 0) { part.textContent = text.slice(0, 2 * AROUND); return part; }
    const start = text.lastIndexOf(" ", Math.max(0, at - AROUND)) + 1, mark = document.createElement("mark");
    mark.textContent = text.slice(at, at + word.length);
    const end = text.indexOf(" ", at + word.length + AROUND);
    part.append((start ? "… " : "") + text.slice(start, at), mark, text.slice(at + word.length, end < 0 ? undefined : end) + (end < 0 ? "" : " …"));
    return part;
  }

  async function search() {
    const words = plain(input.value).split(/\s+/).filter((word) => word.length > 1);
    if (words.length) { await loaded(); }
    const all = words.length ? found(words) : [];
    list.replaceChildren(...all.slice(0, MOST).map(([, i]) => {
      const one = index[i], [href, title, section] = one.entry;
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = base + href;
      link.textContent = section ? title + ": " + section : title;
      item.append(link, snippet(one, words[0]));
      return item;
    }));
    said.textContent = !words.length ? "" : all.length ? all.length.toLocaleString("en") + (all.length === 1 ? " place" : " places")
      + (all.length > MOST ? ", the first " + MOST : "") : "Nothing found";
  }

  input.addEventListener("input", search);
  place.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { input.value = ""; search(); input.focus(); }
  });
  place.addEventListener("focusout", (event) => { place.classList.toggle("left", !place.contains(event.relatedTarget)); });
  place.addEventListener("focusin", () => place.classList.remove("left"));
})();
