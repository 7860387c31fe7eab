/** Outputs of a cell as HTML: the richest format that a page can show. */
import { phrase } from "../../lib/jupyter/language.cjs";
import { predictionMimeType, type Prediction } from "../../lib/jupyter/predict";
import { bandMimeType } from "../notebook/execute";
import { joinText, type Output } from "../notebook/notebook-file";
import { html } from "../page/html";
import { JsonIsland } from "../page/json-island";
import { scrollingEnd, scrollingStart, type PageMarkdown } from "./markdown";
import { packRows } from "./packed-rows";
import type { Plot } from "./page";
import { predictionCard } from "./prediction-card";

const plotType = "application/vnd.vegalite.v5+json";

export interface Shown {
  readonly html: string;
  readonly plot?: Plot;
}

/**
 * @param plotId  what the figure is called, if the output is a plot
 * @throws {Error} an output in a format that the book does not know
 */
export function showOutput(output: Output, plotId: string, markdown: PageMarkdown): Shown {
  if (output.output_type === "stream") return { html: textOutput(joinText(output.text), output.name ?? "") };
  if (output.output_type === "error") {
    const { traceback = [] } = output as { traceback?: readonly string[] };
    return { html: textOutput(withoutColours(traceback.join("\n")), "error") };
  }
  const data = output.data ?? {};
  const text = (type: string): string => joinText(data[type] as string | readonly string[] | undefined);
  if (data[plotType] !== undefined)
    return plotFigure(data[plotType] as PlotSpec, text("image/svg+xml"), plotId);
  if (data["image/svg+xml"] !== undefined && data["text/html"] !== undefined)
    return diagramFigure(text("text/html"), text("image/svg+xml"), text("text/plain"), plotId);
  if (data[predictionMimeType] !== undefined)
    return { html: predictionCard(data[predictionMimeType] as Prediction, markdown) };
  if (data[bandMimeType] !== undefined) return { html: textOutput(text("text/plain"), "band") };
  if (data["text/markdown"] !== undefined) return { html: markdown.render(text("text/markdown")) };
  if (data["text/html"] !== undefined) return { html: scrollingStart() + text("text/html") + scrollingEnd };
  if (data["image/svg+xml"] !== undefined) return { html: `<figure>${text("image/svg+xml")}</figure>` };
  if (data["text/plain"] === undefined) {
    throw new Error(`an output in a format that the book does not know: ${Object.keys(data).join(", ")}`);
  }
  return { html: textOutput(text("text/plain"), "") };
}

interface PlotSpec {
  readonly title?: string | readonly string[] | { readonly text: string | readonly string[] };
  readonly description?: string;
}

function plotFigure(spec: PlotSpec, svg: string, id: string): Shown {
  const title = titleOf(spec);
  const description = spec.description ?? title;
  const file = `${id}.svg`;
  const figure = (
    <figure class="plot" id={id} aria-label={title} tabIndex={-1}>
      <img src={`plots/${file}`} alt={description} {...sizeOf(svg)} loading="lazy" />
      <JsonIsland value={packRows(spec)} />
    </figure>
  );
  return { html: html(figure), plot: { id, title, description, file, svg } };
}

/** A diagram is part of the page, in the page's colours; its picture is for the gallery. */
function diagramFigure(html: string, svg: string, words: string, id: string): Shown {
  const [title = "", ...description] = words.replace("[diagram] ", "").split("\n");
  const plot = { id, title, description: `${title}. ${description.join(" ")}`, file: `${id}.svg`, svg };
  return { html: `<figure class="diagram" id="${id}" tabindex="-1">${html}</figure>`, plot };
}

/** The page keeps the picture's place before it has come. */
function sizeOf(svg: string): { width?: string; height?: string } {
  const [, width, height] = /<svg[^>]*\swidth="([\d.]+)"\s+height="([\d.]+)"/.exec(svg) ?? [];
  return width === undefined ? {} : { width, height: height! };
}

function titleOf({ title, description }: PlotSpec): string {
  const text = typeof title === "object" && "text" in title ? title.text : title;
  return [text ?? description ?? phrase("A plot")].flat().join(" ");
}

const textOutput = (text: string, kind: string): string =>
  html(
    <pre class={`output ${kind}`} tabIndex={0}>
      {text}
    </pre>,
  );

const withoutColours = (text: string): string => text.replace(/\u001b\[[\d;]*m/g, "");
