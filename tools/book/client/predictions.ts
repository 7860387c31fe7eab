/** Lets a reader choose before looking: the choice stays in this browser, and the truth comes beside it. */

import { phrase } from "./language";

for (const card of document.querySelectorAll<HTMLElement>(".prediction")) startPrediction(card);

function startPrediction(card: HTMLElement): void {
  const key = `prediction: ${card.dataset["question"]!}`;
  const right = Number(card.dataset["right"]);
  const buttons = [...card.querySelectorAll("li > span")].map(toButton);
  const show = (chosen: number): void => {
    buttons.forEach((button, i) => {
      button.setAttribute("aria-pressed", String(i === chosen));
      button.dataset["note"] = noteOf(i, chosen, right);
    });
    card.dataset["verdict"] = chosen === right ? "good" : "bad";
    card.querySelector(".verdict")!.textContent = verdictOf(chosen, right);
    card.querySelector("details")!.open = true;
  };
  buttons.forEach((button, i) =>
    button.addEventListener("click", () => {
      localStorage.setItem(key, String(i));
      show(i);
    }),
  );
  const kept = Number(localStorage.getItem(key) ?? NaN);
  if (buttons[kept] !== undefined) show(kept);
}

function toButton(choice: Element): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-pressed", "false");
  const formula = choice.querySelector("annotation")?.textContent;
  if (formula) button.title = formula; // a name for a button that holds nothing but a formula
  button.append(...choice.childNodes);
  choice.replaceWith(button);
  return button;
}

/** What stands beside a choice, in words and not by its colour alone. */
function noteOf(choice: number, chosen: number, right: number): string {
  return [
    ...(choice === chosen ? [phrase("your answer")] : []),
    ...(choice === right ? [phrase("✓ right")] : []),
  ].join(", ");
}

function verdictOf(chosen: number, right: number): string {
  const letterOf = (choice: number): string => "abcd"[choice]!;
  return chosen === right
    ? phrase("You said {0}. ✓ That is right.", letterOf(chosen))
    : phrase("You said {0}. ✗ The answer is {1}.", letterOf(chosen), letterOf(right));
}
