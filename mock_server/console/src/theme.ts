import { remember, remembered } from "./memory";

export type Theme = "light" | "dark";

export function firstTheme(): Theme {
  const chosen = remembered("theme");
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function show(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}

export function keep(theme: Theme): void {
  remember("theme", theme);
  show(theme);
}
