import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** A whole page as the browser gets it. */
export const renderPage = (page: VNode): string => `<!doctype html>${renderToString(page)}`;

/** A piece of a page, for `<live-region>` and look-ups. */
export const renderFragment = (fragment: VNode): string => renderToString(fragment);
