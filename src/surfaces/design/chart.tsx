import type { JSX } from 'preact';

export type Bar = { readonly label: string; readonly value: number; readonly text: string };

const [WIDE, HIGH, STEP, FOOT] = [640, 160, 0.72, 28] as const;

/** Bars with their figures, drawn by the server. A table with the same figures stands beside it: this is for the eye only. */
export function Bars({ bars }: { readonly bars: readonly Bar[] }): JSX.Element | null {
  const most = Math.max(...bars.map((bar) => bar.value), 1);
  if (bars.length === 0) return null;
  const each = WIDE / bars.length;
  return (
    <svg class="bars" viewBox={`0 0 ${WIDE} ${HIGH + FOOT + 20}`} aria-hidden="true">
      {bars.map((bar, i) => {
        const height = Math.round((bar.value / most) * HIGH);
        const middle = each * i + each / 2;
        return (
          <g key={bar.label}>
            <rect
              x={middle - (each * STEP) / 2}
              y={HIGH + 20 - height}
              width={each * STEP}
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
      <path d={`M0 ${HIGH + 20}h${WIDE}`} stroke="var(--edge)" stroke-width="2" />
    </svg>
  );
}
