import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

const nearPx = 80;

export interface Following {
  sheet: RefObject<HTMLDivElement>; // what scrolls; its only child is what grows
  unseen: boolean; // something has come since the reader has left the end
  onScroll: () => void;
  follow: () => void;
}

/** Keeps a reader at the end of a list while he is there, and leaves him alone elsewhere. */
export function useFollowing(newest: string | undefined): Following {
  const sheet = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const lastTop = useRef(0);
  const [unseen, setUnseen] = useState(false);
  const goDown = () => sheet.current?.scrollTo({ top: sheet.current.scrollHeight });
  useEffect(() => {
    if (!following.current) setUnseen(true);
  }, [newest]);
  useEffect(() => {
    if (!sheet.current?.firstElementChild) return;
    // Whatever changes a height: messages, pictures, cards that are being written, another screen.
    const sizes = new ResizeObserver(() => {
      if (following.current) goDown();
    });
    sizes.observe(sheet.current);
    sizes.observe(sheet.current.firstElementChild);
    return () => sizes.disconnect();
  }, []);
  return {
    sheet,
    unseen,
    onScroll: () => {
      if (!sheet.current) return;
      const { scrollHeight, scrollTop, clientHeight } = sheet.current;
      // What grows below him moves nobody up.
      const movedUp = scrollTop < lastTop.current;
      lastTop.current = scrollTop;
      const isNear = scrollHeight - scrollTop - clientHeight < nearPx;
      following.current = isNear || (following.current && !movedUp);
      if (following.current) setUnseen(false);
    },
    follow: () => {
      following.current = true;
      setUnseen(false);
      goDown();
    },
  };
}
