/** Where the bench keeps what it measured: JSON for programs and a picture for readers. */
import { existsSync, readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join, relative } from "node:path";
import type { TopLevelSpec } from "vega-lite";
import { renderSvg } from "../../lib/plot/svg";
import { writeWhole } from "../grade/record/write-file";
import { root } from "../notebook/sources";

const fileOf = (name: string): string => join(__dirname, "results", name);

/** The machine that the numbers belong to. */
export function machine() {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
  };
}

export type Machine = ReturnType<typeof machine>;

/** What an earlier run kept under a name. */
export const kept = <Result>(name: string): Result | undefined =>
  existsSync(fileOf(`${name}.json`))
    ? (JSON.parse(readFileSync(fileOf(`${name}.json`), "utf8")) as Result)
    : undefined;

/** Writes NAME.json and, with a plot, NAME.svg. @returns a line that says where */
export function keep(name: string, result: object, plot?: TopLevelSpec): string {
  writeWhole(fileOf(`${name}.json`), `${JSON.stringify(result, rounded, 2)}\n`);
  if (plot !== undefined) writeWhole(fileOf(`${name}.svg`), renderSvg(plot, "white"));
  return `Kept in ${relative(root, fileOf(name))}.json${plot === undefined ? "" : " and .svg"}`;
}

const rounded = (_: string, value: unknown) =>
  typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
