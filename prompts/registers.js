// Runs once in each part of a register tab (element, trigger and watch come from gr.HTML): rows are sorted here, and a
// click on a row is sent on as an event with its key.
const small = () => window.matchMedia("(max-width: 900px)").matches;
const behavior = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

const sortBy = (button) => {
  const head = button.closest("th"), body = button.closest("table").tBodies[0], at = Number(button.dataset.sort);
  const down = head.getAttribute("aria-sort") === "ascending";
  head.parentElement.querySelectorAll("th").forEach((th) => th.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const compare = new Intl.Collator(document.documentElement.lang || "vi", { numeric: true }).compare;
  const text = (row) => row.cells[at].textContent.trim();
  // What says nothing in this column stays at the end in both directions.
  const rows = [...body.rows].sort((a, b) => !text(a) - !text(b) || (down ? -1 : 1) * compare(text(a), text(b)));
  body.append(...rows);
};

element.addEventListener("click", (event) => {
  const sorted = event.target.closest("[data-sort]");
  if (sorted) return sortBy(sorted);
  const asked = event.target.closest("[data-row], tr[data-key]");
  if (asked) {
    const row = asked.dataset.row ?? asked.dataset.key;
    window.clausecareRow = { row, from: asked.closest("tr")?.querySelector("[data-row]") ?? asked };
    element.querySelectorAll("tr.chosen").forEach((tr) => tr.classList.remove("chosen"));
    asked.closest("tr")?.classList.add("chosen");
    trigger("click", { row });
  }
  if (event.target.closest("[data-back]") && window.clausecareRow) {
    window.clausecareRow.from.focus?.({ preventScroll: true });
    window.clausecareRow.from.scrollIntoView({ block: "center", behavior });
  }
});

watch("value", () => {
  const panel = element.querySelector("[data-shown-row]");
  if (!panel || window.clausecareRow?.row !== panel.dataset.shownRow) return;
  const mark = panel.querySelector("mark");
  if (mark) panel.scrollTop += mark.getBoundingClientRect().top - panel.getBoundingClientRect().top - panel.clientHeight / 3;
  panel.querySelector("h2").focus({ preventScroll: true });
  if (small()) panel.scrollIntoView({ block: "start", behavior });
});
