import { render } from "preact";
import { Page } from "./app";
import { firstLanguage } from "./i18n";
import { Store } from "./store";
import "./style.css";
import { firstTheme, show } from "./theme";

show(firstTheme());
document.documentElement.lang = firstLanguage() === "zh" ? "zh-CN" : "en";

const store = new Store();
const page = document.getElementById("page");
if (page) render(<Page store={store} />, page);

const again = 1000;
async function begin(): Promise<void> {
  try {
    await store.begin();
  } catch {
    window.setTimeout(() => void begin(), again);
  }
}
void begin();
