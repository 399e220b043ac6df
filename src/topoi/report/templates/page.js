// The theme button, the switch of all code and the mark on the section being read. The page works without either.
(function () {
  const root = document.documentElement
  const button = document.querySelector("button.theme")
  const dark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches
  button.hidden = false
  button.setAttribute("aria-pressed", dark())
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark"
    button.setAttribute("aria-pressed", dark())
    try { localStorage.setItem("theme", root.dataset.theme) } catch (error) { /* private window */ }
  })

  const code = [...document.querySelectorAll("details.code")], all = document.querySelector("button.code-switch")
  const open = (shown) => { code.forEach((fold) => { fold.open = shown }); all.setAttribute("aria-pressed", shown) }
  let shown = false
  try { shown = localStorage.getItem("code") === "shown" } catch (error) { /* private window */ }
  all.hidden = !code.length
  open(shown)
  all.addEventListener("click", () => {
    open(shown = !shown)
    try { localStorage.setItem("code", shown ? "shown" : "folded") } catch (error) { /* private window */ }
  })

  const links = [...document.querySelectorAll(".contents a")]
  const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))))
  const mark = () => {
    let current = -1
    headings.forEach((heading, i) => { if (heading && heading.getBoundingClientRect().top < 120) current = i })
    links.forEach((link, i) => link.classList.toggle("current", i === current))
  }
  if (links.length) { addEventListener("scroll", mark, { passive: true }); mark() }

  for (const fold of document.querySelectorAll("details")) {
    addEventListener("beforeprint", () => { if (fold.matches(".callout")) fold.open = true })
  }
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)))
    for (let el = target; el; el = el.parentElement) if (el.tagName === "DETAILS") el.open = true
    if (target) target.scrollIntoView()
  }
  addEventListener("hashchange", reveal)
  reveal()
})()
