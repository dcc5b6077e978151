// A paper: print it, or go back.
"use strict";
document.addEventListener("click", (event) => {
  const act = event.target.closest("[data-act]")?.dataset.act;
  if (act === "print") window.print();
  if (act === "back") history.back();
});
