// A bot on Satori, the framework beneath Koishi, that does what its users write: "say hello". Its
// adapter shares no code with the official SDK: another client for the long connection and the API.
import { File } from "node:buffer";
import { createRequire } from "node:module";
import process from "node:process";

// The adapter requires the core as a CommonJS module; imported here, it would be there twice.
const require = createRequire(import.meta.url);
const { Context, h, HTTP } = require("@satorijs/core");
const { LarkBot } = require("@satorijs/adapter-lark");

globalThis.File ??= File; // Node 18 has it, but not as a global

const picture = new URL("../node-sdk/picture.png", import.meta.url).href;

const send = ({ bot, channelId }, ...content) => bot.sendMessage(channelId, content);

const orders = {
  say: (session, words) => send(session, words),

  quote: (session, words) => send(session, h.quote(session.messageId), words),

  image: (session) => send(session, h.image(picture)),

  async edit(session, words) {
    const [id] = await send(session, "a draft");
    await session.bot.editMessage(session.channelId, id, words);
  },

  async recall(session, words) {
    const [id] = await send(session, words);
    await session.bot.deleteMessage(session.channelId, id);
  },

  async read(session) {
    const message = await session.bot.getMessage(session.channelId, session.messageId);
    await send(session, `you wrote: ${message.content}`);
  },
};

const context = new Context();
context.plugin(HTTP);
context.plugin(LarkBot, {
  platform: "feishu",
  protocol: "ws",
  endpoint: `${process.env.LARK_DOMAIN}/open-apis`,
  appId: process.env.APP_ID,
  appSecret: process.env.APP_SECRET,
  retryInterval: 100,
});
context.on("message", async (session) => {
  const words = session.elements.filter((part) => part.type === "text").join("").trim();
  const [, order, rest] = /^(\S+) ?(.*)$/s.exec(words);
  await orders[order](session, rest);
});
await context.start();
