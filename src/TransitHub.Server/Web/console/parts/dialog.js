import { el } from '../../app/dom.js';
import { t } from '../../app/texts.js';

let made = 0;

/**
 * Opens a dialog above the page. Escape closes it, and the focus goes back to where it was.
 * @param {{ title: string, body: (Node | string)[], isWide?: boolean, closed?: () => void }} of
 * @returns {{ close(): void, element: HTMLDialogElement }}
 */
export function openDialog({ title, body, isWide = false, closed }) {
  made++;
  const id = `dialog-${made}`;
  const dialog = el(`dialog.dialog${isWide ? '.wide' : ''}`, { 'aria-labelledby': id },
    el('div.dialog-head', {}, el('h2', { id }, title), el('button.tool', { type: 'button', 'aria-label': t('part.close'), on: { click: () => dialog.close() } }, '✕')), ...body);
  // Another page has no use for it.
  const close = () => dialog.close();
  addEventListener('hashchange', close);
  dialog.addEventListener('close', () => {
    removeEventListener('hashchange', close);
    dialog.remove();
    closed?.();
  });
  document.body.append(dialog);
  dialog.showModal();
  return { close: () => dialog.close(), element: dialog };
}

/**
 * Asks before something is done that is not easily undone.
 * @param {{ title: string, text: string, action: string, isDangerous?: boolean }} of action: the word of the button that does it
 * @returns {Promise<boolean>} true: do it
 */
export function confirm({ title, text, action, isDangerous = false }) {
  return new Promise((resolve) => {
    let isWanted = false;
    const dialog = openDialog({
      title, closed: () => resolve(isWanted),
      body: [
        el('p', {}, text),
        el('p.actions', {},
          el(`button.action.${isDangerous ? 'danger' : 'primary'}`, { type: 'button', on: { click: () => {
            isWanted = true;
            dialog.close();
          } } }, action),
          el('button.action', { type: 'button', on: { click: () => dialog.close() } }, t('part.cancel'))),
      ],
    });
  });
}
