// Drawn, because not every machine has a font for these signs.

export function Bolt() {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M9 1 3 9h4l-1 6 7-9H8z" fill="currentColor" />
    </svg>
  );
}

export function Plus() {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M8 2v12M2 8h12" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" />
    </svg>
  );
}

export function Clip() {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path
        d="M13 7 7.8 12.2a3 3 0 0 1-4.2-4.2l5.6-5.6a2 2 0 0 1 2.8 2.8L6.6 10.6a1 1 0 0 1-1.4-1.4L9.8 4.6"
        fill="none"
        stroke="currentColor"
        stroke-width="1.3"
        stroke-linecap="round"
      />
    </svg>
  );
}
