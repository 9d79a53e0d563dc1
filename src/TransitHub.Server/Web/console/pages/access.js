import { t } from '../../app/texts.js';
import { choice } from '../parts/parts.js';
import { el } from '../../app/dom.js';
import { openDevices } from './access/devices.js';
import { openReaders } from './access/readers.js';

/** Who may send and who may read: devices' credentials and readers' keys. */
export const page = { name: 'access', group: 'hub', role: 'admin', open };

function open(main, context) {
  let what = context.parameters.what === 'readers' ? 'readers' : 'devices';
  let close = () => {};
  const head = el('div.toolbar');
  const body = el('div.page');
  main.append(head, body);
  show();

  function show() {
    close();
    head.replaceChildren(choice(t('access.what'), ['devices', 'readers'].map((value) => ({ value, text: t(`access.${value}`) })), what, (value) => {
      what = value;
      context.keep({ what });
      show();
      head.querySelector('[aria-pressed="true"]').focus();
    }));
    body.replaceChildren();
    close = (what === 'devices' ? openDevices : openReaders)(body, context);
  }

  return () => close();
}
