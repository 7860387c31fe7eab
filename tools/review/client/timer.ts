/** A timer for each task: start, pause, reset. One runs at a time; the time survives a reload. */
import { clock } from "../notes/notes";
import type { Saved } from "./saved";
import { say, wordsOf } from "./say";

const inWords = (seconds: number): string =>
  wordsOf("duration", String(Math.floor(seconds / 60)), String(Math.floor(seconds % 60)));

class Timer {
  private startedMs: number | undefined;
  private before: number;
  readonly task: string;
  private readonly toggle: HTMLButtonElement;
  private readonly shown: HTMLElement;

  constructor(
    place: HTMLElement,
    private readonly saved: Saved,
    private readonly pauseOthers: (but: Timer) => void,
  ) {
    this.task = place.dataset["timer"]!;
    this.before = Number(saved.get(this.key) ?? 0);
    [this.toggle, this.shown] = [place.querySelector(".toggle")!, place.querySelector(".clock")!];
    this.toggle.addEventListener("click", () => (this.startedMs === undefined ? this.start() : this.pause()));
    place.querySelector(".reset")!.addEventListener("click", () => this.reset());
    this.show();
  }

  get seconds(): number {
    return this.before + (this.startedMs === undefined ? 0 : (Date.now() - this.startedMs) / 1000);
  }

  show(): void {
    this.shown.textContent = clock(this.seconds);
    this.toggle.textContent = wordsOf(
      this.startedMs !== undefined ? "pause" : this.before > 0 ? "goOn" : "start",
    );
    if (this.startedMs !== undefined) this.saved.set(this.key, String(this.seconds));
  }

  pause(isTold = true): void {
    if (this.startedMs === undefined) return;
    [this.before, this.startedMs] = [this.seconds, undefined];
    this.saved.set(this.key, String(this.before));
    this.show();
    if (isTold) say(wordsOf("timerPaused", this.task, inWords(this.before)));
  }

  reset(): void {
    [this.before, this.startedMs] = [0, undefined];
    this.saved.set(this.key, "0");
    this.show();
    say(wordsOf("timerReset", this.task));
  }

  private start(): void {
    this.pauseOthers(this);
    this.startedMs = Date.now();
    this.show();
    say(wordsOf("timerRuns", this.task, inWords(this.before)));
  }

  private get key(): string {
    return `time ${this.task}`;
  }
}

/** @returns the seconds of each task */
export function startTimers(saved: Saved): { times(): Record<string, number>; reset(): void } {
  const pauseOthers = (but: Timer): void =>
    timers.filter((timer) => timer !== but).forEach((timer) => timer.pause(false));
  const places = [...document.querySelectorAll<HTMLElement>("[data-timer]")];
  const timers = places.map((place) => new Timer(place, saved, pauseOthers));
  setInterval(() => timers.forEach((timer) => timer.show()), 1000);
  return {
    times: () => Object.fromEntries(timers.map(({ task, seconds }) => [task, seconds])),
    reset: () => timers.forEach((timer) => timer.reset()),
  };
}
