/*
 * Finding a school as one types: the field in the bar lists the schools of the county whose name or code holds what is
 * typed; the field above a list of schools hides every other row. Names are set as text, never as HTML.
 */
(function () {
  "use strict";
  if (window.schoolSearch) return;
  window.schoolSearch = true;

  const MOST = 9;
  const loaded = new Map();

  const plain = (text) => text.normalize("NFKC").toLowerCase().trim();

  function schools(source) {
    if (!loaded.has(source)) {
      const asked = fetch(source).then((reply) => (reply.ok ? reply.json() : Promise.reject(reply.status)));
      loaded.set(source, asked.catch(() => { loaded.delete(source); return null; }));
    }
    return loaded.get(source);
  }

  function address(field, code) {
    const keys = new URLSearchParams();
    const now = new URLSearchParams(window.location.search);
    keys.set("county", now.get("county") || field.dataset.county);
    for (const key of ["period", "on", "stage", "standard"]) if (now.get(key)) keys.set(key, now.get(key));
    keys.set("school", code);
    return `./school?${keys}`;
  }

  function found(all, typed) {
    const words = plain(typed).split(/\s+/);
    const fits = all.filter((school) => {
      const text = plain(`${school.name} ${school.township} ${school.code}`);
      return words.every((word) => text.includes(word));
    });
    const begins = (school) => Number(!plain(school.name).startsWith(words[0]));
    return fits.map((school, place) => [begins(school), place, school]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((each) => each[2]);
  }

  function line(words, style) {
    const item = document.createElement("li");
    item.className = style;
    item.textContent = words;
    return item;
  }

  function option(field, school, place) {
    const item = document.createElement("li");
    item.id = `find-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const link = document.createElement("a");
    link.href = address(field, school.code);
    link.setAttribute("href", address(field, school.code));
    link.tabIndex = -1;
    link.textContent = school.name;
    const where = document.createElement("span");
    where.textContent = school.township;
    link.append(where);
    item.append(link);
    return item;
  }

  function close(field) {
    const list = field.parentNode.querySelector("ul");
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function choose(field, item) {
    for (const other of field.parentNode.querySelectorAll("[role=option]")) other.setAttribute("aria-selected", String(other === item));
    if (!item) return;
    field.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  async function show(field) {
    const list = field.parentNode.querySelector("ul");
    const typed = field.value;
    if (!plain(typed)) return close(field);
    const all = await schools(field.dataset.source);
    if (field.value !== typed) return; // typed on meanwhile
    list.replaceChildren();
    if (all === null) list.append(line("名单没有取到，请刷新页面再试。", "none"));
    else {
      const fits = found(all.schools, typed);
      list.append(...fits.slice(0, MOST).map((school, place) => option(field, school, place)));
      if (!fits.length) list.append(line("没有名称或标识码对得上的学校", "none"));
      if (fits.length > MOST) list.append(line(`共 ${fits.length} 所，再打几个字`, "none"));
    }
    list.hidden = false;
    list.dataset.typed = typed;
    field.setAttribute("aria-expanded", "true");
    choose(field, list.querySelector("[role=option]"));
  }

  function open(field) {
    const item = field.parentNode.querySelector("[aria-selected=true] a") || field.parentNode.querySelector("[role=option] a");
    if (!item) return;
    close(field);
    field.value = "";
    field.blur();
    item.click();
  }

  function key(event) {
    const field = event.target;
    if (!field.matches || !field.matches(".find input")) return;
    const items = Array.from(field.parentNode.querySelectorAll("[role=option]"));
    const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (items.length) choose(field, items[(at + step + items.length) % items.length]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const list = field.parentNode.querySelector("ul");
      if (!list.hidden && list.dataset.typed === field.value) open(field); // the one that was chosen
      else show(field).then(() => open(field));
    } else if (event.key === "Escape") {
      field.value = "";
      close(field);
    }
    event.stopPropagation();
  }

  // —— a list on the page, narrowed

  function narrow(field) {
    const block = field.closest(".narrowed");
    const words = plain(field.value).split(/\s+/);
    let shown = 0;
    for (const row of block.querySelectorAll("tbody tr")) {
      const link = row.querySelector("a.row-link");
      const code = link ? new URL(link.href, window.location.href).searchParams.get("school") || "" : "";
      const text = plain(`${row.textContent} ${code}`);
      row.hidden = !words.every((word) => text.includes(word));
      shown += Number(!row.hidden);
    }
    const said = block.querySelector(".narrow-said");
    said.textContent = !plain(field.value) ? "" : shown ? `找到 ${shown} 所` : said.dataset.nothing.replace("{}", () => field.value.trim());
  }

  document.addEventListener("input", (event) => {
    if (event.target.matches(".find input")) show(event.target);
    if (event.target.matches(".narrowed input")) narrow(event.target);
  });
  document.addEventListener("keydown", key, true);
  document.addEventListener("focusin", (event) => {
    if (event.target.matches(".find input")) {
      schools(event.target.dataset.source);
      if (event.target.value) show(event.target);
    }
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.matches(".find input")) window.setTimeout(() => close(event.target), 200);
  });
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest(".find li a")) event.preventDefault(); // the field keeps the focus until the click is done
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".find li a");
    if (!link) return;
    const field = link.closest(".find").querySelector("input");
    close(field);
    field.value = "";
    field.blur();
  });
})();
