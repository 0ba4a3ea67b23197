import type { JSX } from 'preact';

export type Bar = { readonly label: string; readonly value: number; readonly text: string };

const [WIDE, HIGH, FOOT] = [640, 160, 28] as const;
/** Where the bars begin, beside the figures of the scale; how far from one to the next; how wide one is. */
const [LEFT, EACH, BAR] = [44, 48, 34] as const;

/** The end of the scale: the next of 10, 20, 40, 60, 100, 200 … so that its half is whole, too. */
function topOf(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 10)));
  return [1, 2, 4, 6, 10].map((step) => step * power).find((end) => end >= most) ?? most;
}

/** Bars with their figures, drawn by the server. A table with the same figures stands beside it: this is for the eye only. */
export function Bars({ bars }: { readonly bars: readonly Bar[] }): JSX.Element | null {
  const most = Math.max(...bars.map((bar) => bar.value), 1);
  if (bars.length === 0) return null;
  // A day has at most 24 hours: more than fit are drawn closer together.
  const each = Math.min(EACH, (WIDE - LEFT) / bars.length);
  const wide = Math.min(BAR, each * 0.72);
  const top = topOf(most);
  return (
    <svg class="bars" viewBox={`0 0 ${WIDE} ${HIGH + FOOT + 20}`} aria-hidden="true">
      {[0, top / 2, top].map((mark) => {
        const y = HIGH + 20 - (mark / top) * HIGH;
        return (
          <g key={mark}>
            <path d={`M${LEFT} ${y}H${WIDE}`} stroke="var(--line)" />
            <text x={LEFT - 8} y={y + 6} text-anchor="end" fill="currentColor">
              {mark}
            </text>
          </g>
        );
      })}
      {bars.map((bar, i) => {
        const height = Math.round((bar.value / top) * HIGH);
        const middle = LEFT + each * i + each / 2;
        return (
          <g key={bar.label}>
            <rect
              x={middle - wide / 2}
              y={HIGH + 20 - height}
              width={wide}
              height={height}
              rx="4"
              fill="var(--accent)"
            />
            <text x={middle} y={HIGH + 14 - height} text-anchor="middle" fill="currentColor">
              {bar.text}
            </text>
            <text x={middle} y={HIGH + FOOT + 14} text-anchor="middle" fill="currentColor">
              {bar.label}
            </text>
          </g>
        );
      })}
      <path d={`M${LEFT} ${HIGH + 20}H${WIDE}`} stroke="var(--edge)" stroke-width="2" />
    </svg>
  );
}
