/** Tells in one line what has happened, to eyes and to screen readers. */

const shownMs = 10_000;
let hiding: ReturnType<typeof setTimeout> | undefined;

export function say(text: string): void {
  const place = document.querySelector("#said")!;
  place.textContent = text;
  clearTimeout(hiding);
  hiding = setTimeout(() => (place.textContent = ""), shownMs);
}

/** Hands a text over as a file. */
export function download(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
