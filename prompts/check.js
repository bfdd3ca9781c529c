// Runs once in each part of the Check tab (element, trigger and watch come from gr.HTML): a click on a sentence or a
// button is sent on as an event, and a chosen file is read here, so that it is never kept on the server.
const behavior = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
const FILE_MAX = 2 * 1024 * 1024; // bytes

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { sentence, accept, put, back } = button.dataset;
  if (sentence !== undefined) {
    window.clausecareSentence = { sentence, button };
    element.querySelectorAll("[aria-current]").forEach((one) => one.removeAttribute("aria-current"));
    button.setAttribute("aria-current", "true");
    trigger("click", { sentence });
  }
  if (accept !== undefined) trigger("click", { accept });
  if (put !== undefined) trigger("click", { put: true });
  if (back !== undefined && window.clausecareSentence) {
    const at = window.clausecareSentence.sentence;
    const from = document.querySelector(`#cc-check-result [data-sentence="${CSS.escape(at)}"]`);
    from?.focus({ preventScroll: true });
    from?.scrollIntoView({ block: "center", behavior });
  }
});

element.addEventListener("change", (event) => {
  const file = event.target.files?.[0];
  if (!file) return;
  event.target.value = "";
  if (file.size > FILE_MAX) return trigger("click", { name: file.name, file: null });
  const reader = new FileReader();
  reader.onload = () => trigger("click", { name: file.name, file: String(reader.result).split(",")[1] ?? "" });
  reader.readAsDataURL(file);
});

watch("value", () => {
  const panel = element.querySelector("[data-shown-sentence]");
  if (!panel || window.clausecareSentence?.sentence !== panel.dataset.shownSentence) return;
  panel.scrollTop = 0;
  panel.querySelector("h2").focus({ preventScroll: true });
  if (window.matchMedia("(max-width: 900px)").matches) panel.scrollIntoView({ block: "start", behavior });
});
