// A bot on the SDK's channel, its entry for conversational bots: "stream one two" is answered by a
// card that grows word by word, "paint red" by a card of its own that changes, and so on; all else by
// a reply. What else comes to it is printed as lines of JSON.
import process from "node:process";
import { createLarkChannel, LoggerLevel } from "sdk-2026";

const channel = createLarkChannel({
  appId: process.env.APP_ID,
  appSecret: process.env.APP_SECRET,
  domain: process.env.LARK_DOMAIN,
  loggerLevel: LoggerLevel.info,
});

const card = (title, template) => ({
  config: { update_multi: true },
  header: { title: { tag: "plain_text", content: title }, template },
  elements: [],
});

const answers = {
  async stream(message, words) {
    const producer = async (stream) => {
      for (const word of words.split(" ")) await stream.append(`${word} `);
    };
    const { messageId } = await channel.stream(
      message.chatId,
      { markdown: producer },
      { replyTo: message.messageId },
    );
    const path = { message_id: messageId };
    const { data } = await channel.rawClient.im.message.get({ path });
    await channel.send(message.chatId, { text: `shown: ${data.items[0].body.content}` });
  },

  async paint(message, color) {
    const producer = (stream) => stream.update(card(color, color));
    const input = { card: { initial: card("plain", "default"), producer } };
    await channel.stream(message.chatId, input, { replyTo: message.messageId });
  },

  async picture(message) {
    const input = { image: { source: new URL("picture.png", import.meta.url).pathname } };
    await channel.send(message.chatId, input, { replyTo: message.messageId });
  },

  async react(message, emoji) {
    await channel.addReaction(message.messageId, emoji);
    const removed = await channel.removeReactionByEmoji(message.messageId, emoji);
    await channel.send(message.chatId, { text: `removed: ${removed}` });
  },
};

const tell = (heard) => (data) => console.log(JSON.stringify({ heard, data }));

channel.on({
  async message(message) {
    const [, order, words] = /^(\S+) ?(.*)$/s.exec(message.content);
    if (answers[order]) return answers[order](message, words);
    await channel.send(
      message.chatId,
      { markdown: `**${message.chatType}** ${message.content}` },
      { replyTo: message.messageId },
    );
  },
  reaction: tell("reaction"),
  cardAction: tell("cardAction"),
  botAdded: tell("botAdded"),
  reconnecting: tell("reconnecting"),
  reconnected: tell("reconnected"),
  error: (error) => console.error(error),
});

await channel.connect();
