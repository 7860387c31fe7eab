/** What the pictures of an LSTM's and a GRU's step share: their rows, a gate, a sign, and where x and h come in. */
import { arrow, bold, box, decimals, small, type Shape } from "./diagram";

/** From top to bottom: the state's path, products, gates, and what the gates read. */
export const [stateY, productY, gateY, inputY] = [40, 96, 152, 204];
/** Where the old state comes in, and the new one goes out. */
export const [startX, endX] = [50, 600];
/** The upper edge of a gate, and half of its width. */
export const [gateTop, halfGate] = [gateY - 20, 46];
/** From the middle of × or + to where an arrow ends. */
export const reach = 13;

/** A gate or the candidate, with its name and its number. */
export const gateBox = (x: number, name: string, value: number, colour: string, tip: string): Shape =>
  box({ x, y: gateY, width: 2 * halfGate, height: 40, colour, tip }, small(name), bold(decimals(value)));

/** From x and h, which come in from below. */
export const readsInput = (x: number): Shape => arrow([startX + 26, inputY], [x, inputY], [x, gateY + 23]);

/** × or + on the path. */
export const operation = (sign: string, x: number, y: number, colour: string): Shape =>
  box({ x, y, width: 22, height: 22, colour }, bold(sign, 16));
