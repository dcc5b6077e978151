// Dragging a card to a lane posts the same move as its button. The server says what it means.
"use strict";
(() => {
  let card = null;
  const lane = (event) => event.target.closest?.("[data-lane]");
  const clear = () => document.querySelectorAll(".is-target").forEach((one) => one.classList.remove("is-target"));

  document.addEventListener("dragstart", (event) => {
    card = event.target.closest?.("[data-move]");
    if (!card) return;
    card.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.card);
  });
  document.addEventListener("dragend", () => {
    card?.classList.remove("is-dragged");
    card = null;
    clear();
  });
  document.addEventListener("dragover", (event) => {
    const over = card && lane(event);
    if (!over) return;
    event.preventDefault();
    clear();
    over.classList.add("is-target");
  });
  document.addEventListener("drop", async (event) => {
    const over = card && lane(event);
    if (!over) return;
    event.preventDefault();
    const answer = await window.ui.post(card.dataset.move, { to: over.dataset.lane });
    const to = answer.headers.get("HX-Redirect");
    if (to) return location.assign(to);
    const host = document.getElementById("refusal-host");
    host.innerHTML = await answer.text();
    host.scrollIntoView({ block: "nearest" });
  });
})();
