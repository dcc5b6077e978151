// The board under the hand: open a block, drag it, walk it with the keyboard.
// Nothing is changed here: dropping opens the form which looks, explains and asks.
"use strict";

(() => {
  const { $, $$, openDrawer, closeDrawer } = window.ui;
  const board = () => $("#board");
  const THRESHOLD = 5; // a press that moves less is a click
  let drag = null;
  let dragged = false;

  // ---- opening -------------------------------------------------------------

  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest("a[data-peek]");
      if (dragged) {
        dragged = false;
        event.preventDefault();
        return event.stopPropagation();
      }
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return undefined;
      event.preventDefault();
      event.stopPropagation();
      return openDrawer(link.dataset.peek);
    },
    true,
  );
  document.addEventListener("booking.BookingMoved", closeDrawer);
  document.addEventListener("booking.BookingCancelled", closeDrawer);
  document.addEventListener("change", (event) => {
    if (event.target.id === "board-date") event.target.form.requestSubmit();
  });

  // ---- all blocks of one booking light up together ---------------------------

  function kin(block, on) {
    for (const one of $$(`.board-block[data-booking="${block.dataset.booking}"]`)) {
      one.classList.toggle("is-kin", on);
    }
  }
  document.addEventListener("pointerover", (event) => {
    const block = event.target.closest?.(".board-block");
    if (block) kin(block, true);
  });
  document.addEventListener("pointerout", (event) => {
    const block = event.target.closest?.(".board-block");
    if (block) kin(block, false);
  });

  // ---- dragging --------------------------------------------------------------

  document.addEventListener("pointerdown", (event) => {
    const block = event.target.closest?.("#board [data-move]");
    if (!block || event.button !== 0 || event.pointerType === "touch") return;
    const box = block.getBoundingClientRect();
    drag = { block, box, x: event.clientX, y: event.clientY, ghost: null, slot: null };
  });
  document.addEventListener("dragstart", (event) => {
    if (event.target.closest?.("#board [data-move]")) event.preventDefault();
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.ghost && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < THRESHOLD) return;
    if (!drag.ghost) lift();
    drag.ghost.style.left = `${drag.box.left + event.clientX - drag.x}px`;
    drag.ghost.style.top = `${drag.box.top + event.clientY - drag.y}px`;
    aim(slotUnder(event));
  });
  document.addEventListener("pointerup", () => {
    if (!drag) return;
    const { ghost, slot, block } = drag;
    put();
    if (!ghost) return;
    dragged = true;
    setTimeout(() => (dragged = false));
    if (slot && fits(block, slot)) openDrawer(moveUrl(block, slot));
  });
  document.addEventListener("pointercancel", put);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drag) put();
  });

  function lift() {
    const ghost = drag.block.cloneNode(true);
    ghost.classList.add("board-ghost");
    ghost.removeAttribute("id");
    ghost.removeAttribute("data-testid");
    ghost.style.width = `${drag.box.width}px`;
    ghost.style.height = `${drag.box.height}px`;
    ghost.style.margin = "0";
    document.body.append(ghost);
    drag.ghost = ghost;
    drag.block.classList.add("is-lifted");
  }

  // Where the beginning of the block would lie, in the row under the pointer; in a week the day.
  function slotUnder(event) {
    const row = document.elementsFromPoint(event.clientX, event.clientY)
      .map((one) => one.closest(".board-line[data-resource], td[data-date]"))
      .find(Boolean);
    if (!row || row.matches("td")) return row || null;
    const left = drag.block.closest(".board-line")
      ? drag.box.left + event.clientX - drag.x
      : event.clientX;
    const nearest = (slot) => Math.abs(slot.getBoundingClientRect().left - left);
    return $$(".board-slot", row).sort((a, b) => nearest(a) - nearest(b))[0] || null;
  }

  function aim(slot) {
    if (drag.slot === slot) return;
    drag.slot?.classList.remove("is-target", "is-wrong");
    drag.slot = slot;
    slot?.classList.add(fits(drag.block, slot) ? "is-target" : "is-wrong");
  }

  // A photographer is not replaced by a studio; a booking without a time fits anywhere.
  function fits(block, slot) {
    const from = block.closest("[data-kind]");
    return !from || from.dataset.kind === slot.closest("[data-kind]").dataset.kind;
  }

  function moveUrl(block, slot) {
    const url = new URL(block.dataset.move, location.href);
    const day = slot.dataset.date || board().dataset.date;
    const time = slot.dataset.time || block.dataset.time;
    url.searchParams.set("starts_at", `${day}T${time || "09:00"}`);
    url.searchParams.set("to", slot.closest("[data-resource]").dataset.resource);
    if (block.dataset.resource) url.searchParams.set("from", block.dataset.resource);
    return url.href;
  }

  function put() {
    if (!drag) return;
    drag.ghost?.remove();
    drag.block.classList.remove("is-lifted");
    drag.slot?.classList.remove("is-target", "is-wrong");
    drag = null;
  }

  // What is under the hand or being read is not redrawn.
  document.addEventListener("htmx:before:request", (event) => {
    const source = event.detail?.ctx?.sourceElement;
    const timed = source === board() && (drag || document.hidden);
    if (timed) event.preventDefault();
  });

  // ---- the keyboard ------------------------------------------------------------

  const places = () => $$("#board .board-slot, #board .board-block, #board .board-chip");

  function walk(key) {
    const now = document.activeElement;
    const from = places().includes(now) ? now.getBoundingClientRect() : null;
    const wanted = places().filter((one) => !from || isThatWay(key, from, one.getBoundingClientRect()));
    const far = (one) => distance(key, from, one.getBoundingClientRect());
    const next = from ? wanted.sort((a, b) => far(a) - far(b))[0] : wanted[0];
    next?.focus();
  }

  function isThatWay(key, from, to) {
    if (key === "ArrowRight") return to.left > from.left + 2 && overlaps(from, to);
    if (key === "ArrowLeft") return to.left < from.left - 2 && overlaps(from, to);
    if (key === "ArrowDown") return to.top > from.top + 4;
    return to.top < from.top - 4;
  }

  function overlaps(from, to) {
    return from.top < to.bottom && to.top < from.bottom;
  }

  function distance(key, from, to) {
    const across = Math.abs(to.left - from.left);
    const down = Math.abs(to.top - from.top);
    return key === "ArrowRight" || key === "ArrowLeft" ? across : down * 10 + across;
  }

  function go(name) {
    if (board()?.dataset[name]) location.assign(board().dataset[name]);
  }

  function act(key) {
    const open = $("#drawer[open]");
    const focused = document.activeElement;
    if (open) return $(`[data-key="${key.toUpperCase()}"]`, open)?.click() ?? false;
    if (key === "r" && focused.dataset?.move) return openDrawer(focused.dataset.move);
    if (key === "Enter" && focused.matches?.(".board-slot, .board-block, .board-chip")) return focused.click();
    return false;
  }

  const keys = {
    PageUp: () => go("before"),
    PageDown: () => go("after"),
    t: () => go("today"),
    w: () => go("week"),
  };
  for (const key of ["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"]) keys[key] = () => walk(key);

  document.addEventListener("page-key", (event) => {
    const pressed = event.detail;
    if (!board() || pressed.shiftKey) return;
    const key = pressed.key;
    const open = $("#drawer[open]");
    const inDrawer = open && $(`[data-key="${CSS.escape(key.toUpperCase())}"]`, open);
    if (inDrawer || ((key === "r" || key === "Enter") && !open && document.activeElement.closest("#board"))) {
      event.preventDefault();
      pressed.preventDefault();
      act(key);
    } else if (key === "d" && !open) {
      event.preventDefault();
      go("day");
    } else if (keys[key] && !open) {
      event.preventDefault();
      pressed.preventDefault();
      keys[key]();
    }
  });
})();
