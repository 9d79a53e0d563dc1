import { page as access } from './pages/access.js';
import { page as accuracy } from './pages/accuracy.js';
import { page as alerts } from './pages/alerts.js';
import { page as audit } from './pages/audit.js';
import { page as cameras } from './pages/cameras.js';
import { page as changes } from './pages/changes.js';
import { page as overview } from './pages/overview.js';
import { page as rejections } from './pages/rejections.js';
import { page as statics } from './pages/statics.js';
import { page as vehicles } from './pages/vehicles.js';

/**
 * The console's pages in the order of the navigation; the first is shown where the address names none.
 * A page is { name, group: 'see' | 'act' | 'hub', role: 'viewer' | 'operator' | 'admin', open(main, context) }; see README.md here.
 */
export const pages = [overview, vehicles, cameras, rejections, accuracy, alerts, changes, statics, access, audit];

/** The page of a name, else the first. */
export const findPage = (name) => pages.find((page) => page.name === name) ?? pages[0];
