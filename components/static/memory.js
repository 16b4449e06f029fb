/*
 * Where one was: Back and Forward show a page where it was left, a list that is drawn anew under the pointer stays where
 * it was moved to, and so does what was typed above it.
 */
(function () {
  "use strict";
  if (window.placeMemory) return;
  window.placeMemory = true;

  const WINDOWS = ".list-window, .school-window, .matrix-window, .map-window";
  const PATIENCE = 8000; // ms until a page must have been drawn
  const STORE = "places";
  let restoring = null;

  const main = () => document.querySelector("[data-testid=stMain]");
  const here = () => window.location.pathname + window.location.search;
  const page = () => window.location.pathname;

  function read() {
    try { return JSON.parse(window.sessionStorage.getItem(STORE) || "{}"); } catch { return {}; }
  }

  function name(part) {
    const table = part.querySelector("table");
    return `${part.className} ${table ? table.getAttribute("aria-label") : ""}`;
  }

  function keep(change) {
    const all = read();
    const own = all[here()] || {};
    change(own);
    delete all[here()];
    all[here()] = own; // the newest last
    for (const old of Object.keys(all).slice(0, -60)) delete all[old];
    try { window.sessionStorage.setItem(STORE, JSON.stringify(all)); } catch { /* full: Back begins at the top */ }
  }

  const moved = new Map(); // of the page that is open: a window's name → how far it is scrolled
  let waiting = 0;

  document.addEventListener("scroll", (event) => {
    const part = event.target;
    if (restoring || !part.matches) return;
    if (part.matches(WINDOWS)) {
      if (part.dataset.drawn !== "yes") return;
      moved.set(page() + name(part), part.scrollTop);
    } else if (part !== main()) return;
    const address = here();
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => {
      if (address !== here() || restoring) return;
      keep((own) => {
        own.top = main() ? main().scrollTop : 0;
        own.windows = Object.fromEntries(moved);
      });
    }, 120);
  }, true);

  // a window that is drawn anew on the same page goes where it was
  function drawn() {
    for (const part of document.querySelectorAll(WINDOWS)) {
      if (part.dataset.drawn === "yes") continue;
      part.dataset.drawn = "yes";
      const top = moved.get(page() + name(part));
      if (top) part.scrollTop = top;
    }
    for (const field of document.querySelectorAll(".narrowed input")) {
      if (field.dataset.drawn === "yes") continue;
      field.dataset.drawn = "yes";
      const typed = window.sessionStorage.getItem(`typed ${page()}`);
      if (typed && restoring) {
        field.value = typed;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
  }
  new MutationObserver(drawn).observe(document.body, { subtree: true, childList: true });

  document.addEventListener("input", (event) => {
    if (event.target.matches(".narrowed input")) window.sessionStorage.setItem(`typed ${page()}`, event.target.value);
  });

  function restore() {
    const own = read()[here()] || { top: 0 }; // never moved
    const token = {};
    const until = Date.now() + PATIENCE;
    restoring = token;
    for (const [key, top] of Object.entries(own.windows || {})) moved.set(key, top);
    let still = 0;
    (function again() {
      if (restoring !== token) return;
      const at = main();
      const app = document.querySelector("[data-testid=stApp]");
      const done = app && app.dataset.testScriptState === "notRunning" && !document.querySelector("[data-stale=true]");
      if (at && Math.abs(at.scrollTop - own.top) > 1) at.scrollTop = own.top;
      still = done && at && (Math.abs(at.scrollTop - own.top) <= 1 || at.scrollHeight > 0) ? still + 1 : 0;
      if (still > 12 || Date.now() > until) restoring = null;
      else window.setTimeout(again, 50);
    })();
  }

  let open = page();
  window.addEventListener("popstate", (event) => {
    if (event.isTrusted) restore();
    else if (page() !== open) for (const key of [...moved.keys()]) if (key.startsWith(`${page()}`)) moved.delete(key);
    open = page();
  });
  for (const kind of ["wheel", "touchstart", "keydown", "mousedown"])
    document.addEventListener(kind, () => { restoring = null; }, { capture: true, passive: true });
})();
