import { el, replace } from '../../../app/dom.js';
import { number } from '../../../app/format.js';
import { t } from '../../../app/texts.js';
import { openDialog } from '../../parts/dialog.js';
import { Form } from '../../parts/form.js';
import { chip, marked } from '../../parts/parts.js';
import { working } from '../../parts/states.js';

const tones = { error: 'bad', warning: 'warn', info: 'plain' };

/**
 * The dialog in which an admin brings the next timetable: what was found is told, and what is kept is shown beside what it would replace.
 * @param {{ context: object, path: string, mostBytes: number, size: (bytes: number) => string, kept: (version: object) => void }} of path: of the feed's static versions; size: bytes in words
 */
export function openUpload({ context, path, mostBytes, size, kept }) {
  const body = el('div.upload', {});
  const dialog = openDialog({ title: t('statics.upload.title'), isWide: true, body: [body] });
  ask();

  function ask() {
    const form = new Form({
      fields: [el('p', {}, t('statics.upload.what')), { name: 'file', type: 'file', label: t('statics.upload.file'), hint: t('statics.upload.hint', { size: size(mostBytes) }), required: true }],
      submit: t('statics.upload.do'), cancel: () => dialog.close(),
      send: async ({ file }) => {
        if (file.size > mostBytes) form.field('file').complain(t('statics.upload.large', { size: size(file.size), most: size(mostBytes) }));
        else await send(file, form);
      },
    });
    form.field('file').input.accept = '.zip,application/zip';
    replace(body, form.element);
    form.focus();
  }

  async function send(file, form) {
    const waiting = working();
    waiting.querySelector('p').textContent = t('statics.upload.working', { name: file.name, size: size(file.size) });
    form.element.hidden = true;
    body.append(waiting);
    try {
      const { body: told } = await context.send('POST', `${path}/versions`, file, { 'content-type': 'application/zip' });
      tell(told);
      kept(told.version);
    } catch (error) {
      if (error.problem?.findings === undefined) {
        form.element.hidden = false;
        throw error;
      }
      refuse(error.problem.findings);
    } finally {
      waiting.remove();
    }
  }

  function tell({ version, is_new: isNew, attention, findings }) {
    show(
      el('p.note', { role: 'status' }, marked('good', t(isNew ? 'statics.upload.kept' : 'statics.upload.known', { version: version.version }))),
      attention.length > 0 && el('div.note.warn', {}, el('strong', {}, t('statics.upload.attention')), ...attention.map((reason) => el('p.sub', {}, reason))),
      ...findingsOf(findings), el('button.action.primary', { type: 'button', 'data-key': 'compare', on: { click: () => dialog.close() } }, t('statics.upload.compare')));
  }

  function refuse(findings) {
    show(el('p.note.warn', { role: 'alert' }, marked('bad', t('statics.upload.refused'))), ...findingsOf(findings), el('button.action.primary', { type: 'button', on: { click: ask } }, t('statics.upload.another')));
  }

  /** The last one is what goes on from here. */
  function show(...parts) {
    const button = parts.pop();
    replace(body, ...parts, el('p.actions', {}, button));
    button.focus();
  }
}

function findingsOf(findings) {
  if (findings.kinds.length === 0) return [el('p', {}, t('statics.findings.none'))];
  return [
    el('p', {}, t('statics.findings', { errors: number(findings.errors), warnings: number(findings.warnings), infos: number(findings.infos) })),
    el('div.findings', {}, ...findings.kinds.map((kind) => el('details.fold', { open: kind.severity === 'error' },
      el('summary', {}, chip(tones[kind.severity], t(`statics.finding.${kind.severity}`)), el('strong', {}, ` ${kind.code.replaceAll('_', ' ')} × ${number(kind.total)}`)),
      el('ul', {}, ...kind.samples.map((sample) => el('li', {}, sample.file !== undefined && el('span.sub', {}, `${sample.line === undefined ? sample.file : t('statics.finding.at', { file: sample.file, line: number(sample.line) })}${sample.field === undefined ? '' : ` · ${sample.field}`}: `), sample.message)))))),
  ];
}
