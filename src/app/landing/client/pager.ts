/// <reference lib="dom" />
import { el, write } from "./elements.ts";

/** Shows a long list page by page. */
export class Pager {
  readonly element: HTMLElement;
  readonly #size: number;
  readonly #place = el("span");
  readonly #back: HTMLButtonElement;
  readonly #forth: HTMLButtonElement;
  #page = 0;

  /**
   * @param label Accessible name of the navigation
   * @param size Number of items per page
   * @param onTurn Called when the user goes to another page
   */
  constructor(label: string, size: number, onTurn: () => void) {
    this.#size = size;
    const button = (text: string, step: number) => {
      const made = el("button", { type: "button" }, text);
      made.addEventListener("click", () => {
        if (made.ariaDisabled === "true") return;
        this.#page += step;
        onTurn();
      });
      return made;
    };
    this.#back = button("Previous", -1);
    this.#forth = button("Next", 1);
    this.element = el("nav", { class: "pager", "aria-label": label }, this.#back, this.#place, this.#forth);
  }

  /** Goes back to the first page. */
  rewind(): void {
    this.#page = 0;
  }

  /** Returns the items of a list that are on the current page. */
  pick<T>(list: readonly T[]): readonly T[] {
    const last = Math.max(0, Math.ceil(list.length / this.#size) - 1);
    this.#page = Math.min(this.#page, last);
    const start = this.#page * this.#size;
    const end = Math.min(start + this.#size, list.length);
    this.element.hidden = last === 0;
    // `disabled` would remove the focus.
    this.#back.ariaDisabled = String(this.#page === 0);
    this.#forth.ariaDisabled = String(this.#page === last);
    write(
      this.#place,
      `${(start + 1).toLocaleString("en")}–${end.toLocaleString("en")} of ${list.length.toLocaleString("en")}`,
    );
    return list.slice(start, end);
  }
}
