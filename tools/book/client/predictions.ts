/** Lets a reader choose before looking: the choice stays in this browser, and the truth comes beside it. */

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
  return [...(choice === chosen ? ["your answer"] : []), ...(choice === right ? ["✓ right"] : [])].join(", ");
}

function verdictOf(chosen: number, right: number): string {
  const truth = chosen === right ? "✓ That is right." : `✗ The answer is ${"abcd"[right]!}.`;
  return `You said ${"abcd"[chosen]!}. ${truth}`;
}
