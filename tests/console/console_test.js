// A person at the console, in a browser: talks to a bot, clicks on its card and on what it offers,
// fills in its form, reads what stands further up, ends its connection, and switches a fault on and off.
//
// usage: node console_test.js STORMLARK [DIRECTORY for screenshots]
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import readline from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const skipped = 77; // what ctest takes for it
const patienceMs = 60_000; // a deadline for busy machines; a calm one needs a second
const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const [stormlark, screenshots] = process.argv.slice(2);
const here = path.dirname(fileURLToPath(import.meta.url));

const executablePath = browsers.find((one) => existsSync(one));
const installed = existsSync(path.join(here, "node_modules/playwright-core"));
if (!executablePath || !installed) {
  console.log(
    executablePath
      ? "skipped: playwright-core is not there; ci/install-foreign fetches it"
      : "skipped: no chromium; ci/install-deps installs it",
  );
  process.exit(skipped);
}
const { chromium } = await import("playwright-core");

let mock;
let said;
let bot;
let browser;
let page;
const problems = []; // what the browser complained of: scripts that fail, a policy that is broken

function startBot() {
  bot = spawn(process.execPath, [path.join(here, "bot.js")], {
    env: { ...process.env, ...said.environment },
    stdio: "ignore",
  });
}

async function open(options = {}) {
  const context = await browser.newContext({
    locale: "en-US",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  context.setDefaultTimeout(patienceMs);
  const opened = await context.newPage();
  opened.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  opened.on("pageerror", (error) => problems.push(String(error)));
  await opened.goto(said.control);
  return opened;
}

async function openChat(name, kind = "With the bot") {
  await page.getByRole("button", { name: "New chat" }).click();
  await page.getByRole("button", { name: kind, exact: true }).click();
  await page.getByLabel(/^Name of the/).fill(name);
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await page.getByRole("heading", { name }).waitFor();
}

async function write(text) {
  await page.getByLabel("Write a message").fill(text);
  await page.getByRole("button", { name: "Send", exact: true }).click();
}

const panel = (name) => page.getByRole("tab", { name }).click();
const api = async (method, target, body) => {
  const response = await fetch(said.control + target, { method, body: body && JSON.stringify(body) });
  return response.json();
};

async function startMock(control) {
  mock = spawn(stormlark, [
    "mock", "--listen", "127.0.0.1:0", "--control", control, "--json",
    "--set", "{ping_interval: 1s, reconnect_nonce: 1s, reconnect_interval: 1s}",
  ], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of readline.createInterface({ input: mock.stdout })) {
    said = JSON.parse(line);
    return;
  }
  throw new Error("the platform did not start");
}

before(async () => {
  await startMock("127.0.0.1:0");
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  page = await open();
});

after(async () => {
  await browser?.close();
  bot?.kill();
  mock?.kill();
});

test("says that no bot is connected, and when one is", async () => {
  await page.getByText("no connection", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Verify connection status" }).click();
  await page.locator('[data-verified-by="count"]', { hasText: "not connected" }).waitFor();
  await page.locator('[data-verified-by="probe"]', { hasText: "not connected" }).waitFor();
  startBot();
  await page.getByText("1 connected").waitFor();
});

test("a conversation between two", async () => {
  await openChat("alice");
  await write("hello <b>there</b>");
  await page.getByText("you said: hello <b>there</b>").waitFor();
  assert.equal(await page.locator(".messages b").count(), 0, "a chat's text was read as HTML");
});

test("what the bot offers to say next is said with a click", async () => {
  await write("what next");
  const offered = page.getByRole("group", { name: "What to say next" });
  await offered.getByRole("button", { name: "enough" }).waitFor();
  await offered.getByRole("button", { name: "tell me more" }).click();
  await page.getByText("you said: tell me more").waitFor();
  await offered.waitFor({ state: "detached" });
});

test("a click on a card brings a toast and another card", async () => {
  await write("a card, please");
  const card = page.locator(".card");
  await card.getByText("clicked 0 times").waitFor();
  await card.getByRole("button", { name: "Approve" }).click();
  await page.locator(".toast", { hasText: "Approve it is" }).waitFor();
  await card.getByText("clicked 1 times").waitFor();
  await card.getByLabel("Region").selectOption("two");
  await page.locator(".toast", { hasText: "two it is" }).waitFor();
});

test("a form sends what stands in it, touched or not, once nothing is wanting", async () => {
  await write("a form, please");
  const form = page.locator(".form");
  const dish = form.getByLabel("Dish");
  const filledIn = page.getByText(/^filled in: /);
  await dish.selectOption("noodles");
  await form.getByText("Urgent").click();
  assert.equal(await dish.inputValue(), "noodles", "another field has set it back");
  await form.getByRole("button", { name: "Clear" }).click();
  await form.locator("input[type=checkbox]:checked").nth(1).waitFor();
  assert.equal(await dish.inputValue(), "rice");

  const order = form.getByRole("button", { name: "Order" });
  await order.click();
  await form.getByRole("alert").getByText("This has to be filled in.").waitFor();
  await form.getByLabel("Reason").fill("hunger");
  await form.getByRole("alert").waitFor({ state: "detached" });
  await dish.selectOption("noodles");
  await order.click();
  await filledIn.first().waitFor();
  assert.equal(await filledIn.count(), 1, "more was sent than the filled form");
  assert.deepEqual(JSON.parse((await filledIn.textContent()).replace("filled in: ", "")), {
    name: "order",
    timezone: "Asia/Shanghai",
    form_value: {
      title: "Lunch",
      reason: "hunger",
      dish: "noodles",
      extras: ["salt"],
      day: "2026-11-10 +0800",
      hour: "",
      urgent: true,
    },
  });
  assert.equal(await dish.inputValue(), "noodles");
});

test("a group with two users, reactions, and a message that is taken back", async () => {
  await openChat("team", "Group");
  await write("hello from the group");
  const answer = page.locator(".message", { hasText: /^.*you said: @_user_1 hello/s });
  await answer.waitFor();
  await api("POST", "/v1/messages", {
    chat: "team", chat_type: "group", user: "bob", text: "me, too", mentions: [],
  });
  await page.getByLabel("as", { exact: false }).selectOption("bob");
  const bobs = page.locator(".message.mine", { hasText: "me, too" });
  await bobs.hover();
  await bobs.getByRole("button", { name: "React" }).click();
  await bobs.getByTitle("PARTY").click();
  await bobs.locator(".reaction").getByText("🎉 1").waitFor();
  await bobs.getByRole("button", { name: "Recall" }).click();
  await page.getByText("bob recalled a message").waitFor();
});

test("a group's title is what people read", async () => {
  const title = "Launch team";
  await api("PATCH", "/v1/groups", { group: "team", user: "alice", title });
  await page.getByRole("heading", { name: title }).waitFor();
  await page.locator(".chat", { hasText: title }).getByText("Group · team").waitFor();
});

test("what is half written stays with its chat, over a reload, too", async () => {
  const field = page.getByLabel("Write a message");
  const heading = (name) => page.getByRole("heading", { name }).waitFor();
  await field.fill("to be continued");
  await page.locator(".chat", { hasText: "alice" }).click();
  await heading("alice");
  assert.equal(await field.inputValue(), "");
  await page.locator(".chat", { hasText: "team" }).click();
  await heading("Launch team");
  assert.equal(await field.inputValue(), "to be continued");
  await page.reload();
  await heading("Launch team");
  assert.equal(await field.inputValue(), "to be continued");
  await field.fill("");
});

test("who reads further up is left there, and told of what is new", async () => {
  const people = (text) =>
    api("POST", "/v1/messages", { chat: "team", chat_type: "group", user: "bob", text, mentions: [] });
  for (let i = 1; i <= 40; ++i) await people(`line ${i}`);
  await page.getByText("line 40", { exact: true }).waitFor();
  const sheet = page.locator(".sheet");
  const atEnd = () =>
    page.waitForFunction(() => {
      const { scrollHeight, scrollTop, clientHeight } = document.querySelector(".sheet");
      return scrollHeight - scrollTop - clientHeight < 2;
    });
  const goUp = () =>
    sheet.evaluate(
      (element) =>
        new Promise((done) => {
          element.scrollTop = 0;
          // The page hears of it with the next frame.
          requestAnimationFrame(() => requestAnimationFrame(done));
        }),
    );
  const news = page.getByRole("button", { name: "New messages" });
  await atEnd();
  await goUp();
  await people("something new");
  await news.waitFor();
  assert.equal(await sheet.evaluate((element) => element.scrollTop), 0);
  await news.click();
  await atEnd();
  await news.waitFor({ state: "detached" });
  await goUp();
  await write("my own word");
  await page.locator(".message", { hasText: /^.*you said: @_user_1 my own word/s }).waitFor();
  await atEnd();
});

test("events with pushes and acks, and calls with their latency", async () => {
  await panel("Events");
  await page.locator("tr", { hasText: "card.action.trigger" }).getByText("acked").first().waitFor();
  await panel("API calls");
  const call = page.locator("tr", { hasText: "im.message.reply" }).first();
  await call.getByText("200").waitFor();
  await call.getByText(/\d ms/).waitFor();
});

test("a connection that is ended, and another that comes", async () => {
  await panel("Connections");
  const first = page.locator("[data-connection]").first();
  const number = await first.getAttribute("data-connection");
  await first.getByText(/^\d+ s$/).first().waitFor();
  await first.getByLabel("End", { exact: true }).selectOption("reset");
  await first.getByRole("button", { name: "End", exact: true }).click();
  await page.locator(`[data-connection="${number}"]`).waitFor({ state: "detached" });
  await page.locator("[data-connection]").waitFor();
  await page.getByRole("button", { name: "Verify connection status" }).click();
  await page.locator('[data-verified-by="count"]').getByText("connected", { exact: true }).waitFor();
  // The official SDKs answer no application ping, so that the probe says no.
  await page.locator('[data-verified-by="probe"]', { hasText: "not connected" }).waitFor();
});

test("a fault on and off", async () => {
  await panel("Faults");
  const fault = page.getByRole("switch", { name: "Replies are answered with HTTP 500" });
  await fault.click();
  await page.locator('[role="switch"][aria-checked="true"]').waitFor();
  assert.deepEqual((await api("GET", "/v1/faults")).faults.map((one) => one.fault), ["reply-500"]);
  await api("PUT", "/v1/faults/elsewhere", { mute: "webhook" });
  await page.getByText("elsewhere", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Heal", exact: true }).click();
  await page.getByText("elsewhere", { exact: true }).waitFor({ state: "detached" });
  await fault.click();
  await page.locator('[role="switch"][aria-checked="true"]').waitFor({ state: "detached" });
  assert.deepEqual((await api("GET", "/v1/faults")).faults, []);
});

test("both languages, and both themes", async () => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.locator('[data-switch="theme"]').click();
  assert.notEqual(await background(), light);
  await page.locator('[data-switch="theme"]').click();
  const chinese = await open({ locale: "zh-CN", colorScheme: "dark" });
  await chinese.getByRole("heading", { name: "会话" }).waitFor();
  assert.notEqual(await chinese.evaluate(() => getComputedStyle(document.body).backgroundColor), light);
  await chinese.locator('[data-switch="language"]').click();
  await chinese.getByRole("heading", { name: "Chats" }).waitFor();
  await chinese.reload(); // the choice is kept
  await chinese.getByRole("heading", { name: "Chats" }).waitFor();
  await chinese.context().close();
});

test("nothing is wider than a telephone", async () => {
  const narrow = await open({ viewport: { width: 390, height: 844 } });
  for (const place of ["Chats", "Chat", "Platform"]) {
    await narrow.locator(".places").getByRole("button", { name: place, exact: true }).click();
    const width = await narrow.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 390, `${place} is ${width} pixels wide`);
  }
  await narrow.context().close();
});

test("screenshots", { skip: !screenshots }, async () => {
  await api("PUT", "/v1/faults/mute", { mute: "webhook" });
  for (const width of [390, 1440]) {
    for (const colorScheme of ["light", "dark"]) {
      for (const locale of ["en-US", "zh-CN"]) await shoot({ width, colorScheme, locale });
    }
  }
  await api("DELETE", "/v1/faults/mute");
});

async function shoot({ width, colorScheme, locale }) {
  const shown = await open({ viewport: { width, height: 900 }, colorScheme, locale });
  const save = (name) =>
    shown.screenshot({ path: path.join(screenshots, `${width}-${colorScheme}-${locale}-${name}.png`) });
  await shown.locator(".chat", { hasText: "alice" }).waitFor();
  if (width < 900) await save("chats");
  await shown.locator(".chat", { hasText: "alice" }).click();
  await shown.locator(".card").first().waitFor();
  await save("chat");
  if (width < 900) await shown.locator(".places button").first().click();
  await shown.locator(".chat", { hasText: "team" }).click();
  await shown.getByText("me, too").or(shown.locator(".recalled")).first().waitFor();
  await save("group");
  if (width < 900) await shown.locator(".places button").last().click();
  for (const tab of [0, 1, 2, 3]) {
    await shown.getByRole("tab").nth(tab).click();
    await save(`panel-${tab}`);
  }
  await shown.context().close();
}

test("begins anew", async () => {
  await panel("Faults");
  page.once("dialog", (dialog) => void dialog.accept());
  await page.getByRole("button", { name: "Begin anew" }).click();
  await page.getByText("Nobody has written yet.", { exact: false }).waitFor();
  await page.getByText("1 connected").waitFor();
});

test("a platform that is gone and comes again is noticed", async () => {
  await openChat("carol");
  mock.kill();
  await page.getByText("platform not reachable").waitFor();
  await write("is anybody there?");
  await page.locator(".toast", { hasText: "The platform cannot be reached." }).waitFor();
  assert.equal(await page.getByLabel("Write a message").inputValue(), "is anybody there?");
  await startMock(new URL(said.control).host);
  await page.getByText("Nobody has written yet.", { exact: false }).waitFor();
  await page.getByText("no connection", { exact: true }).waitFor();
  await openChat("carol");
  assert.equal(await page.getByLabel("Write a message").inputValue(), "is anybody there?");
});

test("the browser had nothing to complain of", () => {
  // But for the time when the platform was gone.
  const real = problems.filter((one) => !/net::ERR_/.test(one));
  assert.deepEqual(real, []);
});
