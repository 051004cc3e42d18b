// The faults that the page offers by name; every other one is begun over the control API.
import type { JsonObject } from "./api";
import type { Word } from "./i18n";

export interface CommonFault {
  name: string;
  word: Word;
  fault: JsonObject;
  instant?: boolean; // over as soon as it has struck
}

export const commonFaults: CommonFault[] = [
  { name: "deaf", word: "faultDeaf", fault: { pong: "off" } },
  { name: "late-pong", word: "faultLatePong", fault: { pong: "5s" } },
  { name: "mute", word: "faultMute", fault: { mute: "all" } },
  { name: "refused", word: "faultRefuse", fault: { "refuse-upgrade": 514 } },
  { name: "refused-bare", word: "faultBare", fault: { "refuse-upgrade": "bare" } },
  { name: "down", word: "faultDown", fault: { down: "reset" } },
  { name: "reply-500", word: "faultReply500", fault: { call: "im.message.reply", status: 500 } },
  { name: "limited", word: "faultLimited", fault: { call: "*", code: 99991400 } },
  { name: "slow", word: "faultSlow", fault: { call: "*", "delay-answer": "3s" } },
  {
    name: "reply-dropped",
    word: "faultDrop",
    fault: { call: "im.message.reply", "accept-then-drop": true },
  },
  {
    name: "reply-held",
    word: "faultHold",
    fault: { call: "im.message.reply", hold: "after-commit" },
  },
  { name: "close", word: "faultClose", fault: { close: "all", how: "frame" }, instant: true },
  { name: "reset", word: "faultResetAll", fault: { close: "all", how: "reset" }, instant: true },
  { name: "tokens", word: "faultTokens", fault: { tokens: "expire" }, instant: true },
];
