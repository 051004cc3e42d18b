// A bot on the official SDK that says what it hears, sends a card to whoever asks for one, and offers
// what to say next to whoever asks for that. A click on the card is answered with a toast and another
// card.
import process from "node:process";
import * as lark from "@larksuiteoapi/node-sdk";

const settings = {
  appId: process.env.APP_ID,
  appSecret: process.env.APP_SECRET,
  domain: process.env.BASE_DOMAIN,
  loggerLevel: lark.LoggerLevel.info,
};

function card(count) {
  return {
    schema: "2.0",
    header: { title: { tag: "plain_text", content: "Deployment" }, template: "blue" },
    body: {
      elements: [
        { tag: "markdown", content: `**service** \`api\`\n- region one\n- clicked ${count} times` },
        { tag: "hr" },
        {
          tag: "column_set",
          columns: [
            { tag: "column", elements: [button("Approve", "primary_filled", count + 1)] },
            { tag: "column", elements: [button("Reject", "danger", count + 1)] },
          ],
        },
        {
          tag: "select_static",
          placeholder: { tag: "plain_text", content: "Region" },
          options: [
            { text: { tag: "plain_text", content: "One" }, value: "one" },
            { text: { tag: "plain_text", content: "Two" }, value: "two" },
          ],
        },
      ],
    },
  };
}

function button(content, type, clicks) {
  return {
    tag: "button",
    type,
    text: { tag: "plain_text", content },
    behaviors: [{ type: "callback", value: { clicks, content } }],
  };
}

const client = new lark.Client(settings);
const link = new lark.WSClient(settings);

function offer(message, texts) {
  return client.request({
    method: "POST",
    url: `/open-apis/im/v1/messages/${message}/push_follow_up`,
    data: { follow_ups: texts.map((content) => ({ content })) },
  });
}

const dispatcher = new lark.EventDispatcher({}).register({
  "im.message.receive_v1": async ({ message }) => {
    const text = JSON.parse(message.content).text ?? message.message_type;
    const wantsCard = text.includes("card");
    const answer = await client.im.message.reply({
      path: { message_id: message.message_id },
      data: wantsCard
        ? { msg_type: "interactive", content: JSON.stringify(card(0)) }
        : { msg_type: "text", content: JSON.stringify({ text: `you said: ${text}` }) },
    });
    if (text.includes("what next")) await offer(answer.data.message_id, ["tell me more", "enough"]);
  },
  "card.action.trigger": async ({ action }) => ({
    toast: { type: "success", content: `${action.value?.content ?? action.option} it is` },
    card: { type: "raw", data: card(action.value?.clicks ?? 0) },
  }),
});

link.start({ eventDispatcher: dispatcher });
