// What the browser remembers of a person's choices; a browser that remembers nothing is no mistake.

export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(`stormlark.${key}`);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`stormlark.${key}`, value);
  } catch {
    // For this visit the choice holds all the same.
  }
}
