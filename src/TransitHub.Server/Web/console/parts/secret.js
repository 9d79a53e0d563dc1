import { el } from '../../app/dom.js';
import { t } from '../../app/texts.js';
import { openDialog } from './dialog.js';

/**
 * Shows once what opens: to be copied, and gone when the dialog closes.
 * @param {{ title: string, rows: [string, string][], more?: Node[] }} of rows: names and texts, each with a button that copies it
 */
export function showSecret({ title, rows, more = [], closed }) {
  const dialog = openDialog({
    title, closed,
    body: [
      el('p.warn', {}, t('secret.once')),
      el('dl.secret', {}, ...rows.map(([name, text]) => el('div', {}, el('dt', {}, name), el('dd', {}, el('code', {}, text), copyButton(name, text))))),
      ...more,
      el('p.actions', {}, el('button.action.primary', { type: 'button', on: { click: () => dialog.close() } }, t('secret.done'))),
    ],
  });
  return dialog;
}

function copyButton(name, text) {
  const button = el('button.action', { type: 'button', 'aria-label': t('secret.copy.of', { name }), on: { click: copy } }, t('secret.copy'));
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = t('secret.copied');
    } catch {
      // Without TLS a browser gives no clipboard: the text is marked, and the keyboard copies it.
      getSelection().selectAllChildren(button.previousElementSibling);
      button.textContent = t('secret.marked');
    }
  }
  return button;
}
