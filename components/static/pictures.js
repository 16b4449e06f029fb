/*
 * At a block's title: its picture, made here without the internet, with title, date and source; and its address, in which
 * county and day are always said. The picture is the block itself, its style sheets with it, drawn as SVG.
 */
(function () {
  "use strict";
  if (window.blockPictures) return;
  window.blockPictures = true;

  const SCALE = 2;
  const EDGE = 20; // px of white round the picture
  const MOST = 12000; // px: higher a browser draws nothing
  const SAID = 2000; // ms that an answer stands at the button

  function answer(button, words) {
    const before = button.dataset.words || button.textContent;
    button.dataset.words = before;
    button.textContent = words;
    window.setTimeout(() => { button.textContent = before; }, SAID);
  }

  function address() {
    const url = new URL(window.location.href);
    const field = document.querySelector(".find input");
    const said = (key) => Boolean(url.searchParams.get(key));
    if (field && !said("county")) url.searchParams.set("county", field.dataset.county);
    if (field && !said("period") && !said("on")) url.searchParams.set("on", field.dataset.on);
    url.searchParams.delete("unknown");
    return url.href;
  }

  async function copied(text) {
    try {
      await window.navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = document.createElement("textarea"); // a server that is not this machine, without https
      field.value = text;
      field.style.position = "fixed";
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      return done;
    }
  }

  function sheets() {
    const rules = [];
    for (const sheet of document.styleSheets) {
      try {
        for (const rule of sheet.cssRules)
          if (!(rule instanceof CSSFontFaceRule) && !(rule instanceof CSSImportRule)) rules.push(rule.cssText);
      } catch { /* not ours to read, and nothing of ours stands in it */ }
    }
    return rules.join("\n");
  }

  function source() {
    const said = [".asof", ".fiction"].map((part) => (document.querySelector(part) || {}).textContent);
    const [, subject] = document.title.split(" · ");
    return [said[0], subject, said[1]].filter(Boolean).join(" · ");
  }

  function copyOf(block) {
    const made = block.cloneNode(true);
    made.querySelectorAll(".block-tools, .actions, .skip, [data-testid=stElementToolbar], .modebar-container").forEach((part) => part.remove());
    made.querySelectorAll("*").forEach((part) => {
      if (part.matches(".list-window, .school-window, .matrix-window, .map-window")) {
        part.style.maxHeight = "none";
        part.style.overflow = "visible";
      }
    });
    const foot = document.createElement("p");
    foot.className = "note";
    foot.textContent = source();
    made.append(foot);
    const paper = document.createElement("div");
    paper.style.cssText = `position:absolute;left:-20000px;top:0;width:${block.offsetWidth}px;padding:${EDGE}px;background:#fff;box-sizing:content-box`;
    paper.style.font = getComputedStyle(block).font;
    paper.style.color = getComputedStyle(block).color;
    paper.append(made);
    return paper;
  }

  function drawn(name, attributes) {
    const part = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
    return part;
  }

  async function picture(block) {
    const paper = copyOf(block);
    document.body.append(paper);
    const width = paper.offsetWidth;
    const height = Math.min(paper.offsetHeight, MOST);
    paper.remove();
    paper.style.position = "static";
    const style = document.createElement("style");
    style.textContent = sheets();
    paper.prepend(style);
    const sheet = drawn("svg", { width, height });
    sheet.append(drawn("foreignObject", { width: "100%", height: "100%" }));
    sheet.firstChild.append(paper);
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(sheet))}`;
    await image.decode();
    await new Promise((done) => window.setTimeout(done, 120)); // pictures inside of it are decoded after it
    const canvas = document.createElement("canvas");
    canvas.width = width * SCALE;
    canvas.height = height * SCALE;
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.scale(SCALE, SCALE);
    pen.drawImage(image, 0, 0);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  }

  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest(".block-tools button");
    if (!button) return;
    if (button.dataset.tool === "link") {
      answer(button, (await copied(address())) ? "已复制" : "没有复制成");
      return;
    }
    const block = button.closest("[class*='st-key-block_']");
    const title = block.querySelector(".block-title").textContent.replace(/[\\/:*?"<>|\s]+/g, "_").slice(0, 60);
    const field = document.querySelector(".find input");
    answer(button, "正在画……");
    try {
      save(await picture(block), `${title}_${field ? field.dataset.on : ""}.png`);
      answer(button, "已下载");
    } catch {
      answer(button, "没有画成");
    }
  });
})();
