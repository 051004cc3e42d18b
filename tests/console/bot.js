// A bot on the official SDK that says what it hears, sends a card or a form to whoever asks for one, and
// offers what to say next to whoever asks for that. A click on the card is answered with a toast and
// another card, a form with a message that says what was in it.
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

function form() {
  const plain = (content) => ({ tag: "plain_text", content });
  const options = (...values) => values.map((value) => ({ text: plain(value), value }));
  const elements = [
    { tag: "input", name: "title", label: plain("Title"), default_value: "Lunch" },
    { tag: "input", name: "reason", label: plain("Reason"), required: true },
    {
      tag: "select_static",
      name: "dish",
      placeholder: plain("Dish"),
      initial_option: "rice",
      options: options("rice", "noodles"),
    },
    {
      tag: "multi_select_static",
      name: "extras",
      selected_values: ["salt"],
      options: options("salt", "pepper"),
    },
    { tag: "date_picker", name: "day", placeholder: plain("Day"), initial_date: "2026-11-10" },
    { tag: "picker_time", name: "hour", placeholder: plain("Hour") },
    { tag: "checker", name: "urgent", checked: true, text: plain("Urgent") },
    { tag: "button", name: "order", text: plain("Order"), form_action_type: "submit" },
    { tag: "button", name: "clear", text: plain("Clear"), form_action_type: "reset" },
  ];
  return { schema: "2.0", body: { elements: [{ tag: "form", name: "meal", elements }] } };
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

function say(target, msg_type, content) {
  return client.im.message.reply({
    path: { message_id: target },
    data: { msg_type, content: JSON.stringify(content) },
  });
}

function answer(target, text) {
  if (text.includes("card")) return say(target, "interactive", card(0));
  if (text.includes("form")) return say(target, "interactive", form());
  return say(target, "text", { text: `you said: ${text}` });
}

const dispatcher = new lark.EventDispatcher({}).register({
  "im.message.receive_v1": async ({ message }) => {
    const text = JSON.parse(message.content).text ?? message.message_type;
    const said = await answer(message.message_id, text);
    if (text.includes("what next")) await offer(said.data.message_id, ["tell me more", "enough"]);
  },
  "card.action.trigger": async ({ action, context }) => {
    if (action.form_value) {
      const { name, timezone, form_value } = action;
      const text = `filled in: ${JSON.stringify({ name, timezone, form_value })}`;
      await say(context.open_message_id, "text", { text });
      return {};
    }
    return {
      toast: { type: "success", content: `${action.value?.content ?? action.option} it is` },
      card: { type: "raw", data: card(action.value?.clicks ?? 0) },
    };
  },
});

link.start({ eventDispatcher: dispatcher });
