// Keys of the to-do list, on the row that J and K have reached: E finish, S put off, A give to
// somebody, Y approve, R reject.
document.addEventListener("page-key", (event) => {
  const acts = { e: "finish", s: "snooze", a: "assign", y: "approve", r: "reject" };
  const wanted = acts[event.detail.key.toLowerCase()];
  const row = document.querySelector("[data-row].is-focused");
  const act = wanted && row && row.querySelector(`[data-inbox-act="${wanted}"]`);
  if (!act) return;
  event.preventDefault();
  event.detail.preventDefault();
  act.click();
});
