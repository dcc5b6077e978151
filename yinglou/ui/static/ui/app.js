// The behaviour of the frame: saying things, drawer, clicks. All htmx listeners are here.
"use strict";

const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
const csrf = () => $('meta[name="csrf-token"]').content;
const keep = (name, value) => {
  document.cookie = `${name}=${value};path=/;max-age=31536000;samesite=lax`;
};

// ---- saying things -------------------------------------------------------

function announce(text) {
  $("#live").textContent = text;
}

function toast(text, undo, kind = "success") {
  const box = $("#toast-template").content.firstElementChild.cloneNode(true);
  box.dataset.kind = kind;
  $(".toast-text", box).textContent = text;
  const button = $(".toast-undo", box);
  button.hidden = !undo;
  button.addEventListener("click", () => post(undo).then(() => location.reload()));
  const shown = $$(".toast-ui", $("#toasts"));
  if (shown.length > 2) shown[0].remove();
  $("#toasts").append(box);
  dismissLater(box, undo ? 10000 : 4000);
}

function dismissLater(box, after) {
  let timer = setTimeout(() => box.remove(), after);
  box.addEventListener("mouseenter", () => clearTimeout(timer));
  box.addEventListener("mouseleave", () => (timer = setTimeout(() => box.remove(), 2000)));
}

function post(url, fields = {}) {
  return fetch(url, {
    method: "POST",
    headers: { "X-CSRFToken": csrf(), "HX-Request": "true" },
    body: new URLSearchParams(fields),
  });
}

// ---- htmx ------------------------------------------------------------------

document.addEventListener("htmx:config:request", (event) => {
  const { request, sourceElement } = event.detail.ctx;
  request.headers["X-CSRFToken"] = csrf();
  if (request.method === "GET" && sourceElement.closest?.("form[data-prune]")) prune(request.body);
});
document.addEventListener("htmx:before:request", (event) => mark(event, true));
document.addEventListener("htmx:finally:request", (event) => mark(event, false));
document.addEventListener("htmx:after:swap", (event) => {
  wake(event.target instanceof Element ? event.target : document);
  const found = $("#list")?.dataset.found;
  if (found && event.detail?.ctx?.sourceElement?.closest?.("#list, [hx-target='#list']")) announce(found);
});
document.addEventListener("toast", (event) => toast(event.detail.text, event.detail.undo));

// An address says what was chosen and nothing else: no empty questions, several choices as a,b.
function prune(body) {
  for (const name of new Set(body.keys())) {
    const values = body.getAll(name).filter((value) => value !== "");
    body.delete(name);
    if (values.length) body.set(name, values.join(","));
  }
}

document.addEventListener("htmx:error", () => {
  if (!navigator.onLine) $("#offline")?.removeAttribute("hidden");
});

function mark(event, busy) {
  const source = event.detail?.ctx?.sourceElement;
  if (!(source instanceof Element)) return;
  if (busy) source.setAttribute("aria-busy", "true");
  else source.removeAttribute("aria-busy");
}

// ---- the drawer ------------------------------------------------------------

async function openDrawer(url, peek = "") {
  const drawer = $("#drawer");
  drawer.returnTo = document.activeElement;
  const answer = await fetch(url, { headers: { "HX-Request": "true" } });
  if (answer.redirected || answer.status === 401) return location.assign(url);
  const text = await answer.text();
  if (/^\s*<!doctype/i.test(text)) return location.assign(url); // a page of its own
  $("#drawer-body").innerHTML = text;
  drawer.classList.toggle("is-wide", Boolean($(".lines, [data-wide]", drawer)));
  if (!drawer.open) drawer.showModal();
  if (peek) address({ peek });
  htmx.process($("#drawer-body"));
  wake(drawer);
  ($("[autofocus]", drawer) || $("input:not([type=hidden]), select, textarea", drawer))?.focus();
}

function closeDrawer() {
  const drawer = $("#drawer");
  if (drawer.open) drawer.close();
}

function address(changes) {
  const url = new URL(location.href);
  for (const [key, value] of Object.entries(changes)) {
    if (value) url.searchParams.set(key, value);
    else url.searchParams.delete(key);
  }
  history.replaceState(history.state, "", url);
}

async function submitSheet(form, button) {
  const busy = button || $("[data-submit]", form);
  busy?.setAttribute("aria-busy", "true");
  try {
    const body = new FormData(form, button);
    const answer = await fetch(button?.getAttribute("formaction") || form.getAttribute("action") || location.href, {
      method: "POST",
      headers: { "HX-Request": "true", "X-CSRFToken": csrf() },
      body,
    });
    const to = answer.headers.get("HX-Redirect");
    if (to) return location.assign(to);
    if (answer.status === 204) {
      closeDrawer();
      return facts(answer);
    }
    const host = form.closest("#drawer-body") || form.parentElement;
    host.innerHTML = await answer.text();
    htmx.process(host);
    wake(host);
    ($(".is-invalid", host) || $("[role=alert]", host))?.focus?.();
    $("[role=alert]", host)?.scrollIntoView({ block: "nearest" });
  } finally {
    busy?.removeAttribute("aria-busy");
  }
}

function facts(answer) {
  const said = JSON.parse(answer.headers.get("HX-Trigger") || "{}");
  for (const [name, detail] of Object.entries(said)) {
    document.body.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
  if (!Object.keys(said).some((name) => name !== "toast" && $(`[hx-trigger*="${name}"]`))) {
    location.reload();
  }
}

// ---- clicks ----------------------------------------------------------------

const acts = {
  palette: () => openPalette(),
  close: closeDrawer,
  keys: () => $("#keys").showModal(),
  back: () => history.back(),
  dismiss: (target) => target.closest("[role=alert], .toast-ui").remove(),
  theme() {
    const next = document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark";
    document.documentElement.dataset.bsTheme = next;
    keep("theme", next);
    document.dispatchEvent(new CustomEvent("theme-changed"));
  },
  density() {
    const density = document.documentElement.dataset.density === "cosy" ? "compact" : "cosy";
    document.documentElement.dataset.density = density;
    keep("density", density);
  },
  fold() {
    const shell = $("#shell");
    if (window.innerWidth < 1200) return shell.classList.toggle("is-open");
    keep("sidebar", shell.classList.toggle("is-folded") ? "folded" : "open");
  },
  "keys-off": (target) => localStorage.setItem("keys-off", target.checked ? "1" : ""),
  all(target) {
    for (const box of $$('[data-row] input[name="row"]')) box.checked = target.checked;
    countTicked();
  },
  "bulk-none"() {
    for (const box of $$('[data-row] input[name="row"]')) box.checked = false;
    countTicked();
  },
};

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-act]");
  if (target && acts[target.dataset.act]) return acts[target.dataset.act](target, event);
  if (event.target.closest('[data-act="cancel"]') && $("#drawer")?.open) {
    event.preventDefault();
    return closeDrawer();
  }
  const copied = event.target.closest("[data-copy]");
  if (copied) navigator.clipboard?.writeText(copied.textContent.trim()).then(() => toast(copied.dataset.copy || "✓"));
  const link = event.target.closest("a[data-drawer]");
  if (link && $("#drawer") && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    return openDrawer(link.href);
  }
  const row = event.target.closest("[data-row]");
  if (row && event.target.matches('input[name="row"]')) return tick(event.target, event.shiftKey);
  if (row && !event.target.closest("a, button, input, label, summary")) {
    if (row.dataset.peek && window.innerWidth > 767) openDrawer(row.dataset.peek, row.dataset.url);
    else if (row.dataset.url) location.assign(row.dataset.url);
  }
  for (const menu of $$("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-sheet]") && $("#drawer")?.contains(form)) {
    event.preventDefault();
    submitSheet(form, event.submitter);
  } else if (form.method === "post" && !form.hasAttribute("hx-post")) {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
  }
});
window.addEventListener("pageshow", () => {
  for (const form of $$("form[data-sent]")) delete form.dataset.sent;
});

// ---- waking what arrives ---------------------------------------------------

function wake(within) {
  for (const timer of $$("[data-hold]", within)) startHold(timer);
  document.dispatchEvent(new CustomEvent("woken", { detail: within }));
}

function startHold(box) {
  if (box.dataset.running) return;
  box.dataset.running = "1";
  let left = Number(box.dataset.hold);
  const shown = $("[data-hold-left]", box);
  const timer = setInterval(() => {
    if (!box.isConnected) return clearInterval(timer);
    left = Math.max(0, left - 1);
    shown.textContent = `${String(Math.floor(left / 60)).padStart(2, "0")}:${String(left % 60).padStart(2, "0")}`;
    if ([300, 120, 60].includes(left)) announce(shown.textContent);
    if (!left) {
      clearInterval(timer);
      document.body.dispatchEvent(new CustomEvent("hold-over", { bubbles: true }));
    }
  }, 1000);
}

addEventListener("offline", () => $("#offline")?.removeAttribute("hidden"));
addEventListener("online", () => $("#offline")?.setAttribute("hidden", ""));

document.addEventListener("DOMContentLoaded", () => {
  for (const box of $$("[data-toast]")) dismissLater(box, 5000);
  $("#drawer")?.addEventListener("close", () => {
    $("#drawer-body").innerHTML = "";
    address({ peek: "" });
    $("#drawer").returnTo?.focus?.();
  });
  const keysOff = $('[data-act="keys-off"]');
  if (keysOff) keysOff.checked = Boolean(localStorage.getItem("keys-off"));
  wake(document);
  const peek = new URL(location.href).searchParams.get("peek");
  const row = peek && $$("[data-row]").find((one) => one.dataset.url === peek);
  if (row?.dataset.peek) openDrawer(row.dataset.peek, peek);
});

window.ui = { $, $$, csrf, toast, post, openDrawer, closeDrawer, announce, wake };
