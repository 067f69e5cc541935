import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

const mostMs = 500;

/** A person with a keyboard and no mouse: keys go where the focus is, and the focus goes where keys take it. */
export class Keys {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  press(keys: string): Promise<void> {
    return this.#page.keyboard.press(keys);
  }

  type(words: string): Promise<void> {
    return this.#page.keyboard.type(words);
  }

  /** Presses a key, not once if need not be, until something has the focus. */
  async pressUntil(keys: string, wanted: Locator, most = 60): Promise<void> {
    for (let pressed = 0; !(await this.#hasFocus(wanted)); pressed += 1) {
      expect(pressed, `${keys} does not lead to ${String(wanted)}`).toBeLessThan(most);
      const before = await this.#focused();
      await this.press(keys);
      // Some lists move the focus a moment after the key; at their end it stays.
      const latest = Date.now() + mostMs;
      while ((await this.#focused()) === before && Date.now() < latest);
    }
  }

  /** Goes on with Tab until something of that name has the focus. */
  async tabTo(wanted: Locator): Promise<void> {
    await wanted.first().waitFor();
    await this.pressUntil('Tab', wanted, 120);
  }

  /** Finds something in the list that is open by typing, and takes it. */
  async pick(name: string): Promise<void> {
    await this.#page.getByRole('combobox', { expanded: true }).and(this.#page.locator(':focus')).waitFor();
    await this.type(name);
    await this.#page.getByRole('option', { selected: true }).filter({ hasText: name }).first().waitFor();
    await this.press('Enter');
  }

  /** Takes something from a choice that has the focus. */
  async choose(name: string): Promise<void> {
    await this.press('Enter');
    await this.#page.locator('[role=option]:focus').waitFor();
    await this.press('Home');
    await this.pressUntil('ArrowDown', this.#page.getByRole('option', { name, exact: true }), 20);
    await this.press('Enter');
    await this.#page.getByRole('listbox').waitFor({ state: 'detached' });
    // The focus comes back a moment after the list is gone.
    await this.#page.locator('[role=combobox]:focus').waitFor();
  }

  /** Tells apart what has the focus, without holding on to it. */
  #focused(): Promise<string> {
    return this.#page.evaluate(`{
      const all = [...document.querySelectorAll('*')];
      String(all.indexOf(document.activeElement)) + document.activeElement?.getAttribute('aria-activedescendant');
    }`);
  }

  async #hasFocus(wanted: Locator): Promise<boolean> {
    return (await wanted.and(this.#page.locator(':focus')).count()) > 0;
  }
}
