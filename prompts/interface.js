// Runs once in each part of the page that Gradio draws (element, trigger and watch come from gr.HTML).
// Marks, provisions and examples are buttons: a click on one of them is sent on as an event with its key.
const narrow = () => window.matchMedia("(max-width: 900px)").matches;
const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { source, example, back } = button.dataset;
  if (source) {
    window.clausecareAsked = { button, source };
    const panel = document.querySelector("[data-shown]");
    if (panel && panel.dataset.shown === source) window.clausecareReveal();
    trigger("click", { source });
  }
  if (example) trigger("click", { example });
  if (back !== undefined && window.clausecareAsked) {
    window.clausecareAsked.button.focus({ preventScroll: true });
    window.clausecareAsked.button.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  }
});

// The panel scrolls itself to the quote; the page moves only when the reader asked for the source.
const reveal = () => {
  const panel = element.querySelector("[data-shown]");
  if (!panel) return;
  const mark = panel.querySelector("mark");
  if (mark) panel.scrollTop += mark.getBoundingClientRect().top - panel.getBoundingClientRect().top - panel.clientHeight / 3;
  if (window.clausecareAsked?.source !== panel.dataset.shown) return;
  window.clausecareAsked.source = null; // asked for once; a later answer shows its source without taking the focus
  panel.querySelector("h2").focus({ preventScroll: true });
  const fits = mark && mark.getBoundingClientRect().height < window.innerHeight / 2;
  if (narrow()) (fits ? mark : panel).scrollIntoView({ block: fits ? "center" : "start", behavior: calm() ? "auto" : "smooth" });
};
if (element.querySelector(".cc-panel")) {
  window.clausecareReveal = reveal;
  watch("value", reveal);
}

// On a phone the answer may be below what is in sight: go there once for each new answer.
let last = null;
const follow = () => {
  const latest = element.querySelector("[data-number]")?.dataset.number;
  if (latest && latest !== last && narrow()) element.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
  last = latest ?? last;
};
if (element.querySelector("[aria-live]")) watch("value", follow);

// What Gradio leaves out: the language of the page, and a name for the group of radio buttons.
const speak = () => {
  document.documentElement.lang = element.querySelector("[data-lang]").dataset.lang;
  const group = document.querySelector("#cc-language");
  group?.setAttribute("aria-label", group.querySelector("[data-testid=block-info]").textContent);
};
if (element.querySelector("[data-lang]")) {
  requestAnimationFrame(speak);
  watch("value", speak);
}
