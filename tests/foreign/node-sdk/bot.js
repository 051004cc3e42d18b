// A bot that does what its users write: "say hello", "edit draft", "react THUMBSUP". It takes the SDK
// that SDK names, and prints a line of JSON for each event that comes to one of its handlers.
import { Buffer } from "node:buffer";
import { createReadStream, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import process from "node:process";
import { fileURLToPath } from "node:url";

const lark = createRequire(import.meta.url)(process.env.SDK);
const settings = {
  appId: process.env.APP_ID,
  appSecret: process.env.APP_SECRET,
  domain: process.env.LARK_DOMAIN,
  loggerLevel: lark.LoggerLevel.info,
};
const client = new lark.Client(settings);
const { message, messageReaction, messageResource, image, file, pin, chat, chatMembers } = client.im;

// Streams, because releases before 2026 cannot upload a Buffer on Node 18 and later.
const beside = (name) => fileURLToPath(new URL(name, import.meta.url));

// All of these return the message that stands in the chat.
const reply = async (order, msg_type, content) =>
  (
    await message.reply({
      path: { message_id: order.message_id },
      data: { msg_type, content: JSON.stringify(content) },
    })
  ).data;
const say = (order, text) => reply(order, "text", { text });
const post = async (order, msg_type, content) =>
  (
    await message.create({
      params: { receive_id_type: "chat_id" },
      data: { receive_id: order.chat_id, msg_type, content: JSON.stringify(content) },
    })
  ).data;

const card = (title, color) => ({
  config: { update_multi: true },
  header: { title: { tag: "plain_text", content: title }, template: color },
  elements: [
    {
      tag: "action",
      actions: [
        { tag: "button", text: { tag: "plain_text", content: "Yes" }, value: { choice: "yes" } },
      ],
    },
  ],
});

async function download(message_id, file_key, type) {
  const path = { message_id, file_key };
  const resource = await messageResource.get({ path, params: { type } });
  const chunks = [];
  for await (const chunk of resource.getReadableStream()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function tell_whether_same(order, sent, key, type, path) {
  const back = await download(sent.message_id, key, type);
  const same = back.equals(readFileSync(path));
  await say(order, same ? "the same came back" : `${back.length} bytes came back`);
}

const orders = {
  say: (order, words) => say(order, words),

  post: (order, words) =>
    post(order, "post", {
      zh_cn: { title: "Title", content: [[{ tag: "text", text: words }]] },
    }),

  card: (order, title) => post(order, "interactive", card(title, "blue")),

  async repaint(order, title) {
    const { message_id } = await post(order, "interactive", card("first", "blue"));
    const content = JSON.stringify(card(title, "red"));
    await message.patch({ path: { message_id }, data: { content } });
  },

  async image(order) {
    const path = beside("picture.png");
    const data = { image_type: "message", image: createReadStream(path) };
    const { image_key } = await image.create({ data });
    const sent = await post(order, "image", { image_key });
    await tell_whether_same(order, sent, image_key, "image", path);
  },

  async file(order, file_name) {
    const path = beside("paper.txt");
    const data = { file_type: "stream", file_name, file: createReadStream(path) };
    const { file_key } = await file.create({ data });
    const sent = await post(order, "file", { file_key });
    await tell_whether_same(order, sent, file_key, "file", path);
  },

  async edit(order, words) {
    const { message_id } = await say(order, "a draft");
    const content = JSON.stringify({ text: words });
    await message.update({ path: { message_id }, data: { msg_type: "text", content } });
  },

  async recall(order, words) {
    const { message_id } = await say(order, words);
    await message.delete({ path: { message_id } });
  },

  async react(order, emoji_type) {
    const path = { message_id: order.message_id };
    const { data } = await messageReaction.create({
      path,
      data: { reaction_type: { emoji_type } },
    });
    const listed = await messageReaction.list({ path, params: { reaction_type: emoji_type } });
    await messageReaction.delete({ path: { ...path, reaction_id: data.reaction_id } });
    await say(order, `reacted ${listed.data.items.length} time`);
  },

  async read(order) {
    const { data } = await message.get({ path: { message_id: order.message_id } });
    await say(order, `you wrote: ${JSON.parse(data.items[0].body.content).text}`);
  },

  async count(order) {
    const container = { container_id_type: "chat", container_id: order.chat_id };
    let seen = 0;
    const pages = await message.listWithIterator({ params: { ...container, page_size: 2 } });
    for await (const page of pages) seen += page.items.length;
    await say(order, `${seen} messages`);
  },

  async pin(order) {
    const { data } = await pin.create({ data: { message_id: order.message_id } });
    await pin.delete({ path: { message_id: data.pin.message_id } });
    await say(order, "pinned and taken down");
  },

  async where(order) {
    const { data } = await chat.get({ path: { chat_id: order.chat_id } });
    await say(order, `in a ${data.chat_mode} chat`);
  },

  // Makes a group with the user, changes all that can be changed of it, and dissolves it.
  async group(order, name) {
    const { open_id } = order.sender.sender_id;
    const made = await chat.create({ data: { name, user_id_list: [open_id] } });
    const path = { chat_id: made.data.chat_id };
    const members = { path, params: { member_id_type: "open_id" }, data: { id_list: [open_id] } };
    await chat.update({ path, data: { name: `${name} of old` } });
    await chatMembers.delete(members);
    await chatMembers.create(members);
    await chat.delete({ path });
    await say(order, path.chat_id);
  },

  async who(order) {
    const { open_id } = order.sender.sender_id;
    const { data } = await client.contact.user.get({ path: { user_id: open_id } });
    const { bot } = await client.request({ method: "GET", url: "/open-apis/bot/v3/info" });
    await say(order, `you are ${data.user.name}, I am ${bot.app_name}`);
  },

  // Releases of 2024 know no CardKit, but any API can be called.
  async stream(order, words) {
    const cardkit = async (method, path, data) =>
      (await client.request({ method, url: `/open-apis/cardkit/v1/cards${path}`, data })).data;
    const sheet = {
      schema: "2.0",
      config: { streaming_mode: true },
      body: { elements: [{ tag: "markdown", element_id: "words", content: "" }] },
    };
    const { card_id } = await cardkit("POST", "", { type: "card_json", data: JSON.stringify(sheet) });
    const shown = await reply(order, "interactive", { type: "card", data: { card_id } });
    let sequence = 0;
    let content = "";
    for (const word of words.split(" ")) {
      content = `${content} ${word}`.trim();
      sequence += 1;
      await cardkit("PUT", `/${card_id}/elements/words/content`, { content, sequence });
    }
    const settings = JSON.stringify({ config: { streaming_mode: false } });
    await cardkit("PATCH", `/${card_id}/settings`, { settings, sequence: sequence + 1 });
    const { data } = await message.get({ path: { message_id: shown.message_id } });
    await say(order, `shown: ${data.items[0].body.content}`);
  },
};

const heard = (type, data) => console.log(JSON.stringify({ heard: type, data }));

const handlers = {
  "im.message.receive_v1": async (data) => {
    const [, order, words] = /^(?:@\S+ )?(\S+) ?(.*)$/s.exec(JSON.parse(data.message.content).text);
    await orders[order]({ ...data.message, sender: data.sender }, words);
  },
  "im.chat.disbanded_v1": async () => {},
  "im.chat.member.bot.added_v1": async () => {},
  "im.chat.member.bot.deleted_v1": async () => {},
  "im.chat.member.user.added_v1": async () => {},
  "im.chat.member.user.deleted_v1": async () => {},
  "im.chat.updated_v1": async () => {},
  "im.message.recalled_v1": async () => {},
  "im.message.reaction.created_v1": async () => {},
  "im.message.reaction.deleted_v1": async () => {},
  "im.chat.access_event.bot_p2p_chat_entered_v1": async () => {},
  "application.bot.menu_v6": async () => {},
  "card.action.trigger": async ({ action }) => ({
    toast: { type: "success", content: `you chose ${action.value.choice}` },
    card: { type: "raw", data: card("clicked", "green") },
  }),
};
for (const [type, handle] of Object.entries(handlers)) {
  handlers[type] = (data) => {
    heard(type, data);
    return handle(data);
  };
}

new lark.WSClient(settings).start({
  eventDispatcher: new lark.EventDispatcher({}).register(handlers),
});
