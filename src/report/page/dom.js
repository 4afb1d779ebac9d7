// @ts-check
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// Elements. Text of others goes into the page as text only: nothing here or elsewhere sets HTML.

/**
 * An element with attributes, listeners (`onclick` and the like) and children.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | boolean | ((event: Event) => void)>} attributes
 * @param {...(Node | string | null)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/**
 * The element that the page is known to have.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no element "${id}"`);
  return found;
}

/**
 * The choice that the page is known to have.
 *
 * @param {string} id
 * @returns {HTMLSelectElement}
 */
export function selectById(id) {
  return /** @type {HTMLSelectElement} */ (byId(id));
}

/**
 * Fills a choice and picks one of its values.
 *
 * @param {HTMLSelectElement} select
 * @param {readonly (readonly [value: string | number, text: string])[]} choices
 * @param {string | number} picked
 */
export function fillSelect(select, choices, picked) {
  select.replaceChildren(
    ...choices.map(([value, text]) =>
      element("option", { value: String(value), selected: value === picked }, text)
    ),
  );
}
