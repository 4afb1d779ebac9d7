/** Elements. Text of others goes into the page as text only: nothing here or elsewhere sets HTML. */

/** An element with attributes, listeners (`onclick` and the like) and children. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string | boolean | ((event: Event) => void)> = {},
  ...children: (Node | string | null)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** The element that the page is known to have. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no element "${id}"`);
  return found;
}

/** The choice that the page is known to have. */
export function selectById(id: string): HTMLSelectElement {
  return byId(id) as HTMLSelectElement;
}

/** Fills a choice and picks one of its values. */
export function fillSelect(
  select: HTMLSelectElement,
  choices: readonly (readonly [value: string | number, text: string])[],
  picked: string | number,
) {
  select.replaceChildren(
    ...choices.map(([value, text]) =>
      element("option", { value: String(value), selected: value === picked }, text)
    ),
  );
}
