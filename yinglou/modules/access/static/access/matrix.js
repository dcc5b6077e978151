// The matrix of roles: counts what differs from what was loaded, and finds permissions.
// Without this script the form saves as well; only the count is missing.
(function () {
  "use strict";

  function differs(field) {
    if (field.type === "checkbox") return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") {
      return Array.from(field.options).some((option) => option.selected !== option.defaultSelected);
    }
    return field.type !== "hidden" && field.value !== field.defaultValue;
  }

  function changes(form) {
    return Array.from(form.elements).filter((field) => field.name && differs(field)).length;
  }

  function show(form) {
    const count = changes(form);
    const save = form.querySelector("[data-matrix-save]");
    const bar = form.querySelector("[data-matrix-bar]");
    bar.hidden = count === 0;
    save.textContent = count === 1 ? form.dataset.one : form.dataset.many.replace("{n}", count);
    form.dataset.dirty = count > 0 ? "1" : "";
  }

  function find(typed) {
    const words = typed.trim().toLowerCase();
    document.querySelectorAll("[data-matrix-line]").forEach((line) => {
      line.hidden = words !== "" && !line.dataset.matrixLine.toLowerCase().includes(words);
    });
    document.querySelectorAll("[data-matrix-group]").forEach((group) => {
      group.hidden = !group.querySelector("[data-matrix-line]:not([hidden])");
    });
  }

  // A select without a marked option starts with its first: that is how it was loaded.
  function settle(form) {
    form.querySelectorAll("select").forEach((select) => {
      Array.from(select.options).forEach((option) => { option.defaultSelected = option.selected; });
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("[data-matrix]");
    if (!form) return;
    settle(form);
    show(form);
    form.addEventListener("input", () => show(form));
    form.addEventListener("reset", () => setTimeout(() => show(form)));
    form.addEventListener("submit", () => { form.dataset.dirty = ""; });
    document.querySelector("[data-matrix-search]").addEventListener("input", (event) => find(event.target.value));
    window.addEventListener("beforeunload", (event) => {
      if (form.dataset.dirty) event.preventDefault();
    });
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
        event.preventDefault();
        if (changes(form)) form.requestSubmit();
      }
    });
  });
})();
