// A bot that does what bots do, on the release of the SDK that SDK names. A user's message is an order:
// its first word says what to do. Whatever the SDK hands to a handler is said on standard output.
import process from "node:process";

const module = await import(process.env.SDK);
const lark = module.default ?? module;

const settings = {
  appId: process.env.APP_ID,
  appSecret: process.env.APP_SECRET,
  domain: process.env.LARK_DOMAIN,
  loggerLevel: lark.LoggerLevel.info,
};
const client = new lark.Client(settings);

// The smallest picture there is.
const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const button = {
  tag: "button",
  text: { tag: "plain_text", content: "Press" },
  behaviors: [{ type: "callback", value: { pressed: "yes" } }],
};
const card = { schema: "2.0", config: { update_multi: true }, body: { elements: [button] } };

const reply = (message, type, content) =>
  client.im.message.reply({
    path: { message_id: message.message_id },
    data: { msg_type: type, content: JSON.stringify(content) },
  });
const say = (message, text) => reply(message, "text", { text });
const id_of = (answer) => answer.data.message_id;

const orders = {
  say: (message, words) => say(message, words.join(" ")),
  card: (message) => reply(message, "interactive", card),

  async image(message) {
    const uploaded = await client.im.image.create({ data: { image_type: "message", image: pixel } });
    await reply(message, "image", { image_key: uploaded.image_key });
  },

  async file(message) {
    const uploaded = await client.im.file.create({
      data: { file_type: "stream", file_name: "notes.txt", file: Buffer.from("some notes") },
    });
    await reply(message, "file", { file_key: uploaded.file_key });
  },

  async edit(message) {
    const sent = await say(message, "first thoughts");
    await client.im.message.update({
      path: { message_id: id_of(sent) },
      data: { msg_type: "text", content: JSON.stringify({ text: "second thoughts" }) },
    });
  },

  async recall(message) {
    const sent = await say(message, "never said");
    await client.im.message.delete({ path: { message_id: id_of(sent) } });
    await say(message, "said something else");
  },

  async react(message) {
    await client.im.messageReaction.create({
      path: { message_id: message.message_id },
      data: { reaction_type: { emoji_type: "OK" } },
    });
    await say(message, "reacted");
  },

  async read(message) {
    const listed = await client.im.message.list({
      params: { container_id_type: "chat", container_id: message.chat_id, page_size: 50 },
    });
    await say(message, `${listed.data.items.length} messages`);
  },
};

const heard = (type) => async () => console.log(`heard ${type}`);

const dispatcher = new lark.EventDispatcher({}).register({
  "im.message.receive_v1": async ({ message }) => {
    const [order, ...words] = JSON.parse(message.content).text.split(" ");
    console.log(`heard im.message.receive_v1 ${order}`);
    await orders[order](message, words);
  },
  "card.action.trigger": async (event) => {
    console.log(`heard card.action.trigger ${JSON.stringify(event.action?.value)}`);
    return { toast: { type: "success", content: "pressed" } };
  },
  "im.message.recalled_v1": heard("im.message.recalled_v1"),
  "im.message.reaction.created_v1": heard("im.message.reaction.created_v1"),
  "im.message.reaction.deleted_v1": heard("im.message.reaction.deleted_v1"),
  "application.bot.menu_v6": heard("application.bot.menu_v6"),
});

new lark.WSClient(settings).start({ eventDispatcher: dispatcher });
