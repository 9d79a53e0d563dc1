import { el } from '../../../app/dom.js';
import { number } from '../../../app/format.js';
import { t } from '../../../app/texts.js';
import { shortNumber } from '../../parts/chart.js';
import { Table } from '../../parts/table.js';

/** A figure of fewer predictions says more of chance than of the hub. */
export const fewest = 100;

const percent = (value) => t('device.percent', { n: shortNumber(value) });
const seconds = (value) => t('unit.seconds', { n: shortNumber(value) });

/** Undefined where too few were scored, so that such routes stand at the end and not at the top. */
const told = ({ figures }, key) => (figures.predictions + figures.missing >= fewest ? figures[key] : undefined);

/** Routes, the least accurate first; each leads to its own figures. */
export const routesTable = (context, date) => new Table({
  caption: t('accuracy.routes.caption'), keyOf: ({ route_id: id }) => id, sort: { key: 'mbta' },
  columns: [
    { key: 'route', label: t('accuracy.route'), sortBy: ({ short_name: name, route_id: id }) => name || id, show: ({ short_name: name, route_id: id }) => [
      el('a', { href: context.hrefOf('accuracy', { route: id, date }), 'data-key': `route ${id}` }, name || id), name && name !== id && el('span.sub', {}, ` ${id}`)] },
    column('mbta', 'mbta_percent', percent),
    column('eta', 'eta_percent', percent),
    column('mae', 'mae_seconds', seconds),
    column('bias', 'bias_seconds', (value) => (value > 0 ? `+${seconds(value)}` : seconds(value))),
    column('available', 'available_percent', percent),
    column('ghosts', 'ghost_percent', percent),
    { key: 'n', label: t('accuracy.predictions'), isNumber: true, sortBy: ({ figures }) => figures.predictions + figures.missing, show: ({ figures }) => number(figures.predictions + figures.missing) },
  ],
});

function column(key, field, show) {
  return {
    key, label: t(`accuracy.short.${key}`), isNumber: true, sortBy: (row) => told(row, field),
    show: (row) => {
      const value = told(row, field);
      return value === undefined ? (key === 'mbta' ? t('accuracy.few') : '–') : show(value);
    },
  };
}
