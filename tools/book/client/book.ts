/** What every page does: theme, contents on small screens, copying code, search. */
import { phrase } from "./language";
import "./predictions";
import { startSearch } from "./search";

const themes = { system: phrase("as the system"), light: phrase("light"), dark: phrase("dark") };
type Theme = keyof typeof themes;

startTheme(document.querySelector<HTMLButtonElement>("button.theme")!);
startEdition(document.querySelector<HTMLAnchorElement>("a.edition")!);
startMenu(document.querySelector<HTMLButtonElement>("button.menu")!);
for (const button of document.querySelectorAll<HTMLButtonElement>("button.copy")) startCopy(button);
startSearch(
  document.querySelector<HTMLInputElement>("#query")!,
  document.querySelector<HTMLElement>("#found")!,
  document.querySelector<HTMLElement>("#found-status")!,
);

function startTheme(button: HTMLButtonElement): void {
  const now = (): Theme => (document.documentElement.dataset["theme"] ?? "system") as Theme;
  const show = (): void => {
    button.textContent = phrase("Theme: {0}", themes[now()]);
  };
  button.addEventListener("click", () => {
    const names = Object.keys(themes) as Theme[];
    const next = names[(names.indexOf(now()) + 1) % names.length]!;
    if (next === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = next;
    localStorage.setItem("theme", next);
    show();
  });
  show();
}

/** The other edition opens at the same place: its headings, plots and examples have the same addresses. */
function startEdition(link: HTMLAnchorElement): void {
  link.addEventListener("click", () => (link.hash = location.hash));
}

function startMenu(button: HTMLButtonElement): void {
  button.addEventListener("click", () => {
    const isOpen = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!isOpen));
    document.body.classList.toggle("menu-open", !isOpen);
  });
}

function startCopy(button: HTMLButtonElement): void {
  button.hidden = false;
  button.addEventListener("click", () => {
    const code = button.parentElement!.querySelector("code")!.textContent ?? "";
    const done = (text: string): void => {
      button.textContent = text;
      setTimeout(() => (button.textContent = phrase("Copy")), 1500);
    };
    navigator.clipboard.writeText(code).then(
      () => done(phrase("Copied")),
      () => done(phrase("Select it and press Ctrl-C")),
    );
  });
}
