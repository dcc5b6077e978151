// The keyboard: palette, rows of a list, single keys. Nothing happens while somebody types.
"use strict";

// ---- the palette -----------------------------------------------------------

function openPalette() {
  const palette = $("#palette");
  if (!palette || palette.open) return;
  palette.showModal();
  const input = $("input", palette);
  input.value = "";
  input.focus();
  htmx.trigger(input, "palette-open");
}

function paletteRows() {
  return $$("[data-palette-row]");
}

document.addEventListener("woken", () => {
  const rows = paletteRows();
  rows.forEach((row, index) => (row.dataset.testid = `palette-row-${index}`));
  if (rows.length && !rows.some((row) => row.hasAttribute("data-picked"))) rows[0].setAttribute("data-picked", "");
});

function pickRow(index) {
  const rows = paletteRows();
  if (!rows.length) return;
  const chosen = rows[(index + rows.length) % rows.length];
  for (const row of rows) row.toggleAttribute("data-picked", row === chosen);
  announce($(".palette-title", chosen)?.textContent || "");
  chosen.scrollIntoView({ block: "nearest" });
}

function paletteKeys(event) {
  const rows = paletteRows();
  const now = rows.findIndex((row) => row.hasAttribute("data-picked"));
  const actions = now >= 0 ? $$(".palette-actions a", rows[now]) : [];
  if (event.key === "ArrowDown") pickRow(now + 1);
  else if (event.key === "ArrowUp") pickRow(now - 1);
  else if (event.key === "Enter" && document.activeElement.matches("input")) {
    const link = rows[Math.max(now, 0)]?.querySelector("a");
    if (!link) return;
    if (event.ctrlKey || event.metaKey) window.open(link.href);
    else location.assign(link.href);
  } else if (event.key === "Tab" && !event.shiftKey && actions.length) {
    const at = actions.indexOf(document.activeElement);
    if (at + 1 >= actions.length) return;
    actions[at + 1].focus();
  } else if (event.key === "Tab" && !event.shiftKey && rows.length) pickRow(now + 1);
  else return;
  event.preventDefault();
}

// ---- rows of a list --------------------------------------------------------

function rows() {
  return $$("[data-row]");
}

function focusRow(step) {
  const all = rows();
  if (!all.length) return;
  const now = all.findIndex((row) => row.classList.contains("is-focused"));
  const next = all[Math.min(Math.max(now + step, 0), all.length - 1)];
  for (const row of all) row.classList.toggle("is-focused", row === next);
  next.scrollIntoView({ block: "nearest" });
  if ($("#drawer")?.open && next.dataset.peek) openDrawer(next.dataset.peek, next.dataset.url);
}

function focusedRow() {
  return $("[data-row].is-focused");
}

let lastTicked = null;

function tick(box, through) {
  const boxes = $$('[data-row] input[name="row"]');
  if (through && lastTicked) {
    const [from, to] = [boxes.indexOf(lastTicked), boxes.indexOf(box)].sort((a, b) => a - b);
    for (const one of boxes.slice(from, to + 1)) one.checked = box.checked;
  }
  lastTicked = box;
  countTicked();
}

function countTicked() {
  const ticked = $$('[data-row] input[name="row"]:checked');
  for (const row of rows()) {
    row.classList.toggle("is-selected", Boolean($('input[name="row"]:checked', row)));
  }
  const bar = $("[data-bulk]");
  if (bar) {
    bar.hidden = !ticked.length;
    $("[data-bulk-count]", bar).textContent = ticked.length;
  }
}

// ---- keys ------------------------------------------------------------------

const singleKeys = {
  "/": openPalette,
  "?": () => $("#keys")?.showModal(),
  j: () => focusRow(1),
  k: () => focusRow(-1),
  x() {
    const box = focusedRow()?.querySelector('input[name="row"]');
    if (box) {
      box.checked = !box.checked;
      tick(box, false);
    }
  },
  f: () => $(".filter-bar input, .filter-bar summary")?.focus(),
  n: () => $("[data-composer]")?.focus(),
  c: () => $('[data-testid="shell-create"]')?.click(),
  z: () => $(".toast-undo:not([hidden])")?.click(),
  g: () => (going = Date.now()),
  F: () => $('[data-testid="filters-clear"]')?.click(),
  "[": () => acts.fold(),
};
let going = 0; // when G was pressed: the next key is a place

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return; // an input method is at work
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    return openPalette();
  }
  if ($("#palette")?.open) return paletteKeys(event);
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") return submitWithKeys(event);
  if (event.key === "Escape") for (const menu of $$("details[data-menu][open]")) menu.open = false;
  const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem("keys-off")) return;
  if (event.key === "Enter" && focusedRow() && !event.target.closest("a, button")) {
    return location.assign(focusedRow().dataset.url);
  }
  if (document.dispatchEvent(new CustomEvent("page-key", { cancelable: true, detail: event }))) {
    const modal = $("dialog[open]");
    const place = going && Date.now() - going < 1500 ? "go" : "key";
    going = 0;
    const link = modal || event.shiftKey ? null : $(`[data-${place}="${CSS.escape(event.key.toUpperCase())}"]`);
    const act = modal && event.key !== "j" && event.key !== "k" ? null : singleKeys[event.key];
    if (link) {
      event.preventDefault();
      link.click();
    } else if (act) {
      event.preventDefault();
      act();
    }
  }
});

function submitWithKeys(event) {
  const form = event.target.closest("form") || $("dialog[open] form[data-sheet]") || $("form[data-sheet]");
  const button = form && ($("[data-submit-first]", form) || $("[data-submit]", form) || $(".btn-primary", form));
  if (!button) return;
  event.preventDefault();
  form.requestSubmit(button);
}
