// Keys of the to-do list: J/K next and previous, E finish, S put off, A give to somebody, Enter open.
(function () {
  "use strict";

  const ACTS = { e: "finish", s: "snooze", a: "assign", enter: "open" };

  function rows() {
    return Array.from(document.querySelectorAll("[data-inbox-row]"));
  }

  function isTyping(event) {
    const place = event.target;
    return event.isComposing || event.ctrlKey || event.metaKey || event.altKey ||
      place.isContentEditable || ["INPUT", "TEXTAREA", "SELECT", "BUTTON", "A"].includes(place.tagName);
  }

  function step(by) {
    const all = rows();
    const now = all.indexOf(document.activeElement);
    const next = all[Math.min(Math.max(now + by, 0), all.length - 1)];
    if (next) next.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (isTyping(event) || !document.getElementById("inbox")) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
      event.preventDefault();
      step(key === "j" ? 1 : -1);
      return;
    }
    const row = document.activeElement.closest("[data-inbox-row]");
    const act = row && ACTS[key] && row.querySelector(`[data-inbox-act="${ACTS[key]}"]`);
    if (act) {
      event.preventDefault();
      act.click();
    }
  });
})();
