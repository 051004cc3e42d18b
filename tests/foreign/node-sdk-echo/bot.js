// An echo bot as the SDK's own documentation shows it: a long connection, one handler, one reply.
// It knows nothing of the harness; where it connects to comes from its environment.
import process from "node:process";
import * as lark from "@larksuiteoapi/node-sdk";
import createProxyAgent from "https-proxy-agent";

const settings = {
  appId: process.env.APP_ID,
  appSecret: process.env.APP_SECRET,
  domain: process.env.LARK_DOMAIN,
  loggerLevel: lark.LoggerLevel.info,
};
const thinkingMs = milliseconds(process.env.THINKING_TIME ?? "0ms");

// "300ms" or "1.5s"
function milliseconds(text) {
  return parseFloat(text) * (text.endsWith("ms") ? 1 : 1000);
}

// The SDK's long connection knows no proxy unless it is given an agent, and its API calls then go
// the same way.
const agent = process.env.HTTPS_PROXY ? createProxyAgent(process.env.HTTPS_PROXY) : undefined;
if (agent) {
  Object.assign(lark.defaultHttpInstance.defaults, {
    httpAgent: agent,
    httpsAgent: agent,
    proxy: false,
  });
}

const client = new lark.Client(settings);
const link = new lark.WSClient({ ...settings, agent });

const dispatcher = new lark.EventDispatcher({}).register({
  "im.message.receive_v1": async ({ message }) => {
    const { text } = JSON.parse(message.content);
    if (thinkingMs > 0) await new Promise((done) => setTimeout(done, thinkingMs));
    await client.im.message.reply({
      path: { message_id: message.message_id },
      data: { msg_type: "text", content: JSON.stringify({ text }) },
    });
  },
});

link.start({ eventDispatcher: dispatcher });
