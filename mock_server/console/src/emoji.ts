// The platform's names of reactions, for those that look the same everywhere.
export const emoji: { [name: string]: string } = {
  THUMBSUP: "👍",
  OK: "👌",
  HEART: "❤️",
  LAUGH: "😄",
  CLAP: "👏",
  PARTY: "🎉",
  THINKING: "🤔",
  CRY: "😢",
  Fire: "🔥",
  CheckMark: "✅",
  CrossMark: "❌",
  MUSCLE: "💪",
  OnIt: "🫡",
  Get: "🫡",
  Typing: "⌨️",
  ThumbsDown: "👎",
  Coffee: "☕",
  DONE: "✅",
};

export const offered = ["THUMBSUP", "OK", "HEART", "LAUGH", "PARTY", "THINKING"];
