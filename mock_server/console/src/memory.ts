// What the browser remembers for a person, for ever or as long as the tab is open; a browser that
// remembers nothing is no mistake.

type Storage = "localStorage" | "sessionStorage";

export function remembered(key: string, where: Storage = "localStorage"): string | null {
  try {
    return window[where].getItem(`stormlark.${key}`);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string, where: Storage = "localStorage"): void {
  try {
    window[where].setItem(`stormlark.${key}`, value);
  } catch {
    // For this visit the choice holds all the same.
  }
}
