/** What every page does: theme, contents on small screens, copying code, search. */
import "./predictions";
import { startSearch } from "./search";

const themes = ["as the system", "light", "dark"] as const;

startTheme(document.querySelector<HTMLButtonElement>("button.theme")!);
startMenu(document.querySelector<HTMLButtonElement>("button.menu")!);
for (const button of document.querySelectorAll<HTMLButtonElement>("button.copy")) startCopy(button);
startSearch(
  document.querySelector<HTMLInputElement>("#query")!,
  document.querySelector<HTMLElement>("#found")!,
  document.querySelector<HTMLElement>("#found-status")!,
);

function startTheme(button: HTMLButtonElement): void {
  const show = (): void => {
    button.textContent = `Theme: ${document.documentElement.dataset["theme"] ?? themes[0]}`;
  };
  button.addEventListener("click", () => {
    const now = document.documentElement.dataset["theme"] ?? themes[0];
    const next = themes[(themes.findIndex((theme) => theme === now) + 1) % themes.length]!;
    if (next === themes[0]) delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = next;
    localStorage.setItem("theme", next);
    show();
  });
  show();
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
      setTimeout(() => (button.textContent = "Copy"), 1500);
    };
    navigator.clipboard.writeText(code).then(
      () => done("Copied"),
      () => done("Select it and press Ctrl-C"),
    );
  });
}
