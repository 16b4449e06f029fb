/*
 * Links of the page keep the session: a click on "./map?township=…" changes the address and lets the page answer it, as
 * Back and Forward do, instead of loading everything anew. Another school or township on the same page is read from its
 * top; beside the map nothing moves. Without this script they are ordinary links.
 */
(function () {
  "use strict";
  if (window.addressLinks) return;
  window.addressLinks = true;

  const SUBJECTS = ["county", "township", "school", "project"];

  function isAboutAnother(url) {
    const now = new URL(window.location.href);
    if (url.pathname !== now.pathname || url.pathname.endsWith("/map")) return false;
    return SUBJECTS.some((name) => url.searchParams.get(name) !== now.searchParams.get(name));
  }

  function go(url) {
    if (url.href === window.location.href) return;
    const another = isAboutAnother(url);
    window.history.pushState({}, "", url);
    if (another) document.querySelector("[data-testid=stMain]").scrollTop = 0;
    window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  }

  function clicked(event) {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("a");
    if (!link) return;
    const bar = link.closest("[data-testid='stTopNavLinkContainer'], [data-testid='stTopNavDropdownLink']");
    const own = (link.getAttribute("href") || "").startsWith("./");
    if (!bar && !own) return;
    const url = new URL(link.href, window.location.href);
    if (bar) url.search = window.location.search; // another page, the same choice
    event.preventDefault();
    event.stopPropagation();
    go(url);
  }

  document.addEventListener("click", clicked, true);
})();
