// What forms need beyond HTML: comboboxes, lines, amounts, choices, drafts.
"use strict";

(() => {
  const { $, $$ } = window.ui;

  // ---- comboboxes: one of many rows, found by 汉字, pinyin, initials or number ----

  function combo(select) {
    if (select.tomselect) return;
    const kind = select.dataset.kind;
    new TomSelect(select, {
      valueField: "value",
      labelField: "text",
      searchField: [],
      score: () => () => 1,
      maxOptions: 30,
      preload: "focus",
      load: (typed, give) =>
        fetch(`/find/options/?kind=${encodeURIComponent(kind)}&q=${encodeURIComponent(typed)}`)
          .then((answer) => answer.json())
          .then(give)
          .catch(() => give()),
      onType() {
        this.clearOptions((option) => option.value === this.getValue());
      },
    });
  }

  // ---- the line editor -----------------------------------------------------

  function addLine(editor) {
    const total = $('input[name$="-TOTAL_FORMS"]', editor);
    const number = Number(total.value);
    const body = $("[data-lines-body]", editor);
    const html = $("template[data-lines-empty]", editor).innerHTML.replaceAll("__prefix__", number);
    body.insertAdjacentHTML("beforeend", html);
    total.value = number + 1;
    const line = body.lastElementChild;
    window.ui.wake(line);
    $("input:not([type=hidden]), select", line)?.focus();
  }

  function removeLine(line) {
    const box = $('input[name$="-DELETE"]', line);
    if (box) box.checked = true;
    line.classList.add("is-removed");
  }

  function copyLine(line) {
    const editor = line.closest("[data-lines]");
    const from = $$("input, select, textarea", line).filter((field) => field.type !== "checkbox");
    addLine(editor);
    const to = $("[data-lines-body]", editor).lastElementChild;
    for (const field of from) {
      const twin = $(`[name$="-${field.name.split("-").pop()}"]`, to);
      if (twin && field.name.split("-").pop() !== "id") twin.value = field.value;
    }
    sum(editor);
  }

  // The running total: quantity × price of each line, or the amounts alone. The server counts again.
  function sum(editor) {
    const shown = $("[data-lines-total]", editor);
    const lines = $$("[data-line]:not(.is-removed)", $("[data-lines-body]", editor));
    if (!shown || !$('[data-kind="money"]', editor)) return;
    const figure = (field) => Math.round(Number((field?.value || "0").replace(/[,¥￥元\s]/g, "")) * 100) || 0;
    const fen = lines.reduce((total, line) => {
      const many = $('[name$="-quantity"], [name$="-count"]', line);
      return total + figure($('[data-kind="money"]', line)) * (many ? Number(many.value) || 0 : 1);
    }, 0);
    shown.textContent = `¥${(fen / 100).toLocaleString("en", { minimumFractionDigits: 2 })}`;
  }

  document.addEventListener("input", (event) => {
    const editor = event.target.closest?.("[data-lines]");
    if (editor) sum(editor);
  });

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-act]");
    if (target?.dataset.act === "line-add") addLine(target.closest("[data-lines]"));
    if (target?.dataset.act === "line-remove") removeLine(target.closest("[data-line]"));
    if (target?.dataset.act === "line-copy") copyLine(target.closest("[data-line]"));
  });

  document.addEventListener("keydown", (event) => {
    const line = event.target.closest?.("[data-line]");
    if (!line || event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const editor = line.closest("[data-lines]");
    const fields = $$("input:not([type=hidden]):not([type=checkbox]), select", editor).filter((f) => f.offsetParent);
    const next = fields[fields.indexOf(event.target) + 1];
    if (next) next.focus();
    else addLine(editor);
  });

  // ---- amounts take their form when the field is left ------------------------

  document.addEventListener("focusout", (event) => {
    const field = event.target;
    if (field.dataset?.kind !== "money" || !field.value.trim()) return;
    const plain = field.value.replace(/[,¥￥元\s]/g, "");
    if (!/^-?\d+(\.\d{1,2})?$/.test(plain)) return;
    const [whole, cents = ""] = plain.split(".");
    field.value = `${whole}.${cents.padEnd(2, "0")}`;
  });

  // ---- choices drawn as chips ------------------------------------------------

  document.addEventListener("change", (event) => {
    const chip = event.target.closest?.(".choice");
    if (!chip) return;
    for (const one of $$(".choice", chip.parentElement)) {
      const input = $("input", one);
      if (input) one.classList.toggle("is-on", input.checked);
    }
  });

  // ---- filters: days at a stroke, long lists of choices made short ------------

  const iso = (day) => `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;

  function span(name) {
    const now = new Date();
    const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()];
    const monday = day - ((now.getDay() + 6) % 7);
    if (name === "week") return [new Date(year, month, monday), new Date(year, month, monday + 6)];
    if (name === "month") return [new Date(year, month, 1), new Date(year, month + 1, 0)];
    return [now, now];
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-range]");
    if (!button) return;
    const fields = $$('input[type="date"]', button.closest(".filter-days"));
    span(button.dataset.range).forEach((day, n) => (fields[n].value = iso(day)));
    fields[0].dispatchEvent(new Event("change", { bubbles: true }));
  });

  document.addEventListener("input", (event) => {
    if (!event.target.matches?.("[data-narrow]")) return;
    event.stopPropagation();
    const typed = event.target.value.trim().toLowerCase();
    for (const one of $$(".menu-item", event.target.parentElement)) one.hidden = !one.textContent.toLowerCase().includes(typed);
  });

  // ---- drafts: what was typed survives a closed tab --------------------------

  function draftKey(form) {
    return `draft:${location.pathname}:${form.dataset.draft}`;
  }

  let saving, typedIn;
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (!form) return;
    typedIn = form;
    clearTimeout(saving);
    saving = setTimeout(keepTyped, 2000);
  });
  addEventListener("pagehide", keepTyped);

  function keepTyped() {
    clearTimeout(saving);
    if (typedIn) keepDraft(typedIn);
    typedIn = null;
  }

  function keepDraft(form) {
    const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !/csrf|request_key/.test(name));
    sessionStorage.setItem(draftKey(form), JSON.stringify(fields));
  }

  function offerDraft(form) {
    const offer = $("[data-draft-offer]", form);
    if (!offer || form.dataset.asked || $(".is-invalid", form)) return;
    form.dataset.asked = "1";
    const kept = sessionStorage.getItem(draftKey(form));
    const again = performance.getEntriesByType("navigation")[0]?.type === "reload";
    if (kept && again && form.dataset.draftPlace) redrawDraft(form, JSON.parse(kept));
    else offer.hidden = !kept;
  }

  // A sheet whose parts depend on each other is drawn by the server from what was kept.
  async function redrawDraft(form, kept) {
    $("[data-draft-offer]", form).hidden = true;
    const body = new FormData();
    for (const [name, value] of [...kept, ["do", "refresh"]]) body.append(name, value);
    const headers = { "HX-Request": "true", "X-CSRFToken": $('[name="csrfmiddlewaretoken"]', form).value };
    const answer = await fetch(form.getAttribute("action"), { method: "POST", headers, body });
    if (!answer.ok) return;
    $(form.dataset.draftPlace, form).outerHTML = await answer.text();
    htmx.process(form);
    window.ui.wake($(form.dataset.draftPlace, form));
  }

  function restoreDraft(form) {
    const kept = JSON.parse(sessionStorage.getItem(draftKey(form)) || "[]");
    if (form.dataset.draftPlace) return redrawDraft(form, kept);
    for (const editor of $$("[data-lines]", form)) {
      const wanted = kept.find(([name]) => name === `${editor.dataset.lines}-TOTAL_FORMS`)?.[1] || 0;
      while (Number($('input[name$="-TOTAL_FORMS"]', editor).value) < wanted) addLine(editor);
    }
    for (const [name, value] of kept) {
      const field = form.elements[name];
      if (!field || field.type === "hidden") continue;
      if (field.type === "checkbox") field.checked = true;
      else if (field.tomselect) field.tomselect.setValue(value);
      else field.value = value;
    }
    $("[data-draft-offer]", form).hidden = true;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest('[data-act="draft-restore"]');
    if (button) restoreDraft(button.form);
  });

  document.addEventListener("submit", (event) => {
    if (/logout/.test(event.target.action)) sessionStorage.clear();
    if (event.target.dataset.draft) sessionStorage.removeItem(draftKey(event.target));
    if (event.target === typedIn || /logout/.test(event.target.action)) typedIn = null;
  });

  // ---- the counts and totals of a long list come after its rows ----------------

  async function figures() {
    const list = $("#list[data-figures]");
    if (!list || list.dataset.told === list.dataset.figures) return;
    list.dataset.told = list.dataset.figures;
    const answer = await fetch(list.dataset.figures, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { views, totals } = await answer.json();
    for (const [key, count] of Object.entries(views)) {
      const place = $(`[data-count="${CSS.escape(key)}"]`, list);
      if (place) place.textContent = count;
    }
    for (const [name, total] of Object.entries(totals)) {
      const place = $(`[data-total="${CSS.escape(name)}"]`, list);
      if (place) place.textContent = total;
    }
  }

  // ---- of several buttons beside each other the pressed one stays marked -------

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-choose] button");
    if (!button) return;
    const mark = button.closest("[data-choose]").dataset.choose;
    for (const other of $$("button", button.closest("[data-choose]"))) {
      other.classList.toggle(mark, other === button);
    }
  });

  function wake(within) {
    figures();
    for (const select of $$('select[data-combo="remote"]', within)) combo(select);
    for (const form of $$("form[data-draft]", within)) offerDraft(form);
    const sheet = within.closest?.("form[data-draft-place]");
    if (sheet) keepDraft(sheet);
    for (const chip of $$(".choice", within)) {
      if ($("input", chip)) chip.classList.toggle("is-on", Boolean($("input:checked", chip)));
    }
  }

  document.addEventListener("woken", (event) => wake(event.detail));
  document.addEventListener("DOMContentLoaded", () => wake(document));
})();
