/** What a reader does with a page of the book, for tests. */
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";

const axeSource = readFileSync(createRequire(__filename).resolve("axe-core/axe.min.js"), "utf8");

export const laptop = { width: 1280, height: 720 };

export interface OpenPage {
  readonly page: Page;
  /** Errors of the console, of scripts, and requests that leave the folder. */
  readonly problems: readonly string[];
  /** Bytes loaded so far. */
  weight(): number;
}

/** Opens a file of the book, looks at it, and has it that nothing went wrong on the page. */
export type Visit = (file: string, look: (opened: OpenPage) => Promise<void>) => Promise<void>;

/** Opens a file of the book as a reader with a laptop does. */
export async function openPage(browser: Browser, path: string): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: laptop,
    colorScheme: "light",
  });
  const page = await context.newPage();
  const problems: string[] = [];
  let bytes = 0;
  page.on("console", (message) => void (message.type() === "error" && problems.push(message.text())));
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("request", (request) => {
    if (!/^(file|data|blob):/.test(request.url())) problems.push(`request to ${request.url()}`);
    if (request.url().startsWith("file:"))
      bytes += readFileSync(new URL(request.url().split(/[?#]/)[0]!)).length;
  });
  await page.goto(pathToFileURL(path).href);
  return { page, problems, weight: () => bytes };
}

/** Bytes of a page with all that it names, and all that these style sheets name: what a reader loads in the end. */
export function weightOf(path: string): number {
  const files = new Set([path]);
  for (const file of files) {
    const names = /\.html$/.test(file)
      ? / (?:src|href)="([^"#?:]+\.(?:js|css|svg))[#?"]/g
      : /\.css$/.test(file)
        ? /url\("?([^"):#]+)"?\)/g
        : /(?!)/g;
    for (const [, name] of readFileSync(file, "utf8").matchAll(names)) files.add(join(dirname(file), name!));
  }
  return [...files].reduce((sum, file) => sum + statSync(file).size, 0);
}

/**
 * Clicks every button and fold that can be seen, once, and moves every slider, box and list of plots once.
 *
 * @returns what a pointer cannot click: it is disabled, or something else lies over it
 */
export async function clickEverything(page: Page): Promise<string[]> {
  const dead = await page.evaluate(clickControls, "button, summary");
  for (const slider of await page.locator("input[type=range]:visible").all())
    await slider.press("ArrowRight");
  dead.push(...(await page.evaluate(clickControls, "input[type=checkbox]")));
  for (const list of await page.locator("select:visible").all()) await list.press("ArrowDown");
  return dead;
}

/** Clicks from within the page: playwright's clicks wait for frames, and each of them paints the whole page. */
async function clickControls(selector: string): Promise<string[]> {
  const dead: string[] = [];
  const clicked = new Set<Element>();
  const isShown = (control: Element): boolean => {
    const { width, height } = control.getBoundingClientRect();
    return width > 0 && height > 0 && control.checkVisibility({ visibilityProperty: true });
  };
  const next = (): HTMLElement | undefined =>
    [...document.querySelectorAll<HTMLElement>(selector)].find((one) => !clicked.has(one) && isShown(one));
  for (let control = next(); control; control = next()) {
    clicked.add(control);
    control.scrollIntoView({ block: "center", behavior: "instant" });
    const { x, y, width, height } = control.getBoundingClientRect();
    const met = document.elementFromPoint(x + width / 2, y + height / 2);
    if (!control.contains(met) || control.matches(":disabled")) dead.push(control.outerHTML);
    control.click();
    await undefined; // what a click leads to comes before the next
  }
  await new Promise((resolve) => requestAnimationFrame(resolve));
  return dead;
}

/** The places of all elements that can be seen, as numbers in the order of the page. */
export const visibleElements = (page: Page): Promise<number[]> =>
  page.evaluate(() =>
    [...document.body.querySelectorAll("*")].flatMap((element, index) =>
      element.checkVisibility({ visibilityProperty: true }) ? [index] : [],
    ),
  );

/** Comes near each plot, one after the other, until it is live. @returns how many can be seen */
export const makePlotsLive = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const figures = [...document.querySelectorAll("figure.plot")];
    for (const figure of figures) {
      figure.scrollIntoView({ block: "center", behavior: "instant" });
      while (!figure.querySelector(".live svg")) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return figures.filter((figure) => figure.querySelector(".live svg")!.checkVisibility()).length;
  });

/** Processor time of the page's main thread until the first plot is there: a busy machine does not count. */
export async function secondsToFirstPlot(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.reload({ waitUntil: "commit" });
  await page.waitForFunction(() => {
    const plot = document.querySelector("figure.plot, svg.map");
    plot?.scrollIntoView({ block: "nearest" }); // each time, as a reloaded page goes back to where it was scrolled
    const picture = plot?.matches("svg") ? plot : plot?.querySelector("img, svg.marks");
    return picture instanceof HTMLImageElement ? picture.naturalWidth > 0 : Boolean(picture);
  });
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration")!.value;
}

/** Of axe's rules that are on by themselves, those that look at colours. */
const colourRules = ["color-contrast", "link-in-text-block"];

/** What axe-core calls serious or critical, with the elements: by light all of it, by dark what depends on colours. */
export async function seriousProblems(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "light" });
  const light = await problemsAsShown(page);
  await page.emulateMedia({ colorScheme: "dark" });
  return [...light, ...(await problemsAsShown(page, colourRules))];
}

/** The same in the colours and the window that the page has now. */
export async function problemsAsShown(page: Page, rules?: string[]): Promise<string[]> {
  if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(axeSource);
  return page.evaluate(async (values) => {
    const { axe } = globalThis as unknown as { axe: Axe };
    const { violations } = await axe.run({
      preload: false, // it would fetch the style sheets, which the policy forbids
      resultTypes: ["violations"], // selectors of all elements that are in order take a third of the time
      ...(values && { runOnly: { type: "rule", values } }),
    });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
  }, rules);
}

/**
 * What the book itself says in English on a Korean page: texts and labels of two English words or more without a Korean one.
 *
 * Code and what is marked as English may be so.
 *
 * @param isLesson  the text of a lesson or a card is not the book's own
 */
export const englishInFrame = (page: Page, isLesson: boolean): Promise<string[]> =>
  page.evaluate((lesson) => {
    const around = "header, nav, footer, .skip, .facts, .copy, .scroll, summary";
    const isOwn = (element: Element): boolean =>
      element.closest('code, pre, script, style, noscript, [lang="en"]') === null &&
      (!lesson || element.matches(around) || element.closest(".text") === null);
    const textsOf = (element: Element): string[] => [
      ...["aria-label", "title", "placeholder", "alt"].map((name) => element.getAttribute(name) ?? ""),
      ...[...element.childNodes].map(({ nodeType, nodeValue }) => (nodeType === 3 ? (nodeValue ?? "") : "")),
    ];
    return [...document.body.querySelectorAll("*")]
      .filter(isOwn)
      .flatMap(textsOf)
      .filter((text) => /[a-z]{2,} [a-z]{2,}/i.test(text) && !/[가-힣]/.test(text));
  }, isLesson);

interface Axe {
  run(options: {
    preload: boolean;
    resultTypes: string[];
    runOnly?: { type: "rule"; values: string[] };
  }): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
}
