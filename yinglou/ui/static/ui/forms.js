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

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-act]");
    if (target?.dataset.act === "line-add") addLine(target.closest("[data-lines]"));
    if (target?.dataset.act === "line-remove") removeLine(target.closest("[data-line]"));
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

  // ---- drafts: what was typed survives a closed tab --------------------------

  function draftKey(form) {
    return `draft:${location.pathname}:${form.dataset.draft}`;
  }

  let saving;
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (!form) return;
    clearTimeout(saving);
    saving = setTimeout(() => {
      const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !/csrf|request_key/.test(name));
      sessionStorage.setItem(draftKey(form), JSON.stringify(fields));
    }, 2000);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.draft) sessionStorage.removeItem(draftKey(event.target));
  });

  function wake(within) {
    for (const select of $$('select[data-combo="remote"]', within)) combo(select);
    for (const chip of $$(".choice", within)) chip.classList.toggle("is-on", Boolean($("input:checked", chip)));
  }

  document.addEventListener("woken", (event) => wake(event.detail));
  document.addEventListener("DOMContentLoaded", () => wake(document));
})();
