/* The theme chosen on the report's pages (either renderer's), and the button that changes it. */
"use strict";
var topoi = {
  /* what the reader chose in an earlier visit, or now, where the browser keeps it */
  stored: function (key, value) {
    try {
      if (value) { localStorage.setItem(key, value); }
      return localStorage.getItem(key);
    } catch (error) { return null; }
  }
};
(function () {
  var root = document.documentElement, stored = topoi.stored;
  function dark() {
    return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }
  var quarto = { alternate: "dark", "default": "light" }[stored("quarto-color-scheme")];
  var chosen = quarto || stored("theme");
  if (chosen === "dark" || chosen === "light") { root.dataset.theme = chosen; }
  addEventListener("DOMContentLoaded", function () {
    var button = document.querySelector("button.theme");
    button.hidden = false;
    button.setAttribute("aria-pressed", dark());
    button.addEventListener("click", function () {
      root.dataset.theme = dark() ? "light" : "dark";
      button.setAttribute("aria-pressed", dark());
      stored("theme", root.dataset.theme);
      if (quarto) { stored("quarto-color-scheme", dark() ? "alternate" : "default"); }
    });
  });
})();
